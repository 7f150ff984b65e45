"""How values of a certain meaning read: counts, targets of the flow, back-offs."""

from domain.definition_graph.texts import few, part
from domain.diff.telling.phrases import code, duration, value
from domain.diff.telling.wording import Show
from domain.json_types import JsonValue

_TARGETS = {"continue": "the next task", "exit": "the end of its list", "end": "the end of the workflow"}
_BACKOFFS = {
    "exponential": "doubles from retry to retry",
    "linear": "grows with each retry",
    "constant": "stays the same",
}


def times(given: JsonValue) -> str:
    """``5 times``, ``once``."""
    if isinstance(given, bool) or not isinstance(given, int):
        return value(given)
    return "once" if given == 1 else f"{given:,} times"


def number(given: JsonValue) -> str:
    """A number without quotes around it."""
    return value(given) if isinstance(given, bool) or not isinstance(given, int) else f"{given:,}"


def target(given: JsonValue) -> str:
    """Where a flow directive leads."""
    return _TARGETS.get(given) or code(given) if isinstance(given, str) else value(given)


def backoff(given: JsonValue) -> str:
    """What becomes of the pause between retries."""
    kind = next((word for name, word in _BACKOFFS.items() if part(given, name) is not None), None)
    return kind or value(given)


def policy(given: JsonValue) -> str:
    """A whole retry policy, or the name of one."""
    if isinstance(given, str):
        return f"as {code(given)} says"
    if not isinstance(given, dict):
        return value(given)
    attempts, most, pause = (
        part(given, "limit", "attempt", "count"),
        part(given, "limit", "duration"),
        given.get("delay"),
    )
    known = {"delay": pause, "limit": {"attempt": {"count": attempts}, "duration": most}}
    words = [
        times(attempts) if attempts is not None else "",
        f"after {duration(pause)}" if pause is not None else "",
        f"for at most {duration(most)}" if most is not None else "",
    ]
    rest = {key: inner for key, inner in given.items() if _left(inner, known.get(key))}
    told = ", ".join(word for word in words if word)
    return f"{told}, with {value(rest)}" if told and rest else told or value(given)


def _left(inner: JsonValue, told: JsonValue) -> bool:
    """True where ``inner`` holds more than what was told of it."""
    if isinstance(inner, dict) and isinstance(told, dict):
        return any(_left(each, told.get(key)) for key, each in inner.items())
    return inner != told


def limit(given: JsonValue) -> str:
    """A whole timeout, or the name of one."""
    after = part(given, "after")
    return duration(after) if after is not None and given == {"after": after} else value(given)


def task_names(given: JsonValue) -> str:
    """The names of the tasks in a list."""
    if not isinstance(given, list) or not given or not all(isinstance(entry, dict) and entry for entry in given):
        return value(given)
    names = [code(name) for entry in given if isinstance(entry, dict) for name in entry]
    return few(names, 8)


def version(given: JsonValue) -> str:
    """Which version of a workflow runs."""
    return "whichever is active" if given in ("active", "latest") else f"version {value(given)}"


def either(yes: str, no: str) -> Show:
    """How true and false read."""
    return lambda given: yes if given is True else no if given is False else value(given)
