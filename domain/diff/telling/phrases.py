"""Names and values of a definition inside a sentence: between backticks, on one line, short, without secrets."""

from datetime import timedelta

from domain.definition_graph.texts import count
from domain.dot_text import drawable
from domain.durations import InvalidDuration, parse_duration
from domain.errors import shorten
from domain.json_types import JsonValue
from domain.json_values import compact
from domain.open_workflow.expressions import is_secret
from domain.open_workflow.redacting import HIDDEN, unsecret
from domain.open_workflow.shape import expression_in

LONGEST = 100
LEAD = 20
"""So much is shown of what two long values have in common."""
_UNITS = (
    ("day", 86_400_000_000),
    ("hour", 3_600_000_000),
    ("minute", 60_000_000),
    ("second", 1_000_000),
    ("millisecond", 1_000),
    ("microsecond", 1),
)


def code(text: str) -> str:
    """``text`` between backticks; backticks of its own are shown as ˋ, what cannot be seen as words."""
    shown = shorten(drawable(" ".join(text.split())).replace("`", "ˋ"), LONGEST)
    return f"`{shown}`" if shown else "(empty)"


def value(given: JsonValue) -> str:
    """Any value: text as it is, the rest as JSON; nothing secret in clear."""
    return code(unsecret(given) if isinstance(given, str) else compact(without_secrets(given)))


def contrast(old: JsonValue, new: JsonValue) -> tuple[str, str]:
    """Both values; long ones that begin alike are shown from shortly before the place at which they differ."""
    texts = [unsecret(each) if isinstance(each, str) else compact(without_secrets(each)) for each in (old, new)]
    begin = next((place for place, pair in enumerate(zip(*texts, strict=False)) if pair[0] != pair[1]), 0)
    parts = texts if begin < LONGEST // 2 else [f"…{text[begin - LEAD :]}" for text in texts]
    first, second = map(code, parts)
    return (first, second) if first != second else (f"{first} (what differs is hidden or cannot be seen)", second)


def holds_secret(path: tuple[str | int, ...]) -> bool:
    """True where a step of the way is the name of a secret, such as a header ``Authorization``."""
    return any(isinstance(step, str) and is_secret(step) for step in path)


def without_secrets(given: JsonValue) -> JsonValue:
    """The same value with the values of members that hold a secret by their name replaced."""
    if isinstance(given, dict):
        return {key: HIDDEN if is_secret(key) else without_secrets(inner) for key, inner in given.items()}
    if isinstance(given, list):
        return [without_secrets(inner) for inner in given]
    return unsecret(given) if isinstance(given, str) else given


def expression(given: JsonValue) -> str:
    """An expression without its braces."""
    return value((expression_in(given) or given).strip() if isinstance(given, str) else given)


def duration(given: JsonValue) -> str:
    """``5 days``, ``1 hour 30 minutes``; an expression, or what is no duration, as it is written."""
    try:
        rest = parse_duration(given) // timedelta(microseconds=1)
    except InvalidDuration:
        return value(given)
    found = []
    for unit, size in _UNITS:
        number, rest = divmod(rest, size)
        found += [count(number, unit)] if number else []
    return " ".join(found) or "no time"


def route(path: tuple[str | int, ...]) -> str:
    """A way in JSON for people: names with dots between them, places counted from one."""
    return code(" › ".join(f"no. {step + 1}" if isinstance(step, int) else step for step in path))
