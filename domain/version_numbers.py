"""Semantic versions (semver.org 2.0.0): the highest, the next, which of two is older."""

from collections.abc import Iterable, Sequence

import semver

FIRST = "1.0.0"


def next_version(existing: Sequence[str]) -> str:
    """The minor version after the highest of ``existing``; texts that are no semantic version do not count."""
    highest = highest_version(existing)
    return str(highest.finalize_version() if highest.prerelease else highest.bump_minor()) if highest else FIRST


def highest_version(versions: Iterable[str]) -> semver.Version | None:
    """The highest of ``versions``; texts that are no semantic version do not count."""
    return max((semver.Version.parse(each) for each in versions if is_version(each)), default=None)


def is_version(text: str) -> bool:
    """True for a semantic version; the backend may have written others."""
    return bool(semver.Version.is_valid(text))


def is_older(version: str, other: str | None) -> bool:
    """True when both are semantic versions and ``version`` has the lower precedence."""
    if other is None or not (is_version(version) and is_version(other)):
        return False
    return semver.Version.parse(version) < semver.Version.parse(other)
