"""Termination reaches every awaited sub-workflow that still runs, whatever Temporal itself does with children."""

import secrets

import pytest
from sqlalchemy import Connection

from domain.errors import NotAllowed, PartlyDone
from domain.vocabulary import ExecutionStatus, RuntimeStatus
from services.get_execution import get_execution
from services.observe_execution import observe_execution
from services.read_ledger import read_ledger
from services.terminate_execution import still_running_below, terminate_alone, terminate_execution
from tests.factories import AUTHOR, make_active, make_child, make_template, open_workflow, start
from tests.services.team import start_on_temporal
from tests.storage.rows import run

ENDED = (ExecutionStatus.FAILED, RuntimeStatus.TERMINATED)
RUNS = (ExecutionStatus.STARTED, RuntimeStatus.RUNNING)


@pytest.fixture
def root(database: Connection, temporal_address: str) -> str:
    """A running parent of an Open Workflow template."""
    make_active(make_template("DSC"), definition=open_workflow("dsc"))
    parent = make_template("Incorporation")
    make_active(parent, definition=open_workflow("all"))
    return start(parent).execution_id or ""


def child_of(parent: str, task: str = "/do/0/dsc", *, awaited: bool = True) -> str:
    """The row of a sub-workflow that has not started yet."""
    return make_child(parent, task=task, awaited=awaited).execution_id


def running_child(queue: str, parent: str, task: str = "/do/0/dsc", *, awaited: bool = True) -> str:
    """A sub-workflow that runs on Temporal and that Temporal does not know as a child: it is ended by us, or not."""
    child = child_of(parent, task, awaited=awaited)
    start_on_temporal(child, queue, "wait")
    observe_execution(child)
    return child


def unstoppable_child(database: Connection, parent: str) -> str:
    """The newest sub-workflow, with an id that Temporal refuses to look at."""
    statement = """UPDATE "WorkflowExecution" SET id = '', "createdAt" = '2100-01-01' WHERE id = :id"""
    run(database, statement, id=child_of(parent, "/do/1/dsc"))
    return ""


def told(execution: str) -> tuple[ExecutionStatus, RuntimeStatus | None]:
    found = get_execution(execution)
    return found.status, found.runtime_status


def test_awaited_sub_workflows_are_ended_at_any_depth_and_their_statuses_follow(root: str, team_queue: str) -> None:
    child = running_child(team_queue, root)
    grandchild = running_child(team_queue, child)
    assert terminate_execution(root, actor=AUTHOR, reason="Customer left") == 3
    assert [told(each) for each in (root, child, grandchild)] == [ENDED] * 3


def test_what_is_not_awaited_goes_on_with_all_below_it(root: str, team_queue: str) -> None:
    alone = running_child(team_queue, root, awaited=False)
    below = running_child(team_queue, alone)
    assert terminate_execution(root, actor=AUTHOR, reason="Customer left") == 1
    assert [told(each) for each in (alone, below)] == [RUNS] * 2


def test_one_ledger_row_tells_how_many_were_ended(root: str, team_queue: str) -> None:
    running_child(team_queue, root)
    terminate_execution(root, actor=AUTHOR, reason="Customer left")
    [row] = [row for row in read_ledger(subject_id=root) if row.action == "execution.terminate"]
    assert (row.actor, row.reason, row.after) == (AUTHOR, "Customer left", {"requested": "terminate", "ended": 2})


def test_what_ended_before_or_never_began_is_no_trouble(root: str, team_queue: str) -> None:
    child_of(root, "/do/1/never-began")
    ended = running_child(team_queue, root)
    terminate_execution(ended, actor=AUTHOR, reason="Not needed")
    assert terminate_execution(root, actor=AUTHOR, reason="Customer left") == 1
    assert still_running_below(root) == ()


def test_a_relative_that_is_not_below_goes_on(root: str, team_queue: str) -> None:
    child, other = running_child(team_queue, root), running_child(team_queue, root, "/do/1/dsc")
    terminate_execution(child, actor=AUTHOR, reason="Not needed")
    assert (told(root)[0], told(other)) == (ExecutionStatus.STARTED, RUNS)


def test_a_failure_half_way_tells_how_many_were_ended_and_the_rest_can_be_ended_later(
    root: str, team_queue: str, database: Connection
) -> None:
    child = running_child(team_queue, root)
    bad = unstoppable_child(database, root)
    with pytest.raises(PartlyDone, match=r"^Done for 2 of 3, then it stopped\. .* Ask again to do the rest\.$"):
        terminate_execution(root, actor=AUTHOR, reason="Customer left")
    assert (told(root), told(child)) == (ENDED, ENDED)
    assert read_ledger(subject_id=root)[0].after == {"requested": "terminate", "ended": 2}
    mended = f"mended-{secrets.token_hex(4)}"
    run(database, """UPDATE "WorkflowExecution" SET id = :new WHERE id = :id""", new=mended, id=bad)
    start_on_temporal(mended, team_queue, "wait")
    assert terminate_execution(root, actor=AUTHOR, reason="The rest") == 1
    assert told(mended) == ENDED


def test_once_all_is_ended_there_is_nothing_to_repeat(root: str, team_queue: str) -> None:
    running_child(team_queue, root)
    terminate_execution(root, actor=AUTHOR, reason="Customer left")
    with pytest.raises(NotAllowed, match="is failed; only a started execution"):
        terminate_execution(root, actor=AUTHOR, reason="Twice")


def test_a_family_that_is_its_own_ancestor_is_ended_too(root: str, team_queue: str, database: Connection) -> None:
    child = running_child(team_queue, root)
    loop = """UPDATE "WorkflowExecution" SET "parentWorkflowExecutionId" = :child WHERE id = :id"""
    run(database, loop, child=child, id=root)
    assert terminate_execution(root, actor=AUTHOR, reason="Customer left") == 2


def test_terminated_alone_it_spares_what_is_below_and_the_ledger_tells_how_many(root: str, team_queue: str) -> None:
    child = running_child(team_queue, root)
    below = running_child(team_queue, child)
    assert terminate_alone(root, actor=AUTHOR, reason="Hangs") == 2
    assert [told(each) for each in (root, child, below)] == [ENDED, RUNS, RUNS]
    [row] = [row for row in read_ledger(subject_id=root) if row.action == "execution.terminate"]
    assert row.after == {"requested": "terminate alone", "ended": 1, "spared": 2}


def test_what_was_spared_can_be_ended_later(root: str, team_queue: str) -> None:
    child = running_child(team_queue, root)
    terminate_alone(root, actor=AUTHOR, reason="Hangs")
    assert terminate_execution(root, actor=AUTHOR, reason="The rest, too") == 1
    assert told(child) == ENDED


def test_what_temporal_ends_with_it_cannot_be_spared(root: str, team_template: str, database: Connection) -> None:
    custom = start(team_template, {"plan": "wait"}).execution_id or ""
    run(database, "UPDATE pointsman.execution_run SET interpreter_version = '1' WHERE execution_id = :id", id=root)
    for execution, why in ((custom, "Its own code decides"), (root, "Temporal ends its sub-workflows with it")):
        with pytest.raises(NotAllowed, match=why):
            terminate_alone(execution, actor=AUTHOR, reason="Hangs")
        assert told(execution)[0] is ExecutionStatus.STARTED
