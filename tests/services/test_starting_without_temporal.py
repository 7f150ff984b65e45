"""The CREATED row is the outbox: what Temporal does not take now, the dispatcher starts later, once."""

from datetime import UTC, datetime

import psycopg
import pytest

from domain.errors import NotAllowed
from domain.settings import forget_settings
from domain.vocabulary import ExecutionStatus, Outcome, RuntimeStatus
from runtime.service import temporal
from services.dispatch_starts import dispatch_starts
from services.get_execution import ExecutionDetail, get_execution
from services.list_deliveries import get_delivery
from services.read_ledger import read_ledger
from services.retry_start import retry_start
from tests.factories import AUTHOR, make_active, make_custom_template, make_template, start
from tests.services.conftest import PointTo


@pytest.fixture
def url(fresh_database_url: str) -> str:
    """A database where commits count."""
    return fresh_database_url


@pytest.fixture
def waiting(url: str, temporal_away: None) -> ExecutionDetail:
    """An execution that was ordered while Temporal was away."""
    template = make_template()
    make_active(template)
    return get_execution(start(template).execution_id or "")


@pytest.fixture
def refused(url: str, temporal_address: str) -> ExecutionDetail:
    """An execution that Temporal refused for good: task queues under /_sys/ are its own."""
    template = make_custom_template(task_queue="/_sys/payroll")
    make_active(template, definition={"steps": []})
    return get_execution(start(template).execution_id or "")


def outcome_of(execution: ExecutionDetail) -> tuple[Outcome | None, str | None]:
    row, _ = get_delivery(execution.delivery_id or "")
    return row.outcome, row.detail


