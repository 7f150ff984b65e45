"""Reading and checking JSON that people and machines send, before it reaches the database or Temporal."""

import hashlib
import json
import re
from collections import Counter
from typing import NoReturn, cast

from pydantic_core import PydanticSerializationError, to_json

from domain.errors import InvalidInput, shorten
from domain.json_types import JsonObject, JsonValue

MAX_DEFINITION_BYTES = 1024 * 1024
MAX_INPUT_BYTES = 1024 * 1024 + 512 * 1024
"""Definition and input travel in one Temporal payload, which is refused above 2 MiB; each has its own limit."""
MAX_CONTEXT_BYTES = 64 * 1024
MAX_DEPTH = 100
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DIGITS = bytes.maketrans(b"123456789", b"000000000")
_NO_NUL = "holds the character NUL, which cannot be stored."
_NO_SURROGATE = "holds half of a surrogate pair, which is no valid text."


def parse_json(source: str, where: str) -> JsonValue:
    """Read JSON text (RFC 8259). Raises: InvalidInput, with line and column where the text is no JSON.

    A name that comes twice in an object is refused: which of the two was meant, nobody can tell.
    """
    try:
        value = json.loads(
            source,
            parse_constant=lambda name: _refuse_constant(where, name),
            object_pairs_hook=lambda pairs: _unique(where, pairs),
        )
    except json.JSONDecodeError as error:
        raise InvalidInput(
            where, f"not valid JSON at line {error.lineno}, column {error.colno}: {error.msg}."
        ) from None
    except (RecursionError, ValueError):
        raise InvalidInput(
            where, f"nested deeper than {MAX_DEPTH} levels, or holds a number that is too long."
        ) from None
    return cast(JsonValue, value)


def parse_object(source: str, where: str) -> JsonObject:
    """Read a JSON object; empty text is an empty object. Raises: InvalidInput."""
    return as_object(parse_json(source, where) if source.strip() else {}, where)


def as_object(value: JsonValue, where: str) -> JsonObject:
    """Return ``value`` when it is a JSON object. Raises: InvalidInput that says what it is instead."""
    if isinstance(value, dict):
        return value
    raise InvalidInput(where, f"must be a JSON object, such as {{…}}, but is {kind_of(value)}.")


def check_json(value: JsonValue, where: str, limit: int = MAX_INPUT_BYTES) -> None:
    """Refuse JSON that cannot be kept: too large, too deep, or with characters PostgreSQL has no place for.

    Raises: InvalidInput.
    """
    if isinstance(value, dict | list) and _is_deeper(value, MAX_DEPTH - 1):
        raise InvalidInput(where, f"nested deeper than {MAX_DEPTH} levels.")
    try:
        written = to_json(value)  # in a third of the time that Python's own JSON takes
    except PydanticSerializationError:
        raise InvalidInput(where, _NO_SURROGATE) from None
    if b"\\u0000" in written and _NUL.search(written):
        raise InvalidInput(where, _NO_NUL)
    if _is_suspect(written):
        compact(value, where)  # refuses such numbers, and takes texts that look like them
    if len(written) > limit:
        raise InvalidInput(where, f"{len(written):,} bytes of JSON, but at most {limit:,} are accepted.")


def _is_suspect(written: bytes) -> bool:
    """True when a number may be in it that cannot be read again: not finite, or of thousands of digits."""
    return b"NaN" in written or b"Infinity" in written or b"0" * 1000 in written.translate(_DIGITS)


def check_text(text: str, where: str) -> None:
    """Refuse text that PostgreSQL cannot store. Raises: InvalidInput."""
    if "\0" in text:
        raise InvalidInput(where, _NO_NUL)
    if _SURROGATE.search(text):
        raise InvalidInput(where, _NO_SURROGATE)


_COMPACT = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)


def compact(value: JsonValue, where: str = "value") -> str:
    """Write ``value`` as JSON without spaces, keys in order. Raises: InvalidInput for NaN and infinities."""
    try:
        return _COMPACT.encode(value)
    except ValueError:
        raise InvalidInput(where, "holds a number that is not finite, which JSON does not know.") from None


def content_hash(value: JsonValue) -> str:
    """SHA-256 (hex) of the canonical text of ``value``: equal values, equal hashes, whatever their key order."""
    return hashlib.sha256(compact(value).encode()).hexdigest()


def kind_of(value: JsonValue) -> str:
    """Name the JSON type of ``value``, with its article."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "a text"
    return "an array" if isinstance(value, list) else "an object"


def _refuse_constant(where: str, name: str) -> NoReturn:
    raise InvalidInput(where, f"holds {name}, which JSON does not know.")


def _unique(where: str, pairs: list[tuple[str, JsonValue]]) -> JsonObject:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice, _ = Counter(name for name, _ in pairs).most_common(1)[0]
        raise InvalidInput(where, f"holds “{shorten(twice)}” twice in one object.")
    return found


def _is_deeper(value: JsonObject | list[JsonValue], levels: int) -> bool:
    """True when more than so many levels of objects and arrays stand below, not counting empty ones."""
    if not levels:
        return True
    for each in value.values() if type(value) is dict else value:
        if each and (type(each) is dict or type(each) is list) and _is_deeper(each, levels - 1):
            return True
    return False
