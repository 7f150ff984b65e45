"""A version as its page sees it: with the other versions of its template."""

from dataclasses import dataclass

from domain.lifecycle import hint_on_order
from domain.version_numbers import is_older, is_version
from services.get_version import VersionDetail, get_version
from services.list_versions import VersionRow, list_versions


@dataclass(frozen=True)
class VersionSight:
    """``siblings`` are all versions of the template, this one among them, the highest first."""

    version: VersionDetail
    siblings: tuple[VersionRow, ...]

    @property
    def row(self) -> VersionRow | None:
        """This version in the list; None when it was deleted a moment ago."""
        return next((each for each in self.siblings if each.id == self.version.id), None)

    @property
    def active_number(self) -> str | None:
        """The active version of the template; None while it is off."""
        return self.number_of(self.version.active_version_id)

    @property
    def is_roll_back(self) -> bool:
        """True when activating this version would go back to an older one (rule 6)."""
        return is_older(self.version.version, self.active_number)

    def number_of(self, version_id: str | None) -> str | None:
        """The number of a version of this template, by id."""
        return next((each.version for each in self.siblings if each.id == version_id), None)

    def hint(self) -> str | None:
        """That a higher version exists already, as a hint when this one is published (rule 4)."""
        others = [each.version for each in self.siblings if each.id != self.version.id]
        return hint_on_order(self.version.version, others) if is_version(self.version.version) else None


def look_at(version_id: str) -> VersionSight:
    """Read a version and its siblings. Raises: NotFound."""
    version = get_version(version_id)
    return VersionSight(version, tuple(list_versions(version.template_id)))
