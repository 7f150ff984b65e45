"""The tasks of a run that has ended are asked for once, and never told of another run."""

import secrets

import pytest

from domain.errors import WorkerAway
from domain.settings import forget_settings
from domain.vocabulary import ExecutionStatus
from runtime.contracts import RunState, TaskStatus
from services.read_run import read_tasks
from services.retry_from_failure import RetryOrder, retry_from_failure
from tests.runtime.engine import Engine, running_engine
from tests.runtime.outside import Outside
from tests.runtime.templates import ACTOR, publish, settled

COMPLETED, FAILED = ExecutionStatus.COMPLETED, ExecutionStatus.FAILED
ASK = {"call": "human-task:1.0.0@default", "with": {"title": "Wait for a person"}}


def statuses(state: RunState) -> list[TaskStatus]:
    return [task.status for task in state.tasks]


@pytest.mark.usefixtures("engine")
def test_what_a_run_told_after_its_end_is_told_again_without_its_worker(
    temporal_server_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = f"tests-{secrets.token_hex(4)}"
    monkeypatch.setenv("POINTSMAN_TASK_QUEUE", queue)
    forget_settings()
    with running_engine(temporal_server_address, queue):
        asked, never_asked = (publish({"greet": {"set": {"hello": "world"}}}).start() for _ in range(2))
        settled(asked, COMPLETED)
        settled(never_asked, COMPLETED)
        told = read_tasks(asked)
    assert statuses(told) == [TaskStatus.COMPLETED]
    assert read_tasks(asked) == told
    with pytest.raises(WorkerAway):
        read_tasks(never_asked)


def test_what_is_asked_while_a_run_goes_on_is_asked_again(engine: Engine) -> None:
    execution = publish({"ask": ASK}).start()
    engine.known(execution).open_task()
    assert len(read_tasks(execution).open_tasks) == 1
    engine.known(execution).complete("/do/0/ask", {})
    settled(execution, COMPLETED)
    assert statuses(read_tasks(execution)) == [TaskStatus.COMPLETED]


def test_of_a_retried_execution_the_tasks_of_its_new_run_are_told(engine: Engine, outside: Outside) -> None:
    outside.broken = {"/file"}
    execution = publish({"file": outside.call("/file")}, {"ask": ASK}).start()
    settled(execution, FAILED)
    assert statuses(read_tasks(execution)) == [TaskStatus.FAULTED]
    outside.broken = set()
    retry_from_failure(RetryOrder(execution), actor=ACTOR, reason="The register is back")
    engine.known(execution).open_task()
    assert TaskStatus.FAULTED not in statuses(read_tasks(execution))
    engine.known(execution).complete("/do/1/ask", {})
    settled(execution, COMPLETED)
    assert statuses(read_tasks(execution))[-1] is TaskStatus.COMPLETED
