"""What may be done with a version in which status (rules 1, 2, 4, 7, 11)."""

from collections.abc import Callable

import pytest

from domain import lifecycle
from domain.errors import InvalidInput, NotAllowed
from domain.lifecycle import TRANSITIONS, VersionFacts, check_semver, hint_on_order, reason_against
from domain.vocabulary import VersionStatus as Status

Check = Callable[[VersionFacts], None]
DRAFT = VersionFacts("1.0.0", Status.DRAFT, is_active=False)
PUBLISHED = VersionFacts("1.0.0", Status.PUBLISHED, is_active=False)
ACTIVE = VersionFacts("1.0.0", Status.PUBLISHED, is_active=True)
DEPRECATED = VersionFacts("1.0.0", Status.DEPRECATED, is_active=False)
ALL = {"draft": DRAFT, "published": PUBLISHED, "active": ACTIVE, "deprecated": DEPRECATED}


@pytest.mark.parametrize(
    ("check", "allowed"),
    [
        (lifecycle.check_can_edit, {"draft"}),
        (lifecycle.check_can_publish, {"draft"}),
        (lifecycle.check_can_activate, {"published"}),
        (lifecycle.check_can_deprecate, {"published"}),
        (lifecycle.check_can_reinstate, {"deprecated"}),
        (lifecycle.check_can_delete, {"draft"}),
    ],
    ids=lambda value: value.__name__.removeprefix("check_can_") if callable(value) else None,
)
def test_each_action_is_allowed_in_exactly_its_statuses(check: Check, allowed: set[str]) -> None:
    assert {name for name, facts in ALL.items() if reason_against(check, facts) is None} == allowed


@pytest.mark.parametrize("name", ALL)
def test_a_normal_start_needs_a_published_version(name: str) -> None:
    reason = reason_against(lambda facts: lifecycle.check_can_start(facts, test=False), ALL[name])
    assert (reason is None) == (name in {"published", "active"})


@pytest.mark.parametrize("name", ALL)
def test_a_test_start_needs_a_draft(name: str) -> None:
    reason = reason_against(lambda facts: lifecycle.check_can_start(facts, test=True), ALL[name])
    assert (reason is None) == (name == "draft")


def test_nothing_leads_back_to_draft() -> None:
    assert all(Status.DRAFT not in reachable for reachable in TRANSITIONS.values())


def test_a_draft_with_a_list_of_starts_stays() -> None:
    with pytest.raises(NotAllowed, match="has jobs that start it"):
        lifecycle.check_can_delete(VersionFacts("1.0.0", Status.DRAFT, is_active=False, jobs=1))


def test_a_draft_with_test_executions_stays() -> None:
    with pytest.raises(NotAllowed, match="has 2 test executions and stays"):
        lifecycle.check_can_delete(VersionFacts("1.0.0", Status.DRAFT, is_active=False, executions=2))


def test_a_draft_that_a_parent_definition_calls_stays() -> None:
    facts = VersionFacts("1.0.0", Status.DRAFT, is_active=False, referred_by=("Incorporation 2.1.0",))
    with pytest.raises(NotAllowed, match=r"called by Incorporation 2\.1\.0"):
        lifecycle.check_can_delete(facts)


@pytest.mark.parametrize("version", ["1.0.0", "0.0.0", "10.20.30", "1.0.0-rc.1", "1.0.0+build.5", "1.0.0-0.3.7"])
def test_a_semantic_version_is_taken(version: str) -> None:
    check_semver(version)


@pytest.mark.parametrize(
    "version",
    [
        "",
        "1",
        "1.0",
        "v1.0.0",
        "01.0.0",
        "1.0.0 ",
        " 1.0.0",
        "1.0.0\n",
        "1.0.0-",
        "1.٣.0",
        "latest",
        "1.0.0\0",
        "１.0.0",
    ],
)
def test_any_other_text_is_refused(version: str) -> None:
    with pytest.raises(InvalidInput, match=r"Write three numbers, such as 1\.4\.0"):
        check_semver(version)


def test_a_version_number_longer_than_anyone_reads_is_refused() -> None:
    with pytest.raises(InvalidInput, match="5,006 characters, at most 64"):
        check_semver("1.0.0-" + "a" * 5000)


def test_a_lower_number_than_the_highest_gets_a_hint() -> None:
    assert hint_on_order("1.3.1", ["1.0.0", "1.4.0"]) == "1.3.1 is lower than 1.4.0, which exists already."


@pytest.mark.parametrize("others", [[], ["1.3.0"], ["1.3.1-rc.1"], ["not a version"]])
def test_the_highest_number_gets_no_hint(others: list[str]) -> None:
    assert hint_on_order("1.3.1", others) is None


def test_numbers_are_compared_as_numbers() -> None:
    assert hint_on_order("1.9.0", ["1.10.0"]) is not None
