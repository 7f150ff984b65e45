"""Texts with a form of their own, durations, schemas and the data of tasks."""

import re
from typing import Annotated, NotRequired, TypeAlias

from pydantic import AfterValidator
from typing_extensions import TypedDict

from domain.durations import is_iso_8601
from domain.json_schemas import is_uri_reference
from domain.open_workflow.model.base import NEEDED, PROFILE, Either, Free, NotEmpty, TextOr, part, refuse, unsupported

_ONE_LINE = re.compile(r"\s*\$\{.+\}\s*")
_LABEL = re.compile(r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?")
_NUMBERS = r"(?:0|[1-9]\d*)"
_MARK = rf"(?:{_NUMBERS}|\d*[a-zA-Z-][0-9a-zA-Z-]*)"
_SEMVER = re.compile(
    rf"{_NUMBERS}\.{_NUMBERS}\.{_NUMBERS}(?:-{_MARK}(?:\.{_MARK})*)?(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?", re.ASCII
)


def is_runtime_expression(text: str) -> bool:
    """True for ``${ … }`` on one line, as the official schema wants it where a value has a form of its own."""
    return _ONE_LINE.fullmatch(text) is not None


def _uri(text: str) -> str:
    if not is_uri_reference(text):
        refuse(NEEDED, "is no URI.", "Allowed: an address such as “https://api.example/orders/{id}”, without spaces.")
    return text


def _uri_or_expression(text: str) -> str:
    return text if is_runtime_expression(text) else _uri(text)


def _expression(text: str) -> str:
    if not is_runtime_expression(text):
        refuse(NEEDED, "must be an object, or one expression “${ … }” that gives one.")
    return text


def _label(text: str) -> str:
    if _LABEL.fullmatch(text) is None:
        refuse(NEEDED, "must be 1 to 63 letters, digits and hyphens, with no hyphen at either end.")
    return text


def _version(text: str) -> str:
    if _SEMVER.fullmatch(text) is None:
        refuse(NEEDED, "must be a semantic version, such as “1.0.0”.")
    return text


def _dsl(text: str) -> str:
    if re.fullmatch(r"1\.0\.\d+", _version(text), re.ASCII) is None:
        refuse(PROFILE, f"“{text[:40]}” is another version of the language.", "Allowed: 1.0.x, such as “1.0.3”.")
    return text


def _duration(text: str) -> str:
    if not is_iso_8601(text) and not is_runtime_expression(text):
        refuse(NEEDED, f"“{text[:40]}” is no duration.", 'Allowed: ISO 8601 such as “PT15M”, or {"minutes": 15}.')
    return text


def _format(text: str) -> str:
    if text.split(":")[0] != "json":
        refuse(PROFILE, f"“schema format {text[:40]}” is not supported by Pointsman.", "Allowed: json.")
    return text


Uri: TypeAlias = Annotated[str, AfterValidator(_uri)]
UriOrExpression: TypeAlias = Annotated[str, AfterValidator(_uri_or_expression)]
ExpressionText: TypeAlias = Annotated[str, AfterValidator(_expression)]
Label: TypeAlias = Annotated[str, AfterValidator(_label)]
Version: TypeAlias = Annotated[str, AfterValidator(_version)]
Dsl: TypeAlias = Annotated[str, AfterValidator(_dsl)]


@part("a duration")
class Units(TypedDict):
    """A duration as an object of whole units."""

    days: NotRequired[int]
    hours: NotRequired[int]
    minutes: NotRequired[int]
    seconds: NotRequired[int]
    milliseconds: NotRequired[int]


Duration: TypeAlias = Either[Annotated[str, AfterValidator(_duration)], Annotated[Units, NotEmpty]]


@part("a timeout")
class Timeout(TypedDict):
    """After how long something is interrupted."""

    after: Duration


@part("a schema")
class Schema(TypedDict):
    """A JSON Schema, written in the definition."""

    format: NotRequired[Annotated[str, AfterValidator(_format)]]
    document: object
    resource: NotRequired[Annotated[object, unsupported("schema.resource")]]


@part("input")
class Input(TypedDict):
    """What data a workflow or task takes, and how it is shaped."""

    schema_: NotRequired[Schema]
    from_: NotRequired[TextOr[Free]]


@part("output")
class Output(TypedDict):
    """What a workflow or task gives, and how it is shaped."""

    schema_: NotRequired[Schema]
    as_: NotRequired[TextOr[Free]]


@part("export")
class Export(Output):
    """What becomes of the context."""
