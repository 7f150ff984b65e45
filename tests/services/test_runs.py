"""Executions of several runs, continued as new or reset: each run can be read, and a file says which runs it holds."""

import json
from collections.abc import Iterator

import pytest
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import ResetWorkflowExecutionRequest
from temporalio.client import Client

from domain.errors import NotFound
from domain.ids import new_id
from domain.vocabulary import RuntimeStatus
from runtime.bridge import call
from runtime.service import temporal
from services.export_history import ALL_RUNS, export_history
from services.list_runs import list_runs
from services.read_timeline import START, Place, Timeline, of_run, read_events, read_timeline
from tests.services.conftest import until_true
from tests.services.team import start_on_temporal

pytestmark = pytest.mark.usefixtures("temporal_address")
NEW, CONTINUED = RuntimeStatus.RUNNING, RuntimeStatus.CONTINUED_AS_NEW


@pytest.fixture
def continued(team_queue: str) -> Iterator[str]:
    """An execution of two runs, the newer of which waits."""
    execution = new_id()
    start_on_temporal(execution, team_queue, "continue")
    until_true(lambda: [run.runtime_status for run in list_runs(execution)] == [NEW, CONTINUED])
    until_true(lambda: temporal().standing(execution).events >= 4)
    yield execution
    temporal().terminate(execution, "test")


def reset(execution: str, to_event: int) -> None:
    """Begin a new run where the newest one stood at an event."""

    async def ask(client: Client) -> None:
        await client.workflow_service.reset_workflow_execution(
            ResetWorkflowExecutionRequest(
                namespace=client.namespace,
                workflow_execution=WorkflowExecution(workflow_id=execution),
                reason="Once more",
                workflow_task_finish_event_id=to_event,
                request_id=new_id(),
            )
        )

    call(ask)


def pages(execution: str, place: Place | None = START) -> list[Timeline]:
    found = []
    while place is not None:
        found.append(read_timeline(execution, place))
        place = found[-1].older
    return found


def test_runs_are_listed_with_their_times_the_newest_first(continued: str) -> None:
    newer, older = list_runs(continued)
    assert (newer.closed_at, older.closed_at is None) == (None, False)
    assert older.started_at <= newer.started_at
    assert older.events == 5


def test_reading_goes_on_with_the_run_before(continued: str) -> None:
    newer, older = list_runs(continued)
    found = pages(continued)
    assert [page.run_id for page in found] == [newer.run_id, older.run_id]
    assert [page.before for page in found] == [0, 0]
    assert found[1].rows[-1].name == "Continued as a new run"


def test_a_chosen_run_is_read_from_its_end(continued: str) -> None:
    older = list_runs(continued)[1]
    page = read_timeline(continued, of_run(older.run_id))
    assert (page.total, page.events_read, page.older) == (5, 5, None)
    assert [event["eventId"] for event in read_events(continued, page.rows[-1])] == ["5"]


def test_a_reset_is_a_run_of_its_own(continued: str) -> None:
    reset(continued, 4)
    until_true(lambda: len(list_runs(continued)) == 3)
    newest, base, _ = list_runs(continued)
    assert (newest.runtime_status, base.runtime_status) == (NEW, RuntimeStatus.TERMINATED)
    page = read_timeline(continued)
    [row] = [row for row in page.rows if "reset" in row.name]
    assert (page.run_id, row.detail) == (newest.run_id, "Once more")
    assert read_timeline(continued, of_run(base.run_id)).rows[-1].name == "Execution terminated"


def test_a_file_holds_the_run_that_was_chosen_and_says_so(continued: str) -> None:
    newer, older = list_runs(continued)
    file = export_history(continued, older.run_id)
    assert file.name == f"history-{continued}-run-{older.run_id}.json"
    assert len(json.loads("".join(file.parts))["events"]) == 5
    assert export_history(continued).name == f"history-{continued}-run-{newer.run_id}.json"


def test_a_file_of_all_runs_holds_each_of_them_the_oldest_first(continued: str) -> None:
    newer, older = list_runs(continued)
    file = export_history(continued, ALL_RUNS)
    runs = json.loads("".join(file.parts))["runs"]
    assert file.name == f"history-{continued}-all-2-runs.json"
    assert [run["runId"] for run in runs] == [older.run_id, newer.run_id]
    assert runs[0]["events"][-1]["eventType"] == "EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW"


def test_without_a_run_there_is_no_file() -> None:
    assert list_runs("nobody") == ()
    for run in (None, ALL_RUNS):
        with pytest.raises(NotFound):
            export_history("nobody", run)


@pytest.mark.parametrize("name", ['a"b', "x\\y", "ä\n/é"])
def test_a_file_has_a_name_that_every_system_takes(team_queue: str, name: str) -> None:
    execution = f"{name}-{new_id()}"
    start_on_temporal(execution, team_queue, "wait")
    assert export_history(execution).name.replace("-", "").replace("_", "").replace(".", "").isalnum()
    temporal().terminate(execution, "test")