def change(url: str, statement: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(statement.encode())


def make_due(url: str) -> None:
    change(url, "UPDATE pointsman.execution_run SET next_attempt_at = now() - interval '1 minute'")


def pass_the_deadline(url: str) -> None:
    change(url, "UPDATE pointsman.execution_run SET start_deadline = now() - interval '1 minute'")


def test_while_temporal_is_away_an_execution_is_created_with_its_next_attempt(waiting: ExecutionDetail) -> None:
    assert (waiting.status, waiting.start_attempts) == (ExecutionStatus.CREATED, 1)
    assert waiting.next_attempt_at is not None
    assert waiting.next_attempt_at > datetime.now(UTC)
    assert outcome_of(waiting) == (None, None)


def test_nothing_is_dispatched_before_its_next_attempt(waiting: ExecutionDetail) -> None:
    assert dispatch_starts() == 0


def test_the_dispatcher_starts_it_when_temporal_is_back(
    waiting: ExecutionDetail, url: str, temporal_at: PointTo, temporal_server_address: str
) -> None:
    make_due(url)
    temporal_at(temporal_server_address)
    assert dispatch_starts() == 1
    found = get_execution(waiting.id)
    assert (found.status, found.next_attempt_at) == (ExecutionStatus.STARTED, None)
    assert outcome_of(found) == (Outcome.STARTED, None)
    assert temporal().describe(waiting.id).runtime_status is RuntimeStatus.RUNNING


def test_the_pause_grows_with_every_attempt(waiting: ExecutionDetail, url: str) -> None:
    pauses = []
    for _ in range(3):
        make_due(url)
        before = datetime.now(UTC)
        dispatch_starts()
        pauses.append(((get_execution(waiting.id).next_attempt_at or before) - before).total_seconds())
    assert [round(pause / 4) for pause in pauses] == [1, 2, 4]


def test_past_the_deadline_it_failed_to_start_with_the_reason(waiting: ExecutionDetail, url: str) -> None:
    pass_the_deadline(url)
    make_due(url)
    dispatch_starts()
    found = get_execution(waiting.id)
    outcome, detail = outcome_of(found)
    assert (found.status, found.next_attempt_at, outcome) == (
        ExecutionStatus.FAILED_TO_START,
        None,
        Outcome.FAILED_TO_START,
    )
    assert (detail or "").startswith("Temporal could not be reached until the deadline.")


def test_a_start_that_temporal_took_but_nobody_noted_is_the_same_start(
    waiting: ExecutionDetail, url: str, temporal_at: PointTo, temporal_server_address: str
) -> None:
    temporal_at(temporal_server_address)
    make_due(url)
    dispatch_starts()
    first = get_execution(waiting.id).run_id
    change(url, """UPDATE "WorkflowExecution" SET status = 'CREATED'""")
    make_due(url)
    dispatch_starts()
    assert get_execution(waiting.id).run_id == first
    assert get_execution(waiting.id).status is ExecutionStatus.STARTED


def test_a_start_that_was_noted_elsewhere_meanwhile_is_not_dispatched_for_ever(
    waiting: ExecutionDetail, url: str
) -> None:
    change(url, """UPDATE "WorkflowExecution" SET status = 'COMPLETED'""")
    make_due(url)
    dispatch_starts()
    assert get_execution(waiting.id).next_attempt_at is None


def test_one_that_cannot_be_started_does_not_keep_the_others_back(
    waiting: ExecutionDetail, url: str, temporal_at: PointTo, temporal_server_address: str
) -> None:
    template = make_template("Second")
    version = make_active(template)
    second = start(template).execution_id or ""
    change(url, 'ALTER TABLE "WorkflowTemplateVersion" DISABLE TRIGGER USER')
    change(url, f"""UPDATE "WorkflowTemplateVersion" SET definition = '[]' WHERE id <> '{version}'""")
    make_due(url)
    temporal_at(temporal_server_address)
    assert dispatch_starts() == 2
    assert get_execution(second).status is ExecutionStatus.STARTED
    assert get_execution(waiting.id).status is ExecutionStatus.FAILED_TO_START


def test_a_refusal_for_good_is_told_at_once_with_temporals_reason(refused: ExecutionDetail) -> None:
    outcome, detail = outcome_of(refused)
    assert (refused.status, refused.next_attempt_at, outcome) == (
        ExecutionStatus.FAILED_TO_START,
        None,
        Outcome.FAILED_TO_START,
    )
    assert (detail or "").startswith("Temporal refused the start: ")
    assert refused.failure == {"title": "The start was refused", "detail": detail}


@pytest.mark.usefixtures("url", "temporal_address")
def test_a_retry_starts_it_when_the_cause_is_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    template = make_template()
    make_active(template)
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("POINTSMAN_TEMPORAL_NAMESPACE", "not-made-yet")
        forget_settings()
        failed = start(template)
    forget_settings()
    assert "Namespace not-made-yet is not found" in (failed.detail or "")
    receipt = retry_start(failed.execution_id or "", actor=AUTHOR, reason="Namespace mended")
    found = get_execution(failed.execution_id or "")
    assert (receipt.outcome, found.status, found.failure) == (Outcome.STARTED, ExecutionStatus.STARTED, None)
    assert outcome_of(found) == (Outcome.STARTED, None)


def test_a_retry_that_is_refused_again_failed_to_start_again(refused: ExecutionDetail) -> None:
    assert retry_start(refused.id, actor=AUTHOR, reason="Hope").outcome is Outcome.FAILED_TO_START
    assert get_execution(refused.id).start_attempts == 2


def test_a_retry_keeps_version_and_input_and_leaves_a_ledger_row(refused: ExecutionDetail) -> None:
    retry_start(refused.id, actor=AUTHOR, reason="Hope")
    found = get_execution(refused.id)
    assert (found.version_id, found.input) == (refused.version_id, refused.input)
    assert [row.action for row in read_ledger(subject_id=refused.id)] == ["execution.retry_start", "execution.start"]


def test_what_did_not_fail_to_start_is_not_retried(waiting: ExecutionDetail) -> None:
    with pytest.raises(NotAllowed, match="It is created; only an execution that failed to start can be retried"):
        retry_start(waiting.id, actor=AUTHOR, reason="Impatient")
