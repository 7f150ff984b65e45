"""JSON as people read it: indented, but with what is short and shallow on one line."""

import json

from domain.json_types import JsonValue

WIDTH = 88
LEVELS_ON_ONE_LINE = 2
INDENT = "  "


def pretty(value: JsonValue) -> str:
    """``value`` as JSON text (RFC 8259), two spaces a level, keys as they are."""
    return "\n".join(lines(value))


def lines(value: JsonValue, indent: str = "") -> list[str]:
    """The lines of ``value``; the first one without ``indent``, as it may follow a key."""
    short = one_line(value, WIDTH - len(indent))
    if short is not None or not isinstance(value, dict | list):
        return [short or scalar(value)]
    found = [brackets(value)[0]]
    inner = indent + INDENT
    for name, each in named(value):
        first, *rest = lines(each, inner)
        found += [f"{inner}{name}{first}", *rest]
        found[-1] += ","
    found[-1] = found[-1].removesuffix(",")
    return [*found, indent + brackets(value)[1]]


def one_line(value: JsonValue, room: int, levels: int = LEVELS_ON_ONE_LINE) -> str | None:
    """``value`` on one line, None when a container does not fit into ``room`` characters and ``levels`` of nesting."""
    if not isinstance(value, dict | list) or not value:
        return scalar(value)
    parts: list[str] = []
    for name, each in named(value):
        text = one_line(each, room, levels - 1) if levels else None
        if text is None or (room := room - len(name) - len(text)) < 0:
            return None
        parts.append(name + text)
    opening, closing = brackets(value)
    return f"{opening}{', '.join(parts)}{closing}"


def named(value: JsonValue) -> list[tuple[str, JsonValue]]:
    """What a container holds, each with the text before it: its key, or nothing in an array."""
    if isinstance(value, dict):
        return [(f"{scalar(key)}: ", each) for key, each in value.items()]
    return [("", each) for each in value] if isinstance(value, list) else []


def brackets(value: JsonValue) -> tuple[str, str]:
    """The two brackets of a container."""
    return ("{", "}") if isinstance(value, dict) else ("[", "]")


def scalar(value: JsonValue) -> str:
    """A key, a scalar or an empty container as JSON, with all its characters."""
    return json.dumps(value, ensure_ascii=False)
