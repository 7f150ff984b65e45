"""Start a CREATED execution on Temporal: the second half of every start, safe to repeat."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from domain.errors import InvalidInput, NotFound, StartRefused, TemporalAway, shorten
from domain.executions import Observation
from domain.json_types import JsonObject, JsonValue
from domain.json_values import as_object
from domain.settings import get_settings
from domain.vocabulary import ExecutionStatus, Format, Outcome, RuntimeStatus
from runtime.contracts import INTERPRETER_VERSION, OPEN_WORKFLOW, RunInput
from runtime.service import StartCommand, temporal
from services._intake import Receipt
from services._observe import apply_observation
from storage.database import ReadSession, WriteSession, reading, transaction
from storage.own_tables import Delivery, ExecutionRun, TemplateSetting
from storage.shared_tables import WorkflowExecution, WorkflowTemplateVersion, utc_now

_LONGEST_PAUSE = 60.0


def attempt_start(execution_id: str) -> Receipt:
    """Start the execution with workflow id = execution id, so that a second start is the same start.

    Temporal away: the row stays CREATED with its next attempt, until its deadline. Refused for good: FAILED_TO_START
    with the reason. An execution that is past CREATED is left alone and not attempted again. Raises: NotFound.
    """
    try:
        with reading() as session:
            command = _command(session, execution_id)
        if command is None:
            _rest(execution_id)
        else:
            _succeed(execution_id, temporal().start(command))
    except TemporalAway as error:
        _postpone(execution_id, error.detail)
    except (StartRefused, InvalidInput) as error:
        _fail(execution_id, str(error))
    return _receipt(execution_id)


def _command(session: ReadSession, execution_id: str) -> StartCommand | None:
    query = (
        select(
            WorkflowExecution.status,
            WorkflowExecution.context,
            WorkflowTemplateVersion.version,
            WorkflowTemplateVersion.definition,
            ExecutionRun.input,
            ExecutionRun.interpreter_version,
            TemplateSetting,
        )
        .join(ExecutionRun, ExecutionRun.execution_id == WorkflowExecution.id)
        .join(WorkflowTemplateVersion, WorkflowTemplateVersion.id == WorkflowExecution.version_id)
        .outerjoin(TemplateSetting, TemplateSetting.template_id == WorkflowTemplateVersion.template_id)
        .where(WorkflowExecution.id == execution_id)
    )
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound("execution made by Pointsman", execution_id)
    order = _Order(*found)
    return _build(execution_id, order) if order.status is ExecutionStatus.CREATED else None


@dataclass(frozen=True)
class _Order:
    status: ExecutionStatus
    context: JsonObject | None
    version: str
    definition: JsonValue
    input: JsonValue
    interpreter_version: str | None
    setting: TemplateSetting | None


def _build(execution_id: str, order: _Order) -> StartCommand:
    setting = order.setting
    if setting is not None and setting.format is Format.CUSTOM:
        argument: JsonObject = {"definition": order.definition, "version": order.version, "input": order.input}
        return StartCommand(execution_id, setting.workflow_type or "", setting.task_queue or "", argument)
    run = RunInput(
        execution_id=execution_id,
        definition=as_object(order.definition, "definition"),
        input=order.input,
        context=order.context or {},
        interpreter_version=order.interpreter_version or INTERPRETER_VERSION,
    )
    return StartCommand(execution_id, OPEN_WORKFLOW, get_settings().task_queue, run)


def _succeed(execution_id: str, run_id: str) -> None:
    now = utc_now()
    seen = Observation(RuntimeStatus.RUNNING, now, run_id=run_id, started_at=now)
    with transaction() as session:
        if _waiting(session, execution_id) is not None:
            apply_observation(session, execution_id, seen)
        session.get_one(ExecutionRun, execution_id).start_attempts += 1


def _postpone(execution_id: str, detail: str) -> None:
    with transaction() as session:
        run = _waiting(session, execution_id)
        if run is None:
            return
        run.start_attempts += 1
        if _is_over(run.start_deadline):
            _give_up(
                session, run, f"Temporal could not be reached until the deadline. Last seen: {shorten(detail, 300)}"
            )
        else:
            pause = min(2.0**run.start_attempts, _LONGEST_PAUSE)
            run.next_attempt_at = utc_now() + timedelta(seconds=pause)


def _fail(execution_id: str, reason: str) -> None:
    with transaction() as session:
        run = _waiting(session, execution_id)
        if run is not None:
            run.start_attempts += 1
            _give_up(session, run, reason)


def _rest(execution_id: str) -> None:
    """Somebody else moved the execution on, for example the backend: there is nothing to attempt any more."""
    with transaction() as session:
        if _waiting(session, execution_id) is None:
            session.get_one(ExecutionRun, execution_id).next_attempt_at = None


def _waiting(session: WriteSession, execution_id: str) -> ExecutionRun | None:
    """The locked run of an execution that is still CREATED."""
    execution = session.get_one(WorkflowExecution, execution_id, with_for_update=True)
    run = session.get_one(ExecutionRun, execution_id, with_for_update=True)
    return run if execution.status is ExecutionStatus.CREATED else None


def _give_up(session: WriteSession, run: ExecutionRun, reason: str) -> None:
    session.get_one(WorkflowExecution, run.execution_id).status = ExecutionStatus.FAILED_TO_START
    run.next_attempt_at = None
    run.failure = {"title": "The start was refused", "detail": reason}
    if run.delivery_id is not None:
        delivery = session.get_one(Delivery, run.delivery_id)
        delivery.outcome, delivery.detail = Outcome.FAILED_TO_START, reason


def _is_over(deadline: datetime | None) -> bool:
    return deadline is not None and deadline <= utc_now()


@dataclass(frozen=True)
class _Row:
    delivery_id: str | None
    outcome: Outcome | None
    detail: str | None


def _receipt(execution_id: str) -> Receipt:
    query = (
        select(Delivery.id, Delivery.outcome, Delivery.detail)
        .select_from(ExecutionRun)
        .outerjoin(Delivery, Delivery.id == ExecutionRun.delivery_id)
        .where(ExecutionRun.execution_id == execution_id)
    )
    with reading() as session:
        row = _Row(*session.execute(query).one())
    return Receipt(row.delivery_id or "", row.outcome, execution_id, row.detail)
