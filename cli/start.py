"""`pointsman start`: start a template, or whatever an entity is linked to."""

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from domain.errors import InvalidInput
from domain.ids import new_id
from domain.json_types import JsonObject, JsonValue
from domain.json_values import as_object, parse_json
from domain.settings import default_actor
from domain.vocabulary import EntityType, ExecutionStatus, Outcome

if TYPE_CHECKING:  # slow to import for other commands
    from services._intake import Receipt
    from services.get_execution import ExecutionDetail

STARTED, REFUSED, USAGE, ENDED_BADLY = 0, 1, 2, 3
SOURCE = "manual"
_JSON_BEGINS = ("{", "[", '"')
_ENDED = {ExecutionStatus.COMPLETED, ExecutionStatus.FAILED, ExecutionStatus.FAILED_TO_START}
_PAUSE_SECONDS = 1.0


@dataclass(frozen=True)
class Asked:
    """What is asked of a template and of an entity alike."""

    input: JsonValue
    context: JsonObject
    service_request_id: str | None
    task_group_id: str | None
    key: str
    reason: str


def start(
    template: Annotated[str | None, typer.Argument(metavar="[TEMPLATE]", help="Its name or id.")] = None,
    entity: Annotated[
        str | None,
        typer.Option(metavar="TYPE:ID", help="What was bought or requested: PRODUCT:… or SERVICE_CATALOG:…"),
    ] = None,
    version: Annotated[str | None, typer.Option(help="Another version than the active one, such as 1.2.0.")] = None,
    given: Annotated[
        str, typer.Option("--input", metavar="FILE|-|JSON", help="The input, or what the entity's event holds.")
    ] = "{}",
    context: Annotated[str, typer.Option(metavar="FILE|-|JSON", help="Metadata, such as customerId.")] = "{}",
    service_request: Annotated[str | None, typer.Option(metavar="ID", help="The service request it is for.")] = None,
    task_group: Annotated[str | None, typer.Option(metavar="ID", help="The task group it is for.")] = None,
    key: Annotated[str | None, typer.Option(help="The same key again starts nothing.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why; kept in the ledger. Required.")] = None,
    name: Annotated[str | None, typer.Option(help="What to call the execution.")] = None,
    test: Annotated[bool, typer.Option("--test", help="Start a draft, as a marked test run.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON.")] = False,
    wait: Annotated[bool, typer.Option("--wait", help="Wait until it has ended.")] = False,
) -> None:
    """Start one execution of a template, or of what an entity is linked to.

    The exit code is 0 when it is started or kept to be started, 1 when nothing was started, 2 when the command is
    wrong, and 3 when --wait saw it end otherwise than completed.
    """
    if problem := _misuse(template, entity, reason, [version, name, test or None]):
        raise _wrong(problem)
    asked = Asked(
        input=_json(given, "--input"),
        context=_object(context, "--context"),
        service_request_id=service_request,
        task_group_id=task_group,
        key=key or new_id(),
        reason=reason or "",
    )
    receipt = _send(_entity(entity), asked) if entity else _order(template or "", version, name, asked, test=test)
    raise typer.Exit(_tell(receipt, as_json=as_json, wait=wait))


def _misuse(template: str | None, entity: str | None, reason: str | None, of_templates: list[object]) -> str | None:
    if (template is None) == (entity is None):
        return "Name either a template or, with --entity, what was bought or requested."
    if entity is not None and any(each is not None for each in of_templates):
        return "--version, --name and --test belong to a template; an entity starts what its link says."
    if not (reason or "").strip():
        return "--reason is missing. Say why it is started; it is kept in the ledger."
    return None


def _wrong(sentence: str) -> typer.Exit:
    print(sentence, file=sys.stderr)
    return typer.Exit(USAGE)


def _json(text: str, option: str) -> JsonValue:
    """JSON that stands there, or the content of a file, which may be YAML."""
    from cli.running.files import read_value

    try:
        if text.lstrip().startswith(_JSON_BEGINS):
            return parse_json(text, option)
        return read_value(Path(text))
    except InvalidInput as trouble:
        raise _wrong(str(trouble)) from None


def _object(text: str, option: str) -> JsonObject:
    try:
        return as_object(_json(text, option), option)
    except InvalidInput as trouble:
        raise _wrong(str(trouble)) from None


def _entity(text: str) -> tuple[EntityType, str]:
    kind, colon, entity_id = text.partition(":")
    if not colon or not entity_id.strip() or kind not in set(EntityType):
        raise _wrong(f"--entity must be {' or '.join(f'{each}:ID' for each in EntityType)}, but is “{text[:80]}”.")
    return EntityType(kind), entity_id


def _send(entity: tuple[EntityType, str], asked: Asked) -> "Receipt":
    from services.receive_event import Event, receive_event

    event = Event(
        source=SOURCE,
        event_id=asked.key,
        entity_type=entity[0],
        entity_id=entity[1],
        payload=asked.input,
        context=asked.context or None,
        service_request_id=asked.service_request_id,
        task_group_id=asked.task_group_id,
        reason=asked.reason,
    )
    return receive_event(event, actor=default_actor())


def _order(template: str, version: str | None, name: str | None, asked: Asked, *, test: bool) -> "Receipt":
    from services.find_template import find_template
    from services.start_execution import StartOrder, start_execution

    found = find_template(template, version)
    order = StartOrder(
        template_id=found.template_id,
        input=asked.input,
        reason=asked.reason,
        version_id=found.version_id,
        context=asked.context,
        key=asked.key,
        test=test,
        name=name,
        service_request_id=asked.service_request_id,
        task_group_id=asked.task_group_id,
    )
    return start_execution(order, actor=default_actor())


def _tell(receipt: "Receipt", *, as_json: bool, wait: bool) -> int:
    from services._receipts import told

    execution_id = None if receipt.is_other or receipt.outcome is Outcome.FAILED_TO_START else receipt.execution_id
    ended = _end(execution_id) if wait and execution_id else None
    if as_json:
        print(json.dumps(_answer(receipt, ended), ensure_ascii=False))
    else:
        print(told(receipt), file=sys.stdout if execution_id else sys.stderr)
        if execution_id:
            print(f"Execution {execution_id}" + (f" is {ended.status.lower()}." if ended else ""))
    if execution_id is None:
        return REFUSED
    return STARTED if ended is None or ended.status is ExecutionStatus.COMPLETED else ENDED_BADLY


def _answer(receipt: "Receipt", ended: "ExecutionDetail | None") -> JsonObject:
    answer: JsonObject = {
        "deliveryId": receipt.delivery_id,
        "executionId": receipt.execution_id,
        "outcome": receipt.outcome.value if receipt.outcome else None,
        "detail": receipt.detail,
    }
    return {**answer, "status": ended.status.value, "failure": ended.failure} if ended else answer


def _end(execution_id: str) -> "ExecutionDetail":
    from services.get_execution import get_execution
    from services.observe_execution import observe_execution

    while (found := get_execution(execution_id)).status not in _ENDED:
        time.sleep(_PAUSE_SECONDS)
        if found.status is ExecutionStatus.STARTED:
            observe_execution(execution_id)
    return found
