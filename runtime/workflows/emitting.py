"""``emit``: make a CloudEvent, send it out, and let this execution hear it."""

from collections.abc import Iterator
from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError

from domain.faults import FaultKind, fault
from domain.json_schemas import matches_whole
from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.shape import is_expression
from runtime.call_contracts import PUBLISH_EVENT, WANTS_EVENTS, OutgoingEvent
from runtime.calls.secrets import texts_in
from runtime.workflows.moments import iso, now
from runtime.workflows.reading import as_object, sendable
from runtime.workflows.run import Result, Run, Step
from runtime.workflows.service_calls import fault_of
from runtime.workflows.values import step_template
from runtime.workflows.waiting import outcome

PATIENCE = timedelta(days=1)
"""How long an event waits for a receiver that does not answer."""
_TEXTS = ("id", "source", "specversion", "type", "time", "subject", "datacontenttype", "dataschema")


async def run_emit(run: Run, step: Step) -> Result:
    """Emit an event and give it as the output (specification: *Emit*). Raises: Fault.

    What the author says of the event wins over what Pointsman would say.
    """
    event = _event(run, step)
    sendable(event, "The event", step.reference)
    if await outcome(workflow.execute_local_activity(WANTS_EVENTS, result_type=bool, start_to_close_timeout=_SOON)):
        await _publish(OutgoingEvent(event, step.reference), step)
    if any(_may_take(wanted, event) for wanted in _filters(run.definition)):
        run.events.add(event)
    return Result(event)


_SOON = timedelta(seconds=10)


def _event(run: Run, step: Step) -> JsonObject:
    """CloudEvents 1.0: ``id`` and ``source`` together name the event, wherever it is delivered again."""
    stanza = as_object(as_object(step.definition["emit"], "emit", step.reference).get("event"), "event", step.reference)
    given = as_object(step_template(run, stanza.get("with"), step), "with", step.reference)
    said = {name: value for name, value in given.items() if value is not None or name == "data"}
    document = as_object(run.definition.get("document"), "document", step.reference)
    source = "/".join(["", *(str(document.get(part)) for part in ("namespace", "name", "version"))])
    usual: JsonObject = {"specversion": "1.0", "id": str(workflow.uuid4()), "source": source, "time": iso(now())}
    event: JsonObject = {**usual, **said}
    wrong = next(
        (name for name in _TEXTS if name in event and not (isinstance(event[name], str) and event[name])), None
    )
    if wrong is not None or "type" not in event:
        told = f"The event needs a “{wrong or 'type'}” that is text."
        raise fault(FaultKind.CONFIGURATION, step.reference, told)
    return event


async def _publish(outgoing: OutgoingEvent, step: Step) -> None:
    try:
        await outcome(
            workflow.execute_activity(
                PUBLISH_EVENT,
                outgoing,
                start_to_close_timeout=timedelta(seconds=60),
                schedule_to_close_timeout=PATIENCE,
                heartbeat_timeout=timedelta(seconds=15),
                retry_policy=RetryPolicy(maximum_interval=timedelta(minutes=1)),
                summary=step.name,
            )
        )
    except ActivityError as error:
        raise fault_of(error, step.reference) from None


def _filters(value: JsonValue, listening: bool = False) -> Iterator[JsonObject]:
    """What the ``listen`` tasks of a definition wait for; an empty ``any`` waits for everything."""
    if isinstance(value, dict):
        if listening and value.get("any") == []:
            yield {}
        if listening and isinstance(value.get("with"), dict):
            yield as_object(value["with"], "with", "")
        for key, inner in value.items():
            yield from _filters(inner, listening or key == "listen")
    elif isinstance(value, list):
        for inner in value:
            yield from _filters(inner, listening)


def _may_take(wanted: JsonObject, event: JsonObject) -> bool:
    """True unless an attribute that is written out differs: an event that nothing hears would wait for ever."""
    return all(
        any(is_expression(text) for text in texts_in(value)) or _equals(value, event.get(name))
        for name, value in wanted.items()
    )


def _equals(wanted: JsonValue, found: JsonValue) -> bool:
    both_texts = isinstance(wanted, str) and isinstance(found, str)
    return wanted == found or (both_texts and matches_whole(str(wanted), str(found)))
