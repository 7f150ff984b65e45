"""JSON as people read it: indented, but with what is short and shallow on one line."""

import json

from domain.json_types import JsonValue

WIDTH = 88
DEEPEST_ON_ONE_LINE = 2
INDENT = "  "


def pretty(value: JsonValue) -> str:
    """``value`` as JSON text (RFC 8259), two spaces a level, keys as they are."""
    return _rendered(value, "")[0]


def scalar(value: JsonValue) -> str:
    """One value or key as JSON, with all its characters."""
    return json.dumps(value, ensure_ascii=False)


def _rendered(value: JsonValue, indent: str) -> tuple[str, int]:
    """The text, and how many levels it holds."""
    if not isinstance(value, dict | list) or not value:
        return scalar(value), 0
    inner = [_rendered(each, indent + INDENT) for each in (value.values() if isinstance(value, dict) else value)]
    texts = [text for text, _ in inner]
    levels = 1 + max(levels for _, levels in inner)
    if isinstance(value, dict):
        texts = [f"{scalar(key)}: {text}" for key, text in zip(value, texts, strict=True)]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    if levels <= DEEPEST_ON_ONE_LINE and sum(map(len, texts)) + len(indent) <= WIDTH and "\n" not in "".join(texts):
        return f"{opening}{', '.join(texts)}{closing}", levels
    body = ",\n".join(f"{indent}{INDENT}{text}" for text in texts)
    return f"{opening}\n{body}\n{indent}{closing}", levels
