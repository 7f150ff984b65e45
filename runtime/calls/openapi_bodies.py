"""The body of an OpenAPI operation: ``body`` and ``formData`` of 2.0, ``requestBody`` of 3.x."""

from dataclasses import dataclass, field

from domain.json_types import JsonObject, JsonValue
from runtime.calls.openapi_documents import Document
from runtime.calls.openapi_parameters import Parameter

WHOLE = ("body", "requestBody")
"""Names under which the parameters of a call may give the whole body of an operation that has one (3.x)."""
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True)
class Body:
    """A body; ``names`` are the parameters that may go into it, ``required`` those that must."""

    value: JsonValue = None
    media_type: str = ""
    names: list[str] = field(default_factory=list)
    required: list[str] = field(default_factory=list)


def body_of(
    document: Document, operation: JsonObject, known: list[Parameter], rest: JsonObject, given: JsonObject
) -> Body:
    """Work out the body; ``rest`` are the given parameters that have no place of their own. Raises: Fault."""
    if document.is_old:
        return _old_body(document, operation, known, given)
    stanza = document.member(operation, "requestBody")
    if not stanza:
        return Body()
    media_type, schema = _preferred(document, document.member(stanza, "content"))
    required = stanza.get("required") is True
    whole = next((name for name in WHOLE if name in rest), None)
    properties = _properties(document, schema)
    if whole is not None and whole not in properties:
        return Body(rest[whole], media_type, [whole])
    parts = {name: value for name, value in rest.items() if name in properties}
    names = [WHOLE[0], *properties]
    if not parts:
        return Body(names=names, required=[WHOLE[0]] if required else [])
    listed = schema.get("required")
    needed = [str(name) for name in listed] if isinstance(listed, list) else []
    return Body(parts, media_type, names, needed)


def _preferred(document: Document, content: JsonObject) -> tuple[str, JsonObject]:
    """JSON where the operation takes it, else a form, else what comes first."""

    def rank(media_type: str) -> int:
        plain = media_type.split(";")[0].strip().lower()
        return 0 if plain.endswith(("/json", "+json")) else 1 if plain in _FORMS else 2

    chosen = min(content, key=rank, default="application/json")
    return chosen.replace("*/*", "application/json"), document.member(document.member(content, chosen), "schema")


def _properties(document: Document, schema: JsonObject) -> list[str]:
    """The names of the properties of an object's schema, those of ``allOf`` too."""
    names = list(document.member(schema, "properties"))
    for part in document.members(schema, "allOf"):
        names += [name for name in document.member(part, "properties") if name not in names]
    return names


def _old_body(document: Document, operation: JsonObject, known: list[Parameter], given: JsonObject) -> Body:
    listed = operation.get("consumes", document.root.get("consumes"))
    consumed = [str(each) for each in listed] if isinstance(listed, list) else []
    whole = next((each for each in known if each.place == "body"), None)
    if whole is not None:
        media_type = next((each for each in consumed if "json" in each), "application/json")
        return Body(given.get(whole.name), media_type if whole.name in given else "")
    fields = [each for each in known if each.place == "formData"]
    for each in fields:
        if each.name in given and each.stanza.get("type") == "file":
            raise document.wrong(f"takes a file as “{each.name}”, which Pointsman does not send.")
    parts = {each.name: _field(each, given[each.name]) for each in fields if each.name in given}
    if not parts:
        return Body()
    return Body(parts, "multipart/form-data" if _FORMS[0] not in consumed and _FORMS[1] in consumed else _FORMS[0])


def _field(parameter: Parameter, value: JsonValue) -> JsonValue:
    if isinstance(value, list) and parameter.style != "multi":
        return {"ssv": " ", "tsv": "\t", "pipes": "|"}.get(parameter.style, ",").join(str(each) for each in value)
    return value
