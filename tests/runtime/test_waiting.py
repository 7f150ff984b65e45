"""The database knows which executions wait for a person, and since when."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from sqlalchemy import text

from domain.settings import forget_settings
from domain.vocabulary import ExecutionStatus, Origin
from runtime.contracts import OPEN_WORKFLOW, RunInput
from services._observe import AHEAD
from services.get_execution import get_execution
from services.list_executions import ExecutionFilter, list_executions
from services.observe_execution import observe_execution
from services.sweep_executions import sweep_stale
from services.terminate_execution import terminate_execution
from storage.database import transaction
from storage.own_tables import ExecutionRun
from tests.runtime.engine import PATIENCE, Engine, Json, Running, define
from tests.runtime.templates import ACTOR, Published, publish, settled
from tests.runtime.test_continuing import busy

ASK: Json = {"call": "human-task:1.0.0@default", "with": {"title": "ask"}}
HOLD: Json = {"hold": {"listen": {"to": {"one": {"with": {"type": "go"}}}}}}


def start(engine: Engine, *tasks: Json) -> tuple[str, Running]:
    execution = publish(*tasks).start()
    return execution, engine.known(execution)


def stop(running: Running) -> None:
    """Cancel a run, and leave nothing of it to the next test."""
    running.cancel()
    running.ended()


def waits_since(execution: str) -> datetime | None:
    return get_execution(execution).waiting_since


def becomes(execution: str, holds: Callable[[datetime | None], bool]) -> datetime | None:
    """Wait until what the database knows is so."""
    deadline = time.monotonic() + PATIENCE
    while not holds(found := waits_since(execution)):
        assert time.monotonic() < deadline, found
        time.sleep(0.02)
    return found


def is_shown(execution: str) -> bool:
    """Whether the list of those that wait has it."""
    rows = list_executions(ExecutionFilter(waiting=True)).rows
    return execution in [row.id for row in rows]


def opened(running: Running, count: int = 1) -> list[datetime]:
    return [datetime.fromisoformat(task.opened_at) for task in running.open_task(count)]


@contextmanager
def no_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing reaches PostgreSQL within the block."""
    with monkeypatch.context() as patch:
        patch.setenv("POINTSMAN_DATABASE_URL", "postgresql://127.0.0.1:9/none")
        forget_settings()
        yield
    forget_settings()


def later(execution: str, seconds: float = AHEAD.total_seconds() + 1) -> None:
    """Whatever was heard of it was heard so much earlier."""
    moved = (
        "UPDATE pointsman.execution_run SET observed_at = observed_at - :by, waiting_told_at = waiting_told_at - :by"
    )
    with transaction() as session:
        values = {"id": execution, "by": f"{seconds:g} seconds"}
        session.execute(text(moved.replace(":by", "CAST(:by AS interval)") + " WHERE execution_id = :id"), values)


def test_it_waits_from_the_moment_that_a_task_is_open_until_it_is_completed(engine: Engine) -> None:
    execution, running = start(engine, {"ask": ASK}, HOLD)
    (moment,) = opened(running)
    assert becomes(execution, lambda since: since is not None) == moment
    assert is_shown(execution)
    running.complete("/do/0/ask", {"ok": True})
    assert (waits_since(execution), is_shown(execution)) == (None, False)
    assert get_execution(execution).status is ExecutionStatus.STARTED
    running.send(type="go")
    running.result()


def test_of_two_open_tasks_the_older_one_counts(engine: Engine) -> None:
    late = {"do": [{"pause": {"wait": {"milliseconds": 300}}}, {"ask": ASK}]}
    execution, running = start(engine, {"f": {"fork": {"branches": [{"early": ASK}, {"late": late}]}}}, HOLD)
    first, second = opened(running, 2)
    assert becomes(execution, lambda since: since is not None) == first < second
    running.complete("/do/0/f/fork/branches/0/early", {"n": 1})
    assert waits_since(execution) == second
    running.complete("/do/0/f/fork/branches/1/late/do/1/ask", {"n": 2})
    assert waits_since(execution) is None
    stop(running)


def test_items_side_by_side_wait_until_the_last_is_completed(engine: Engine) -> None:
    loop = {"for": {"in": "${ [1, 2] }"}, "do": [{"ask": ASK}], "metadata": {"pointsman/parallel": True}}
    execution, running = start(engine, {"loop": loop}, HOLD)
    running.open_task(2)
    becomes(execution, lambda since: since is not None)
    for visit, still in ((1, True), (2, False)):
        running.complete("/do/0/loop/do/0/ask", {"n": visit}, visit)
        assert is_shown(execution) is still
    stop(running)


