"""When two JSON values are the same: numbers by value, without loss, texts by their characters, objects whatever the
order of their keys; a boolean is no number (RFC 6902, section 4.6)."""

import json
import re
from collections.abc import Hashable

import orjson

from domain.json_types import JsonValue

_AS_TEXT = json.JSONEncoder(sort_keys=True).encode
_MAY_HOLD_FRACTION = re.compile(rb"[\[:,]-?\d+[.eE]")


def surely_equal(old: JsonValue, new: JsonValue) -> bool:
    """True only for equal values; False for different ones, and for some equal containers that only a walk can tell.

    Python's own comparison is exact about numbers and strings, but takes ``True`` for 1. Containers that it calls equal
    are therefore written as JSON, which tells the two apart, and also ``1`` from ``1.0`` and one order of keys from
    another. What is nested too deeply for either, or cannot be written, is left to the walk.
    """
    try:
        if old != new:
            return False
        if type(old) is dict or type(old) is list:
            return orjson.dumps(old) == orjson.dumps(new)
    except (RecursionError, orjson.JSONEncodeError):
        return False
    return (type(old) is bool) is (type(new) is bool)


def content(value: JsonValue) -> Hashable:
    """A token that equal values share and others do not; one of its own for what is nested too deeply to tell."""
    if isinstance(value, bool):
        return ("boolean", value)
    if not isinstance(value, dict | list):
        return value
    try:
        return _written(value)
    except (RecursionError, ValueError):
        return object()


def _written(value: JsonValue) -> bytes:
    """The same text for equal containers."""
    try:
        text = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
        return orjson.dumps(_whole(value), option=orjson.OPT_SORT_KEYS) if _MAY_HOLD_FRACTION.search(text) else text
    except orjson.JSONEncodeError:
        return _AS_TEXT(_whole(value)).encode()


def _whole(value: JsonValue) -> JsonValue:
    """The same value with numbers such as ``1.0`` spelt as integers."""
    if isinstance(value, dict):
        return {key: _whole(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_whole(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
