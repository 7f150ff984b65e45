"""Reads the body of an answer by its media type: JSON, text, else base64."""

import base64
import codecs
import json
from collections.abc import Mapping
from typing import NoReturn

from domain.json_types import JsonValue
from runtime.calls.secrets import Values

DEEPEST = 250


def content_of(headers: Mapping[str, str], raw: bytes, values: Values) -> JsonValue:
    """The content, without secrets; None when there is none. Raises: ValueError when it is no JSON that can be used."""
    content_type = next((value for name, value in headers.items() if name.lower() == "content-type"), "")
    media_type = content_type.split(";")[0].strip().lower()
    if not raw:
        return None
    if media_type == "application/json" or media_type.endswith("+json"):
        return values.hidden(_json(raw))
    if media_type.startswith("text/") or media_type.endswith(("+xml", "/xml")):
        return values.hidden_text(raw.decode(_charset(content_type), errors="replace"))
    return base64.b64encode(values.hidden_bytes(raw)).decode()


def _json(raw: bytes) -> JsonValue:
    try:
        content: JsonValue = json.loads(raw, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        told = error.msg if isinstance(error, json.JSONDecodeError) else "it cannot be read"
        raise ValueError(f"invalid JSON: {told}") from None
    if _deeper_than(content, DEEPEST):
        raise ValueError(f"JSON that is nested more than {DEEPEST} deep")
    return content


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _deeper_than(value: JsonValue, most: int) -> bool:
    level: list[JsonValue] = [value]
    for _ in range(most + 1):
        level = [inner for each in level for inner in _inside(each)]
    return bool(level)


def _inside(value: JsonValue) -> list[JsonValue]:
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []


def _charset(content_type: str) -> str:
    named = [part.partition("=")[2].strip('" ') for part in content_type.split(";") if "charset=" in part.lower()]
    try:
        return codecs.lookup(named[0]).name if named else "utf-8"
    except LookupError:
        return "utf-8"
