"""JSON text (RFC 8259): its value, and where each part stands."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn, cast

from domain.json_types import JsonObject, JsonValue
from domain.json_values import MAX_DEPTH
from domain.open_workflow.shape import below
from domain.sources.spots import Lines, Spot, Unreadable

_SYNTAX = "JSON"
_TOKEN = re.compile(r'[ \t\r\n]*([{}\[\],:]|"(?:[^"\\]|\\.)*"|[^\s{}\[\],:"]+)', re.DOTALL)


class _Duplicate(Exception):
    """An object has a key twice."""


def read_json(text: str, where: str) -> JsonValue:
    """The value. Raises: Unreadable, also when an object has a key twice."""
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except _Duplicate:
        raise _duplicate(text, where) from None
    except json.JSONDecodeError as error:
        place = Lines(text).place(error.pos)
        raise Unreadable(where, _SYNTAX, f"{error.msg}.", place) from None
    except _Constant as error:
        raise Unreadable(where, _SYNTAX, f"holds {error}, which JSON does not know.", None) from None
    except (RecursionError, ValueError):
        message = f"nested deeper than {MAX_DEPTH} levels, or holds a number that is too long."
        raise Unreadable(where, _SYNTAX, message, None) from None
    return cast(JsonValue, value)


class _Constant(Exception):
    """NaN or Infinity."""


def _no_constant(name: str) -> NoReturn:
    raise _Constant(name)


def _object(pairs: list[tuple[str, JsonValue]]) -> JsonObject:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Duplicate
    return found


def _duplicate(text: str, where: str) -> Unreadable:
    lines, seen = Lines(text), dict[str, Spot]()
    for spot in json_spots(text):
        before = seen.setdefault(spot.pointer, spot)
        if before is not spot and before.key_at is not None and spot.key_at is not None:
            first = lines.place(before.key_at)
            what = f"{spot.pointer} is there twice: it stands at line {first.line}, column {first.column} too."
            return Unreadable(where, _SYNTAX, what, lines.place(spot.key_at))
    return Unreadable(where, _SYNTAX, "an object has a key twice.", None)


@dataclass(slots=True)
class _Frame:
    pointer: str
    is_object: bool
    count: int = 0
    key: str | None = None
    key_at: int = 0


def json_spots(text: str) -> Iterator[Spot]:
    """Every value of a valid JSON text, in its order."""
    frames: list[_Frame] = []
    for match in _TOKEN.finditer(text):
        piece, at = match[1], match.start(1)
        if piece in ",:":
            continue
        if piece in "}]":
            frames.pop()
            continue
        frame = frames[-1] if frames else None
        if frame is not None and frame.is_object and frame.key is None:
            frame.key, frame.key_at = json.loads(piece), at
            continue
        spot = _spot(frame, at)
        yield spot
        if piece in "{[":
            frames.append(_Frame(spot.pointer, piece == "{"))


def _spot(frame: _Frame | None, at: int) -> Spot:
    if frame is None:
        return Spot("", None, at)
    if frame.key is None:
        frame.count += 1
        return Spot(f"{frame.pointer}/{frame.count - 1}", None, at)
    pointer, frame.key = below(frame.pointer, frame.key), None
    return Spot(pointer, frame.key_at, at)
