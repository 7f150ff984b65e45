"""JSON as people read it: indented, but with what is short and shallow on one line."""

import json

from domain.json_types import JsonValue

WIDTH = 88
LEVELS_ON_ONE_LINE = 2
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
    return joined(value, parts)


def named(value: JsonValue) -> list[tuple[str, JsonValue]]:
    """What a container holds, each with the text before it: its key, or nothing in an array."""
    if isinstance(value, dict):
        return [(f"{_encode(key)}: ", each) for key, each in value.items()]
    return [("", each) for each in value] if isinstance(value, list) else []


def brackets(value: JsonValue) -> tuple[str, str]:
    """The two brackets of a container."""
    return ("{", "}") if isinstance(value, dict) else ("[", "]")


def joined(value: JsonValue, parts: list[str]) -> str:
    """A container on one line."""
    opening, closing = brackets(value)
    return f"{opening}{', '.join(parts)}{closing}"


def scalar(value: JsonValue) -> str:
    """A key, a scalar or an empty container as JSON, with all its characters."""
    return repr(value) if type(value) is int else _encode(value)


def _write(value: JsonValue, indent: str, lead: str, out: list[str]) -> tuple[str, int] | None:
    """Append the lines of ``value``, the first one after ``lead``.

    What came to stand on one line is returned, with its levels of nesting, so that the container around it need not
    be walked again to find out whether it fits on one line too.
    """
    if not isinstance(value, dict | list) or not value:
        text = scalar(value)
        out.append(lead + text)
        return text, 0
    begin = len(out)
    opening, closing = brackets(value)
    out.append(lead + opening)
    flat = _write_inside(value, indent, out)
    if flat is None:
        out.append(indent + closing)
        return None
    text = joined(value, flat[0])
    del out[begin:]
    out.append(lead + text)
    return text, flat[1]


def _write_inside(value: JsonValue, indent: str, out: list[str]) -> tuple[list[str], int] | None:
    """Append what a container holds; return its parts and levels when all of it fits on one line, else None."""
    inner, room = indent + INDENT, WIDTH - len(indent)
    parts: list[str] | None = []
    levels = 1
    for name, each in named(value):
        written = _write(each, inner, inner + name, out)
        out[-1] += ","
        if parts is None:
            continue
        if written is None or written[1] >= LEVELS_ON_ONE_LINE or (room := room - len(name) - len(written[0])) < 0:
            parts = None
            continue
        parts.append(name + written[0])
        levels = max(levels, written[1] + 1)
    out[-1] = out[-1][:-1]
    return None if parts is None else (parts, levels)
