"""Names and values of a definition inside a sentence: between backticks, on one line, short, without secrets."""

import re

from domain.definition_graph.texts import duration as written_duration
from domain.dot_text import drawable
from domain.errors import shorten
from domain.json_types import JsonValue
from domain.json_values import compact
from domain.open_workflow.expressions import is_secret
from domain.open_workflow.shape import expression_in

LONGEST = 100
HIDDEN = "⟦hidden⟧"
_USER_INFO = re.compile(r"(?<=//)[^/?#@\s\"]+@")
_PARAMETER = re.compile(r"(?<=[?&])([\w.-]+)=[^&#\s\"]+")


def code(text: str) -> str:
    """``text`` between backticks; backticks of its own are shown as ˋ, what cannot be seen as words."""
    shown = shorten(drawable(" ".join(text.split())).replace("`", "ˋ"), LONGEST)
    return f"`{shown}`" if shown else "(empty)"


def value(given: JsonValue) -> str:
    """Any value: text as it is, the rest as JSON; nothing secret in clear."""
    return code(unsecret(given) if isinstance(given, str) else compact(without_secrets(given)))


def unsecret(text: str) -> str:
    """``text`` without the credentials that an address in it carries."""
    if "//" not in text and "=" not in text:
        return text
    bare = _USER_INFO.sub(f"{HIDDEN}@", text)
    return _PARAMETER.sub(lambda found: f"{found[1]}={HIDDEN}" if is_secret(found[1]) else found[0], bare)


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
    """``5 days``, ``1 hour 30 min``; an expression or what is no duration as it is written."""
    return value(given) if isinstance(given, str) and "${" in given else written_duration(given).replace("`", "ˋ")


def route(path: tuple[str | int, ...]) -> str:
    """A way in JSON for people: names with dots between them, places counted from one."""
    return code(" › ".join(f"no. {step + 1}" if isinstance(step, int) else step for step in path))
