"""Parameters of an OpenAPI operation: which there are, and how each is written into the request."""

import json
from dataclasses import dataclass, field
from urllib.parse import quote

from domain.faults import FaultKind
from domain.json_types import JsonObject, JsonValue
from runtime.calls.arguments import plain
from runtime.calls.openapi_documents import Document

_DELIMITERS = {"ssv": " ", "tsv": "\t", "pipes": "|", "spaceDelimited": " ", "pipeDelimited": "|"}


@dataclass(frozen=True)
class Parameter:
    """One parameter: where it belongs and how a list or an object is written there."""

    name: str
    place: str
    required: bool
    style: str
    explode: bool
    as_json: bool
    stanza: JsonObject


@dataclass
class Placed:
    """A request's path, its query in pieces that are escaped, and its headers."""

    path: str
    query: list[str] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)


def parameters_of(document: Document, item: JsonObject, operation: JsonObject) -> list[Parameter]:
    """The parameters of an operation; its own replace those of its path. API keys are optional ones. Raises: Fault."""
    found: dict[tuple[str, str], Parameter] = {}
    listed = [*_keys(document), *document.members(item, "parameters"), *document.members(operation, "parameters")]
    for stanza in listed:
        name, place = str(stanza.get("name")), str(stanza.get("in"))
        found[name, place] = _parameter(document, name, place, stanza)
    return list(found.values())


def _keys(document: Document) -> list[JsonObject]:
    components = document.root if document.is_old else document.member(document.root, "components")
    schemes = document.member(components, "securityDefinitions" if document.is_old else "securitySchemes")
    found = [document.member(schemes, name) for name in schemes]
    return [{"name": each.get("name"), "in": each.get("in")} for each in found if each.get("type") == "apiKey"]


def _parameter(document: Document, name: str, place: str, stanza: JsonObject) -> Parameter:
    usual = "form" if place in ("query", "cookie") else "simple"
    if document.is_old:
        style = str(stanza.get("collectionFormat", "csv"))
        return Parameter(name, place, stanza.get("required") is True, style, style == "multi", False, stanza)
    style = str(stanza.get("style", usual))
    explode = stanza.get("explode", style in ("form", "deepObject"))
    return Parameter(name, place, stanza.get("required") is True, style, explode is True, "content" in stanza, stanza)


def placed(document: Document, path: str, given: list[tuple[Parameter, JsonValue]]) -> Placed:
    """Write the given parameters where they belong. Raises: Fault."""
    sent, cookies = Placed(path), []
    for parameter, value in given:
        if value is None:
            continue
        if parameter.place == "path":
            sent.path = sent.path.replace(f"{{{parameter.name}}}", _in_path(document, parameter, value))
        elif parameter.place == "query":
            sent.query += _pairs(document, parameter, value)
        elif parameter.place == "header":
            sent.headers[parameter.name] = _joined(document, parameter, value, ",")
        elif parameter.place == "cookie":
            cookies += _pairs(document, parameter, value)
    if cookies:
        sent.headers["Cookie"] = "; ".join(cookies)
    return sent


def _in_path(document: Document, parameter: Parameter, value: JsonValue) -> str:
    """Styles simple, label and matrix (RFC 6570 sections 3.2.2, 3.2.5 and 3.2.7)."""
    pieces = [_scalar(document, parameter, each) for each in (value if isinstance(value, list) else [value])]
    if not any(pieces) or pieces in (["."], [".."]):
        told = f"has “{parameter.name}” in a path, where “{','.join(pieces)}” cannot stand."
        raise document.wrong(told, FaultKind.VALIDATION)
    escaped = [quote(piece, safe="") for piece in pieces]
    if parameter.style == "label":
        return "." + ("." if parameter.explode else ",").join(escaped)
    if parameter.style == "matrix":
        between = f";{parameter.name}=" if parameter.explode else ","
        return f";{parameter.name}=" + between.join(escaped)
    return ",".join(escaped)


def _pairs(document: Document, parameter: Parameter, value: JsonValue) -> list[str]:
    """The pairs of a query or a cookie: one, or one for each member of a list or an object that explodes."""
    name = quote(parameter.name, safe="")
    if parameter.explode and not parameter.as_json:
        if isinstance(value, list):
            return [f"{name}={_escaped(document, parameter, each)}" for each in value]
        if isinstance(value, dict):
            around = f"{name}%5B{{}}%5D" if parameter.style == "deepObject" else "{}"
            keys = {key: around.format(quote(key, safe="")) for key in value}
            return [f"{keys[key]}={_escaped(document, parameter, inner)}" for key, inner in value.items()]
    return [f"{name}={quote(_joined(document, parameter, value, ','), safe=',')}"]


def _escaped(document: Document, parameter: Parameter, value: JsonValue) -> str:
    return quote(_scalar(document, parameter, value), safe="")


def _joined(document: Document, parameter: Parameter, value: JsonValue, usual: str) -> str:
    """A list, or the keys and values of an object, in one text."""
    if parameter.as_json:
        return json.dumps(value)
    between = _DELIMITERS.get(parameter.style, usual)
    if isinstance(value, list):
        return between.join(_scalar(document, parameter, each) for each in value)
    if isinstance(value, dict):
        scalars = {key: _scalar(document, parameter, inner) for key, inner in value.items()}
        if parameter.explode:
            return between.join(f"{key}={inner}" for key, inner in scalars.items())
        return between.join(text for pair in scalars.items() for text in pair)
    return plain(value)


def _scalar(document: Document, parameter: Parameter, value: JsonValue) -> str:
    if isinstance(value, dict | list):
        told = f"cannot take lists or objects within the parameter “{parameter.name}”."
        raise document.wrong(told, FaultKind.VALIDATION)
    return plain(value)
