"""JSON Schemas written by authors: bounded regular expressions, no fetching of other schemas, bounded time.

A schema can make checking take for ever (references that double at each step) or overflow the stack of the process.
What is not certain to be cheap is therefore left to a judge, which `judge_costly_ones_by` sets: the product gives it to
a child process with limits.
"""

import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import NoReturn

import jsonschema_rs

from domain.errors import PointsmanError
from domain.json_types import JsonObject, JsonValue

Problems = list[tuple[str, str]]
Judge = Callable[[str, str], Problems]
"""Given JSON texts of a schema and of ``[value]`` or ``[]``, does what `problems_here` does, within limits."""

_MOST_PROBLEMS = 20
_MOST_STEPS = 1_000_000
_LARGEST_SCHEMA = 64 * 1024
_COSTLY = re.compile(r'"\$(?:ref|dynamicRef|recursiveRef)"|"unevaluated|\{[0-9]')


class InvalidSchema(ValueError):
    """The schema itself is wrong; ``str(error)`` says why."""


class SchemaTooCostly(PointsmanError):
    """Checking took more time or memory than a schema may take."""


def schema_problems(value: JsonValue, schema: JsonObject) -> Problems:
    """Every (JSON Pointer, sentence) by which ``value`` breaks ``schema``, at most 20.

    Raises: InvalidSchema, SchemaTooCostly.
    """
    return _judged(_text_of(schema), [value])


def matches_whole(pattern: str, text: str) -> bool:
    """Whether the whole of ``text`` matches a regular expression, in linear time; a broken one matches nothing."""
    try:
        return not schema_problems(text, {"pattern": f"^(?:{pattern})$"})
    except InvalidSchema:
        return False


def check_schema(schema: JsonObject) -> None:
    """Refuse what is no JSON Schema. Raises: InvalidSchema, SchemaTooCostly."""
    _judged(_text_of(schema), [])


def problems_here(schema: str, *values: JsonValue) -> Problems:
    """Check in this process, however long it takes; without a value only the schema. Raises: InvalidSchema."""
    validator = _validator(schema)
    found: Problems = []
    for value in values:
        try:
            for error in validator.iter_errors(value):
                pointer = "".join(f"/{_escaped(str(step))}" for step in error.instance_path)
                found.append((pointer, _shortened(str(error.message))))
                if len(found) == _MOST_PROBLEMS:
                    break
        except UnicodeEncodeError:
            found.append(("", "It contains text that is not valid Unicode."))
    return found


def judge_costly_ones_by(judge: Judge) -> None:
    """Let ``judge`` check, from now on in this process, what is not certain to be cheap."""
    _judges[:] = [judge]


_judges: list[Judge] = []


def _judged(schema: str, values: list[JsonValue]) -> Problems:
    sent = _sent(values)
    if not _judges or (_is_small(schema) and len(schema) * len(sent) <= _MOST_STEPS):
        return problems_here(schema, *values)
    return _judges[0](schema, sent)


def _sent(values: list[JsonValue]) -> str:
    if not values:
        return "[]"
    try:
        return json.dumps(values)
    except RecursionError:
        raise SchemaTooCostly("The data is nested too deeply to be checked.") from None


@lru_cache(maxsize=512)
def _is_small(schema: str) -> bool:
    """No part is used twice, so that each meets each part of the data at most once; patterns are as long as they look.

    A longer text with such words in other places only loses time.
    """
    return len(schema) <= _LARGEST_SCHEMA and not _COSTLY.search(schema)


def _text_of(schema: JsonObject) -> str:
    try:
        return json.dumps(schema)
    except RecursionError:
        raise InvalidSchema("not a valid JSON Schema: it is nested too deeply") from None


def is_uri_reference(text: str) -> bool:
    """True for a URI reference (RFC 3986) or a URI template (RFC 6570) without spaces."""
    return bool(text) and not text.startswith("${") and not _SPACE.search(text) and _URI.is_valid(text)


def is_json_pointer(text: str) -> bool:
    """True for a JSON Pointer (RFC 6901)."""
    return _POINTER.is_valid(text)


def is_date_time(text: str) -> bool:
    """True for a date and time (RFC 3339)."""
    return _DATE_TIME.is_valid(text)


def _format(*formats: str) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for({"anyOf": [{"format": each} for each in formats]}, validate_formats=True)


_SPACE = re.compile(r"\s")
_URI = _format("uri-reference", "uri-template")
_POINTER = _format("json-pointer")
_DATE_TIME = _format("date-time")


@lru_cache(maxsize=512)
def _validator(schema: str) -> jsonschema_rs.Validator:
    try:
        return jsonschema_rs.validator_for(
            json.loads(schema),
            pattern_options=jsonschema_rs.RegexOptions(),
            validate_formats=True,
            retriever=_refuse,
        )
    except (ValueError, jsonschema_rs.ReferencingError) as error:
        raise InvalidSchema(f"not a valid JSON Schema: {_shortened(str(error).splitlines()[0])}") from None


def _refuse(uri: str) -> NoReturn:
    raise ValueError(f"{uri} is another document; references must stay within the schema.")


def _escaped(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")


def _shortened(message: str) -> str:
    return message if len(message) <= 300 else f"{message[:120]}…{message[-150:]}"
