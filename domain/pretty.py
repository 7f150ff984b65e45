"""JSON as people read it: indented, but with what is short and shallow on one line."""

import json
from collections.abc import Iterable
from typing import cast

from domain.json_types import JsonValue

WIDTH = 88
INDENT = "  "
_encode = json.JSONEncoder(ensure_ascii=False).encode


def pretty(value: JsonValue) -> str:
    """``value`` as JSON text (RFC 8259), two spaces a level, keys as they are."""
    return "\n".join(lines(value))


def lines(value: JsonValue, indent: str = "") -> list[str]:
    """The lines of ``value``; the first one without ``indent``, as it may follow a key. Linear in its size."""
    found: list[str] = []
    _write(value, indent, "", found)
    return found


def one_line(value: JsonValue, room: int) -> str | None:
    """``value`` on one line, None when it is nested too deeply or what it holds takes over ``room`` characters.

    What separates the parts of a container is not counted.
    """
    if not isinstance(value, dict | list) or not value:
        return scalar(value)
    if len(value) > room or _is_deep(value):
        return None
    text = _encode(value)
    return text if len(text) - len(", ") * len(value) <= room else None


def brackets(value: JsonValue) -> tuple[str, str]:
    """The two brackets of a container."""
    return ("{", "}") if isinstance(value, dict) else ("[", "]")


def scalar(value: JsonValue) -> str:
    """A key, a scalar or an empty container as JSON, with all its characters."""
    return repr(value) if type(value) is int else _encode(value)


def _is_deep(value: JsonValue) -> bool:
    """Containers stand in containers that stand in this one."""
    inner = [each for each in _within(value) if each and isinstance(each, dict | list)]
    return any(each and isinstance(each, dict | list) for container in inner for each in _within(container))


def _within(value: JsonValue) -> Iterable[JsonValue]:
    return value.values() if isinstance(value, dict) else cast(list[JsonValue], value)


def _write(value: JsonValue, indent: str, lead: str, out: list[str]) -> None:
    """Append the lines of ``value``, the first one after ``lead``."""
    text = one_line(value, WIDTH - len(indent))
    if text is not None:
        out.append(lead + text)
        return
    opening, closing = brackets(value)
    out.append(lead + opening)
    inner = indent + INDENT
    if isinstance(value, dict):
        for key, each in value.items():
            _write(each, inner, f"{inner}{_encode(key)}: ", out)
            out[-1] += ","
    elif isinstance(value, list):
        for each in value:
            _write(each, inner, inner, out)
            out[-1] += ","
    out[-1] = out[-1][:-1]
    out.append(indent + closing)
