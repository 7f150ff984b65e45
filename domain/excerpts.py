"""Short forms of JSON values, for showing: what is left out is said where it stood."""

from typing import cast

from pydantic_core import PydanticSerializationError, to_json

from domain.json_types import JsonObject, JsonValue

MOST_CHARACTERS = 4000
_MOST_DEPTH = 12


def excerpt(value: JsonValue, most: int = MOST_CHARACTERS) -> JsonValue:
    """``value``, or about the first ``most`` characters of its text in the same structure.

    A cut text ends in "…", a cut array in "… 12 more", a cut object in the key "…" with "12 more".
    """
    return value if _is_short(value, most) else _Cutter(most).cut(value, 0)


def _is_short(value: JsonValue, most: int) -> bool:
    """Whether nothing of it can be left out, told without a look at each part."""
    try:
        text = to_json(value)
    except PydanticSerializationError:
        return False
    return len(text) <= most // 2 and text.count(b"[") + text.count(b"{") <= _MOST_DEPTH


class _Cutter:
    def __init__(self, most: int) -> None:
        self._left = most

    def cut(self, value: JsonValue, depth: int) -> JsonValue:
        # Temporal's sandbox makes isinstance many times slower than this, and a run cuts all that its tasks are given.
        kind = type(value)
        if kind is str:
            return self._text(cast(str, value))
        if value and depth == _MOST_DEPTH and (kind is list or kind is dict):
            return "…"
        if kind is list:
            return self._array(cast(list[JsonValue], value), depth)
        if kind is dict:
            return self._object(cast(JsonObject, value), depth)
        self._left -= 4
        return value

    def _text(self, text: str) -> str:
        room = max(self._left, 20)
        self._left -= len(text)
        return text if len(text) <= room else text[:room] + "…"

    def _array(self, items: list[JsonValue], depth: int) -> JsonValue:
        kept: list[JsonValue] = []
        for item in items:
            if self._left <= 0:
                return [*kept, f"… {len(items) - len(kept)} more"]
            kept.append(self.cut(item, depth + 1))
        return kept

    def _object(self, members: dict[str, JsonValue], depth: int) -> JsonValue:
        kept: dict[str, JsonValue] = {}
        for key, inner in members.items():
            if self._left <= 0:
                return {**kept, "…": f"{len(members) - len(kept)} more"}
            self._left -= len(key)
            kept[key if len(key) <= 200 else key[:200] + "…"] = self.cut(inner, depth + 1)
        return kept
