"""Which step of the version number fits the changes (semver.org 2.0.0, items 4 and 6 to 8)."""

from collections.abc import Iterable
from enum import IntEnum

import semver

from domain.diff.telling.model import ChangeLine, Risk
from domain.version_numbers import FIRST, is_version


class Step(IntEnum):
    """A step of a version number; a larger one tells more to those who depend on it."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


_OF_RISK = {Risk.COSMETIC: Step.PATCH, Risk.BEHAVIOUR: Step.MINOR, Risk.BREAKING: Step.MAJOR}


def proposed_step(lines: Iterable[ChangeLine]) -> Step:
    """The step that the worst of the changes asks for."""
    return max((_OF_RISK[line.risk] for line in lines), default=Step.NONE)


def suggest_number(active: str | None, step: Step) -> str:
    """The number after ``active`` for this step; the least step where there is none, for numbers are used once.

    Before 1.0.0 nothing is promised yet, so that a breaking change raises the minor number. The number after a
    pre-release is its own release where that is step enough.
    """
    if active is None or not is_version(active):
        return FIRST
    version = semver.Version.parse(active)
    return str(version.next_version(_asked(version, step).name.lower()))


def is_smaller_than_proposed(before: str, after: str, step: Step) -> bool:
    """True when from ``before`` to ``after`` is less than ``step``, so that whoever publishes should say it is meant.

    A number that is not higher makes no step at all; texts that are no semantic versions are not judged.
    """
    if not (is_version(before) and is_version(after)):
        return False
    old, new = semver.Version.parse(before), semver.Version.parse(after)
    return step is not Step.NONE and _made(old, new) < _asked(old, step)


def _asked(version: semver.Version, step: Step) -> Step:
    if step is Step.MAJOR and version.major == 0:
        return Step.MINOR
    return step or Step.PATCH


def _made(old: semver.Version, new: semver.Version) -> Step:
    if new <= old:
        return Step.NONE
    if new.major != old.major:
        return Step.MAJOR
    if new.minor != old.minor:
        return Step.MINOR
    return _released(old) if old.prerelease else Step.PATCH


def _released(old: semver.Version) -> Step:
    """A release after its own pre-release makes the step that the pre-release announced."""
    if old.patch:
        return Step.PATCH
    return Step.MINOR if old.minor else Step.MAJOR