def test_items_one_after_the_other_wait_each_from_its_own_moment(engine: Engine) -> None:
    execution, running = start(engine, {"loop": {"for": {"in": "${ [1, 2] }"}, "do": [{"ask": ASK}]}})
    first = becomes(execution, lambda since: since is not None)
    running.complete("/do/0/loop/do/0/ask", {"n": 1})
    second = becomes(execution, lambda since: since not in (None, first))
    assert second is not None
    running.complete("/do/0/loop/do/0/ask", {"n": 2})
    running.result()
    settled(execution, ExecutionStatus.COMPLETED)
    assert waits_since(execution) is None


def test_a_task_that_timed_out_waits_no_more(engine: Engine) -> None:
    asked = {**ASK, "timeout": {"after": "PT1S"}}
    execution, running = start(engine, {"t": {"try": [{"ask": asked}], "catch": {}}}, HOLD)
    becomes(execution, lambda since: since is not None)
    becomes(execution, lambda since: since is None)
    assert get_execution(execution).status is ExecutionStatus.STARTED
    stop(running)


@pytest.mark.parametrize("how", ["cancelled", "terminated"])
def test_an_execution_that_was_ended_waits_no_more(engine: Engine, how: str) -> None:
    execution, running = start(engine, {"ask": ASK})
    becomes(execution, lambda since: since is not None)
    if how == "cancelled":
        stop(running)
    else:
        terminate_execution(execution, actor=ACTOR, reason="test")
    settled(execution, ExecutionStatus.FAILED)
    assert (waits_since(execution), is_shown(execution)) == (None, False)


def test_the_sub_workflow_waits_and_its_parent_does_not(engine: Engine) -> None:
    child = publish({"ask": ASK})
    execution, running = start(engine, {"c": child.called()})
    running.until_child_runs()
    (row,) = list_executions(ExecutionFilter(parent_id=execution)).rows
    becomes(row.id, lambda since: since is not None)
    assert not is_shown(execution)
    stop(running)


def test_it_waits_through_all_runs_of_an_execution(engine: Engine) -> None:
    fork = {"f": {"fork": {"branches": [{"it": ASK}, {"busy": busy(6)}]}}}
    made = publish(fork).row()
    with transaction() as session:
        session.add(ExecutionRun(execution_id=made, origin=Origin.MANUAL, started_by=ACTOR, input=None))
    running = engine.start(define(fork, HOLD), history_limit=15, execution_id=made)
    (moment,) = opened(running)
    running.until(lambda _: running.has_continued())
    with transaction() as session:  # as if no run had been able to report
        session.execute(text("UPDATE pointsman.execution_run SET waiting_since = NULL, waiting_told_at = NULL"))
    observe_execution(made)
    assert becomes(made, lambda since: since is not None) == moment
    running.complete("/do/0/f/fork/branches/0/it", {"ok": True})
    becomes(made, lambda since: since is None)
    stop(running)


def test_a_wait_whose_report_was_lost_is_found_by_looking_at_temporal(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    execution, running = start(engine, HOLD, {"ask": ASK})
    settled(execution, ExecutionStatus.STARTED)
    with no_database(monkeypatch):
        running.send(type="go")
        (moment,) = opened(running)
    assert waits_since(execution) is None
    observe_execution(execution)
    assert waits_since(execution) == moment


def test_the_end_of_a_wait_whose_report_was_lost_is_found_by_the_sweep(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    execution, running = start(engine, {"ask": ASK}, HOLD)
    becomes(execution, lambda since: since is not None)
    with no_database(monkeypatch):
        running.complete("/do/0/ask", {"ok": True})
    assert is_shown(execution)
    later(execution, 600)
    sweep_stale()
    assert not is_shown(execution)
    stop(running)


def test_what_temporal_shows_meanwhile_does_not_undo_a_report(engine: Engine) -> None:
    execution, running = start(engine, {"ask": ASK}, HOLD)
    since = becomes(execution, lambda since: since is not None)
    with transaction() as session:  # as if the workflow task that reported it had not ended yet
        session.execute(
            text("UPDATE pointsman.execution_run SET waiting_since = NULL WHERE execution_id = :id"), {"id": execution}
        )
    observe_execution(execution)
    assert waits_since(execution) is None
    later(execution)
    observe_execution(execution)
    assert waits_since(execution) == since
    stop(running)


def begun_by(engine: Engine, version: str, template: Published, *tasks: Json) -> Running:
    """A run that an earlier interpreter began."""
    run = RunInput(template.row(), define(*tasks), interpreter_version=version)

    async def ask() -> None:
        await engine.client.start_workflow(OPEN_WORKFLOW, run, id=run.execution_id, task_queue=engine.task_queue)

    engine.portal.call(ask)
    return engine.known(run.execution_id)


@pytest.mark.parametrize("version", ["1", "2"])
def test_a_run_of_an_earlier_interpreter_goes_on_without_telling(engine: Engine, version: str) -> None:
    running = begun_by(engine, version, publish({"ask": ASK}), {"ask": ASK})
    running.open_task()
    running.complete("/do/0/ask", {"ok": True})
    assert running.result() == {"ok": True}
    assert "waitingSince" not in running.history().to_json()
