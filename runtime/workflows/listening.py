"""``listen``: wait for events that match filters, and correlate them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.shape import is_expression
from runtime.contracts import TaskStatus
from runtime.workflows.reading import as_list, as_object
from runtime.workflows.run import Result, Run, Step
from runtime.workflows.values import expression, step_template, truth


@dataclass
class Filter:
    """One event filter; ``learned`` keeps correlation values that the first matching event set."""

    attributes: JsonObject
    correlate: JsonObject
    learned: dict[str, JsonValue] = field(default_factory=dict)


async def run_listen(run: Run, step: Step) -> Result:
    """Give the consumed events as a list, in the order in which they were consumed."""
    listen = as_object(step.definition["listen"], "listen", step.reference)
    to = as_object(listen.get("to"), "listen.to", step.reference)
    step.trace.status = TaskStatus.WAITING
    if "all" in to:
        consumed = await _all(run, step, _filters(to["all"], step))
    elif "any" in to:
        consumed = await _any(run, step, to, listen.get("read"))
    else:
        _, event = await run.events.take(_matcher(run, step, [_filter(to.get("one"), step)]))
        consumed = [event]
    return Result(_read(consumed, listen.get("read")))


async def _all(run: Run, step: Step, missing: list[Filter]) -> list[JsonObject]:
    consumed, seen = [], 0
    while missing:
        seen, event = await run.events.take(_matcher(run, step, missing, remove=True), seen)
        consumed.append(event)
    return consumed


async def _any(run: Run, step: Step, to: JsonObject, read: JsonValue) -> list[JsonObject]:
    """One event; with ``until``, events until the condition on the list of what was consumed is true."""
    matches = _matcher(run, step, _filters(to["any"], step), any_event=not to["any"])
    consumed, seen = [], 0
    while True:
        seen, event = await run.events.take(matches, seen)
        consumed.append(event)
        until = to.get("until")
        if until is None or truth(run, until, _read(consumed, read), step.variables, step.reference):
            return consumed


def _filters(listed: JsonValue, step: Step) -> list[Filter]:
    return [_filter(each, step) for each in as_list(listed, "event filters", step.reference)]


def _filter(value: JsonValue, step: Step) -> Filter:
    stanza = as_object(value, "An event filter", step.reference)
    correlate = as_object(stanza.get("correlate", {}), "correlate", step.reference)
    return Filter(as_object(stanza.get("with"), "with", step.reference), correlate)


def _matcher(
    run: Run, step: Step, filters: list[Filter], *, any_event: bool = False, remove: bool = False
) -> Callable[[JsonObject], bool]:
    def matches(event: JsonObject) -> bool:
        found = next((each for each in filters if _fits(run, step, each, event)), None)
        if found is not None and remove:
            filters.remove(found)
        return found is not None or any_event

    return matches


def _fits(run: Run, step: Step, each: Filter, event: JsonObject) -> bool:
    return all(_has(run, step, event, *item) for item in each.attributes.items()) and _correlates(
        run, step, each, event
    )


def _has(run: Run, step: Step, event: JsonObject, attribute: str, wanted: JsonValue) -> bool:
    """``data`` may be a condition on the event's data; other attributes are compared with a value."""
    if attribute == "data" and is_expression(wanted):
        return truth(run, wanted, event.get("data"), step.variables, step.reference)
    return attribute in event and event[attribute] == step_template(run, wanted, step)


def _correlates(run: Run, step: Step, each: Filter, event: JsonObject) -> bool:
    found: dict[str, JsonValue] = {}
    for name, value in each.correlate.items():
        correlation = as_object(value, "A correlation", step.reference)
        found[name] = expression(run, correlation.get("from"), event, step.variables, step.reference)
        if "expect" in correlation:
            expected = step_template(run, correlation["expect"], step)
        else:
            expected = each.learned.get(name, found[name])
        if found[name] is None or found[name] != expected:
            return False
    each.learned.update(found)
    return True


def _read(events: list[JsonObject], read: JsonValue) -> JsonValue:
    return [event if read == "envelope" else event.get("data") for event in events]
