"""``listen``: wait for events that match filters, and correlate them."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.json_schemas import matches_whole
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
    learned: dict[str, JsonValue]


async def run_listen(run: Run, step: Step) -> Result:
    """Give the consumed events as a list, in the order in which they were consumed."""
    listen = as_object(step.definition["listen"], "listen", step.reference)
    to = as_object(listen.get("to"), "listen.to", step.reference)
    read = listen.get("read")
    step.trace.status = TaskStatus.WAITING
    notes = step.notes
    notes.setdefault("consumed", [])
    notes.setdefault("seen", 0)
    if "all" in to:
        await _all(run, step, _filters(to["all"], step))
    elif "any" in to:
        await _any(run, step, to, read)
    else:
        await _take(run, step, _matcher(run, step, [_filter(0, to.get("one"), step)]))
    return Result(_read(notes["consumed"], read))


async def _take(run: Run, step: Step, matches: Callable[[JsonObject], bool]) -> None:
    notes = step.notes
    with run.parking.place():
        notes["seen"], event = await run.events.take(matches, notes["seen"])
        notes["consumed"].append(event)


async def _all(run: Run, step: Step, filters: list[Filter]) -> None:
    met: list[int] = step.notes.setdefault("met", [])
    while len(met) < len(filters):
        await _take(run, step, _matcher(run, step, filters, met=met))


async def _any(run: Run, step: Step, to: JsonObject, read: JsonValue) -> None:
    """One event; with ``until``, events until the condition on the list of what was consumed is true."""
    matches = _matcher(run, step, _filters(to["any"], step), any_event=not to["any"])
    until = to.get("until")
    while True:
        await _take(run, step, matches)
        consumed = _read(step.notes["consumed"], read)
        if until is None or truth(run, until, consumed, step.variables, step.reference):
            return


def _filters(listed: JsonValue, step: Step) -> list[Filter]:
    return [_filter(index, each, step) for index, each in enumerate(as_list(listed, "event filters", step.reference))]


def _filter(index: int, value: JsonValue, step: Step) -> Filter:
    stanza = as_object(value, "An event filter", step.reference)
    correlate = as_object(stanza.get("correlate", {}), "correlate", step.reference)
    learned = step.notes.setdefault("learned", {}).setdefault(str(index), {})
    return Filter(as_object(stanza.get("with"), "with", step.reference), correlate, learned)


def _matcher(
    run: Run, step: Step, filters: list[Filter], *, any_event: bool = False, met: list[int] | None = None
) -> Callable[[JsonObject], bool]:
    """Whether an event fits one of the filters; those in ``met`` are not asked, and the one that it fits joins them."""
    done = [] if met is None else met

    def matches(event: JsonObject) -> bool:
        waiting = (index for index in range(len(filters)) if index not in done)
        found = next((index for index in waiting if _fits(run, step, filters[index], event)), None)
        if found is not None and met is not None:
            met.append(found)
        return found is not None or any_event

    return matches


def _fits(run: Run, step: Step, each: Filter, event: JsonObject) -> bool:
    return all(_has(run, step, event, *item) for item in each.attributes.items()) and _correlates(
        run, step, each, event
    )


def _has(run: Run, step: Step, event: JsonObject, attribute: str, wanted: JsonValue) -> bool:
    """``data`` may be a condition on the event's data; other attributes equal a value or match a pattern as a whole."""
    if attribute == "data" and is_expression(wanted):
        return truth(run, wanted, event.get("data"), step.variables, step.reference)
    if attribute not in event:
        return False
    found, expected = event[attribute], step_template(run, wanted, step)
    if found == expected or run.is_first_edition or attribute == "data":
        return found == expected
    return isinstance(found, str) and isinstance(expected, str) and matches_whole(expected, found)


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
