"""Rules of a version's life (DESIGN: "Version status and the active version").

Each rule is a ``check_can_x`` that raises ``NotAllowed`` with the reason; ``reason_against`` turns a check into a text
for a grey button.
"""

from collections.abc import Callable
from dataclasses import dataclass

import semver

from domain.errors import InvalidInput, NotAllowed
from domain.vocabulary import VersionStatus as Status

TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.PUBLISHED}),
    Status.PUBLISHED: frozenset({Status.DEPRECATED}),
    Status.DEPRECATED: frozenset({Status.PUBLISHED}),
}


@dataclass(frozen=True)
class VersionFacts:
    """What the rules need to know of one version."""

    version: str
    status: Status
    is_active: bool
    executions: int = 0
    referred_by: tuple[str, ...] = ()
    jobs: int = 0


LONGEST_VERSION = 64


def check_semver(version: str) -> None:
    """Refuse a text that is no semantic version (semver.org 2.0.0) of at most 64 characters. Raises: InvalidInput."""
    if len(version) > LONGEST_VERSION:
        raise InvalidInput("version", f"has {len(version):,} characters, at most {LONGEST_VERSION} are accepted.")
    if not semver.Version.is_valid(version):
        raise InvalidInput(
            "version", f"“{version[:40]}” is not a semantic version. Write three numbers, such as 1.4.0."
        )


def check_can_edit(facts: VersionFacts) -> None:
    """Only a draft may change. Raises: NotAllowed."""
    if facts.status is not Status.DRAFT:
        raise NotAllowed(
            f"Version {facts.version} is {facts.status.lower()} and can never be edited. Make a new draft based on it."
        )


def check_can_publish(facts: VersionFacts) -> None:
    """Only a draft may be published. Raises: NotAllowed."""
    if facts.status is not Status.DRAFT:
        raise NotAllowed(f"Version {facts.version} is already {facts.status.lower()}; only a draft can be published.")


def check_can_activate(facts: VersionFacts) -> None:
    """Only a published version that is not active yet may become the active one. Raises: NotAllowed."""
    if facts.is_active:
        raise NotAllowed(f"Version {facts.version} is the active version already.")
    if facts.status is Status.DRAFT:
        raise NotAllowed(f"Version {facts.version} is a draft. Publish it first.")
    if facts.status is Status.DEPRECATED:
        raise NotAllowed(f"Version {facts.version} is deprecated. Reinstate it first.")


def check_can_deprecate(facts: VersionFacts) -> None:
    """Only a published version that is not active may be deprecated (rule 7). Raises: NotAllowed."""
    if facts.status is not Status.PUBLISHED:
        raise NotAllowed(f"Version {facts.version} is {facts.status.lower()}; only a published one can be deprecated.")
    if facts.is_active:
        raise NotAllowed(
            f"Version {facts.version} is the active one. Activate another version or switch the template off first."
        )


def check_can_reinstate(facts: VersionFacts) -> None:
    """Only a deprecated version may be reinstated. Raises: NotAllowed."""
    if facts.status is not Status.DEPRECATED:
        raise NotAllowed(f"Version {facts.version} is {facts.status.lower()}; only a deprecated one can be reinstated.")


def check_can_delete(facts: VersionFacts) -> None:
    """Only a draft that nothing refers to may be deleted (rules 1 and 11). Raises: NotAllowed."""
    if facts.status is not Status.DRAFT:
        raise NotAllowed(f"Version {facts.version} is {facts.status.lower()}; only drafts can be deleted.")
    if facts.executions:
        raise NotAllowed(f"Draft {facts.version} has {facts.executions} test executions and stays with them.")
    if facts.jobs:
        raise NotAllowed(f"Draft {facts.version} has jobs that start it, and stays with them.")
    if facts.referred_by:
        raise NotAllowed(f"Draft {facts.version} is called by {', '.join(facts.referred_by)} and cannot be deleted.")


def check_can_start(facts: VersionFacts, *, test: bool) -> None:
    """Published versions start normally; drafts only as a marked test run. Raises: NotAllowed."""
    if facts.status is Status.DEPRECATED:
        raise NotAllowed(f"Version {facts.version} is deprecated and starts nothing new.")
    if facts.status is Status.DRAFT and not test:
        raise NotAllowed(f"Version {facts.version} is a draft. Start it as a test run, or publish it first.")
    if facts.status is Status.PUBLISHED and test:
        raise NotAllowed(f"Version {facts.version} is published; only drafts run as tests.")


def reason_against(check: Callable[[VersionFacts], None], facts: VersionFacts) -> str | None:
    """Tell why ``check`` forbids it, or None when it is allowed."""
    try:
        check(facts)
    except NotAllowed as refusal:
        return str(refusal)
    return None


def hint_on_order(version: str, others: list[str]) -> str | None:
    """A hint, never a refusal, when ``version`` is lower than the highest of ``others`` (rule 4)."""
    valid = [semver.Version.parse(other) for other in others if semver.Version.is_valid(other)]
    if valid and semver.Version.parse(version) < max(valid):
        return f"{version} is lower than {max(valid)}, which exists already."
    return None
