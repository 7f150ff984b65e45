"""Checks of ``listen``: what is waited for."""

from collections.abc import Iterator

from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.shape import Problem, below, known_keys, unsupported


def listen_problems(task: JsonObject, pointer: str) -> Iterator[Problem]:
    """A ``listen`` task."""
    if "foreach" in task:
        yield unsupported(f"{pointer}/foreach", "listen.foreach")
    listen = task["listen"]
    to = listen.get("to") if isinstance(listen, dict) else None
    if not isinstance(listen, dict) or not isinstance(to, dict):
        yield Problem(f"{pointer}/listen/to", "must say one of: one, any, all.")
        return
    yield from known_keys(listen, f"{pointer}/listen", ("to", "read"), "listen")
    if listen.get("read", "data") not in ("data", "envelope", "raw"):
        yield Problem(f"{pointer}/listen/read", "must be data, envelope or raw.")
    yield from _strategy_problems(to, f"{pointer}/listen/to")


def _strategy_problems(to: JsonObject, pointer: str) -> Iterator[Problem]:
    yield from known_keys(to, pointer, ("one", "any", "all", "until"), "to")
    if sum(key in to for key in ("one", "any", "all")) != 1:
        yield Problem(pointer, "must say exactly one of: one, any, all.")
    if "one" in to:
        yield from _filter_problems(to["one"], f"{pointer}/one")
    for key in ("any", "all"):
        filters = to.get(key, [])
        if not isinstance(filters, list) or (key == "all" and key in to and not filters):
            yield Problem(f"{pointer}/{key}", "must be a list of event filters.")
            continue
        for index, each in enumerate(filters):
            yield from _filter_problems(each, f"{pointer}/{key}/{index}")
    until = to.get("until", "")
    if isinstance(until, dict):
        yield unsupported(f"{pointer}/until", "until an event")
    elif not isinstance(until, str) or ("until" in to and "any" not in to):
        yield Problem(f"{pointer}/until", "must be an expression, beside “any”.")


def _filter_problems(each: JsonValue, pointer: str) -> Iterator[Problem]:
    if not isinstance(each, dict) or not isinstance(each.get("with"), dict) or not each["with"]:
        yield Problem(f"{pointer}/with", "must name at least one attribute of the event.")
        return
    yield from known_keys(each, pointer, ("with", "correlate"), "an event filter")
    correlate = each.get("correlate", {})
    for name, correlation in correlate.items() if isinstance(correlate, dict) else ():
        where = below(f"{pointer}/correlate", name)
        if not isinstance(correlation, dict) or not isinstance(correlation.get("from"), str):
            yield Problem(where, "must say “from”, an expression.")
        else:
            yield from known_keys(correlation, where, ("from", "expect"), "a correlation")
