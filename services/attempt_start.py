"""Start CREATED executions on Temporal: the second half of every start, safe to repeat."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from domain.errors import InvalidInput, NotFound, StartRefused, TemporalAway
from domain.json_types import JsonObject, JsonValue
from domain.vocabulary import ExecutionStatus, Format, Outcome
from runtime.contracts import INTERPRETER_VERSION
from runtime.service import temporal
from runtime.starting import StartCommand
from services._commands import open_workflow
from services._intake import Receipt
from services._starts import fail, note_started, postpone, rest
from storage.database import reading
from storage.own_tables import Delivery, ExecutionRun, TemplateSetting
from storage.shared_tables import WorkflowExecution, WorkflowTemplateVersion


def attempt_start(execution_id: str) -> Receipt:
    """Start the execution with workflow id = execution id, so that a second start is the same start.

    Temporal away: the row stays CREATED with its next attempt, until its deadline. Refused for good: FAILED_TO_START
    with the reason. An execution that is past CREATED is left alone and not attempted again. Raises: NotFound.
    """
    attempt_starts([execution_id])
    return _receipt(execution_id)


def start_recorded(recorded: Receipt) -> Receipt:
    """`attempt_start` for what this process has just recorded; a receipt with an outcome is given back."""
    if recorded.outcome is not None or recorded.execution_id is None:
        return recorded
    if recorded.command is None:
        return attempt_start(recorded.execution_id)
    if _send([recorded.command]):
        return Receipt(recorded.delivery_id, Outcome.STARTED, recorded.execution_id)
    return _receipt(recorded.execution_id)


def attempt_starts(execution_ids: Sequence[str]) -> None:
    """`attempt_start` for several executions, side by side. Raises: NotFound."""
    orders = _orders(execution_ids)
    commands = []
    for known in execution_ids:
        if known not in orders:
            raise NotFound("execution made by Pointsman", known)
        if orders[known].status is not ExecutionStatus.CREATED:
            rest(known)
            continue
        try:
            commands.append(_command(orders[known]))
        except InvalidInput as error:
            fail(known, str(error))
    _send(commands)


@dataclass(frozen=True)
class _Order:
    execution_id: str
    version_id: str
    version: str
    status: ExecutionStatus
    context: JsonObject | None
    input: JsonValue
    interpreter_version: str | None
    format: Format | None
    workflow_type: str | None
    task_queue: str | None
    definition: JsonValue


def _orders(execution_ids: Sequence[str]) -> dict[str, _Order]:
    """What is to be started, by execution; the definition of a version is read once."""
    query = (
        select(
            WorkflowExecution.id.label("execution_id"),
            WorkflowExecution.version_id.label("version_id"),
            WorkflowTemplateVersion.version,
            WorkflowExecution.status,
            WorkflowExecution.context,
            ExecutionRun.input,
            ExecutionRun.interpreter_version,
            TemplateSetting.format,
            TemplateSetting.workflow_type,
            TemplateSetting.task_queue,
        )
        .join(ExecutionRun, ExecutionRun.execution_id == WorkflowExecution.id)
        .join(WorkflowTemplateVersion, WorkflowTemplateVersion.id == WorkflowExecution.version_id)
        .outerjoin(TemplateSetting, TemplateSetting.template_id == WorkflowTemplateVersion.template_id)
        .where(WorkflowExecution.id.in_(execution_ids))
    )
    version = WorkflowTemplateVersion
    with reading() as session:
        found = session.execute(query).mappings().all()
        used = select(version.id, version.definition).where(version.id.in_({row["version_id"] for row in found}))
        definitions = {row.id: row.definition for row in session.execute(used)}
    return {row["execution_id"]: _Order(**row, definition=definitions[row["version_id"]]) for row in found}


def _command(order: _Order) -> StartCommand:
    if order.format is Format.CUSTOM:
        argument: JsonObject = {"definition": order.definition, "version": order.version, "input": order.input}
        return StartCommand(order.execution_id, order.workflow_type or "", order.task_queue or "", argument)
    interpreter = order.interpreter_version or INTERPRETER_VERSION
    return open_workflow(order.execution_id, order.definition, order.input, order.context, interpreter)


def _send(commands: Sequence[StartCommand]) -> frozenset[str]:
    """Start them and note what came of it; gives those that went from CREATED to STARTED by it."""
    started: dict[str, str] = {}
    for command, answer in zip(commands, _answers(commands), strict=True):
        match answer:
            case str():
                started[command.workflow_id] = answer
            case TemporalAway():
                postpone(command.workflow_id, answer.detail)
            case StartRefused():
                fail(command.workflow_id, str(answer))
    return note_started(started) if started else frozenset()


def _answers(commands: Sequence[StartCommand]) -> Sequence[str | TemporalAway | StartRefused]:
    try:
        return temporal().start_many(commands)
    except TemporalAway as error:
        return [error] * len(commands)


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
