"""The step of the version number that the changes ask for, against the one that the draft makes."""

from dataclasses import dataclass

from sqlalchemy.orm import Session, undefer

from domain.diff.comparing import diff
from domain.diff.steps import Step, is_smaller_than_proposed, proposed_step, suggest_number
from domain.diff.telling import lines_of
from domain.json_types import JsonValue
from domain.reading_order import reading_order
from domain.version_numbers import is_older
from domain.vocabulary import Format
from services._versions import LockedVersion, settings_of
from storage.shared_tables import WorkflowTemplateVersion

OFFERS = {Step.PATCH: "a patch", Step.MINOR: "a minor", Step.MAJOR: "a major"}


@dataclass(frozen=True)
class SmallStep:
    """A draft whose number makes a smaller step from the active version than its changes ask for."""

    active: str
    number: str
    proposed: Step

    @property
    def sentence(self) -> str:
        """What the numbers promise, and what fits."""
        fitting = suggest_number(self.active, self.proposed)
        return (
            f"What changed since {self.active}, the active version, asks for {OFFERS[self.proposed]} step, such as "
            f"{fitting}; {self.number} promises less to those who depend on it."
        )


def small_step(active: str, old: JsonValue, number: str, new: JsonValue) -> SmallStep | None:
    """The smaller step, where ``number`` makes one; a number below the active one is a fix for an older line (rule 4).

    What a change of a custom definition means is known to its team alone: ask this for Open Workflow only.
    """
    if not is_older(active, number):
        return None
    before, after = reading_order(old), reading_order(new)
    step = proposed_step(lines_of(diff(before, after), before, after))
    return SmallStep(active, number, step) if is_smaller_than_proposed(active, number, step) else None


def small_step_of(session: Session, locked: LockedVersion) -> SmallStep | None:
    """The same for a draft and the active version of its template; None while the template is off, or custom."""
    active_id = locked.template.active_version_id
    if active_id is None or settings_of(session, locked.template.id).format is Format.CUSTOM:
        return None
    options = [undefer(WorkflowTemplateVersion.definition)]
    active = session.get_one(WorkflowTemplateVersion, active_id, options=options)
    return small_step(active.version, active.definition, locked.version.version, locked.version.definition)
