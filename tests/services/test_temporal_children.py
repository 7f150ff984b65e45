"""What a custom workflow starts by itself is found in Temporal's visibility; nothing of it is stored."""

import pytest

from domain.errors import TemporalAway
from domain.vocabulary import ExecutionStatus, RuntimeStatus
from runtime.service import temporal
from services import list_temporal_children as listing
from services.get_tree import get_tree
from services.list_executions import list_executions
from services.list_temporal_children import TemporalChild, list_temporal_children
from services.terminate_execution import terminate_execution
from tests.factories import AUTHOR, make_active, make_template, start
from tests.services.conftest import PointTo, until_true


@pytest.fixture
def family(team_template: str) -> str:
    """An execution that waits, with two filings: one that ended, and one that waits for one more below it."""
    execution = start(team_template, {"plan": "wait", "filings": [0, 2]}).execution_id or ""

    def is_seen() -> bool:
        found = children(execution)
        return len(found) == 3 and RuntimeStatus.COMPLETED in {each.runtime_status for each in found}

    until_true(is_seen)
    return execution


def children(execution: str) -> tuple[TemporalChild, ...]:
    return list_temporal_children(get_tree(execution))


def test_children_at_any_depth_come_with_type_parent_and_runtime_status(family: str) -> None:
    running, completed = RuntimeStatus.RUNNING, RuntimeStatus.COMPLETED
    assert sorted((each.id, each.parent_id, each.name, each.runtime_status) for each in children(family)) == [
        (f"{family}/filing-0", family, "Filing", completed),
        (f"{family}/filing-1", family, "Filing", running),
        (f"{family}/filing-1/below", f"{family}/filing-1", "Filing", running),
    ]


def test_times_and_the_status_that_an_execution_would_have_are_told(family: str) -> None:
    ended = next(each for each in children(family) if each.closed_at is not None)
    assert ended.closed_at is not None
    assert ended.started_at <= ended.closed_at
    assert {each.status for each in children(family)} == {ExecutionStatus.COMPLETED, ExecutionStatus.STARTED}


def test_nothing_of_them_is_stored(family: str) -> None:
    assert [row.id for row in list_executions().rows] == [family]
    assert [member.id for member in get_tree(family).members] == [family]


def test_no_more_than_the_bound_are_read_and_what_runs_comes_first(
    family: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "LARGEST_FAMILY", 1)
    [one] = children(family)
    assert (one.runtime_status, one.parent_id) == (RuntimeStatus.RUNNING, family)


def test_a_name_in_quotes_finds_nothing_and_breaks_nothing(family: str) -> None:
    assert temporal().descendants(['" OR WorkflowType = "Filing', "back\\slash", "it's"], 10) == []


def test_temporal_away_is_told(family: str, temporal_away: None) -> None:
    with pytest.raises(TemporalAway):
        children(family)


def test_temporal_is_not_asked_about_a_family_of_open_workflow_executions(
    family: str, temporal_at: PointTo, temporal_away: None
) -> None:
    template = make_template()
    make_active(template)
    assert children(start(template).execution_id or "") == ()


def test_they_end_with_the_custom_execution_that_is_terminated(family: str) -> None:
    terminate_execution(family, actor=AUTHOR, reason="Runs wild")
    until_true(lambda: RuntimeStatus.RUNNING not in {each.runtime_status for each in children(family)})
