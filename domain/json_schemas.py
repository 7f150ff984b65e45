"""JSON Schemas written by authors: bounded regular expressions, no fetching of other schemas."""

import json
import re
from functools import lru_cache
from typing import NoReturn

import jsonschema_rs

from domain.json_types import JsonObject, JsonValue

_MOST_PROBLEMS = 20


class InvalidSchema(ValueError):
    """The schema itself is wrong; ``str(error)`` says why."""


def schema_problems(value: JsonValue, schema: JsonObject) -> list[tuple[str, str]]:
    """Every (JSON Pointer, sentence) by which ``value`` breaks ``schema``, at most 20. Raises: InvalidSchema."""
    found: list[tuple[str, str]] = []
    for error in _validator(json.dumps(schema)).iter_errors(value):
        pointer = "".join(f"/{_escaped(str(step))}" for step in error.instance_path)
        found.append((pointer, _shortened(str(error.message))))
        if len(found) == _MOST_PROBLEMS:
            break
    return found


def check_schema(schema: JsonObject) -> None:
    """Refuse what is no JSON Schema. Raises: InvalidSchema."""
    _validator(json.dumps(schema))


def is_uri_reference(text: str) -> bool:
    """True for a URI reference (RFC 3986) or a URI template (RFC 6570) without spaces."""
    return bool(text) and not text.lstrip().startswith("${") and not re.search(r"\s", text) and _URI.is_valid(text)


def is_json_pointer(text: str) -> bool:
    """True for a JSON Pointer (RFC 6901)."""
    return _POINTER.is_valid(text)


def is_date_time(text: str) -> bool:
    """True for a date and time (RFC 3339)."""
    return _DATE_TIME.is_valid(text)


def _format(*formats: str) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for({"anyOf": [{"format": each} for each in formats]}, validate_formats=True)


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
