"""A cell of text as the JSON value that the schema of its field asks for."""

from domain.errors import InvalidInput
from domain.json_types import JsonObject, JsonValue
from domain.json_values import compact, parse_json
from domain.schema_fields import types_of

_WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_BEGINS_JSON = ("{", "[")


def typed_cell(text: str, schema: JsonObject, where: str) -> JsonValue:
    """The value of a cell that is not empty.

    Without a type in the schema, an object or array in JSON is read as such and all else is text. Raises: InvalidInput
    that says what the field wants.
    """
    options = schema.get("enum")
    if isinstance(options, list):
        for option in options:
            if text.strip() == (option if isinstance(option, str) else compact(option)):
                return option
    kinds = types_of(schema)
    if not kinds:
        return _untyped(text)
    for kind in (each for each in kinds if each != "string"):
        try:
            return _typed(text, kind, where)
        except InvalidInput as refusal:
            problem = refusal
    if "string" in kinds:
        return text
    raise problem


def _untyped(text: str) -> JsonValue:
    if text.lstrip().startswith(_BEGINS_JSON):
        try:
            return parse_json(text, "cell")
        except InvalidInput:
            return text
    return text


def _typed(text: str, kind: str, where: str) -> JsonValue:
    if kind == "boolean":
        return _boolean(text, where)
    if kind in {"integer", "number"}:
        return _number(text, kind, where)
    found = parse_json(text, where)
    if not isinstance(found, dict if kind == "object" else list):
        raise InvalidInput(where, f"“{text[:60]}” must be an {kind} in JSON.")
    return found


def _boolean(text: str, where: str) -> bool:
    found = _WORDS.get(text.strip().casefold())
    if found is None:
        raise InvalidInput(where, f"“{text[:60]}” must be true or false.")
    return found


def _number(text: str, kind: str, where: str) -> JsonValue:
    try:
        found = parse_json(text.strip(), where)
    except InvalidInput:
        found = None
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise InvalidInput(where, f"“{text[:60]}” must be a number, such as 1200 or 12.5.")
    if kind == "integer" and isinstance(found, float):
        if not found.is_integer():
            raise InvalidInput(where, f"“{text[:60]}” must be a whole number.")
        return int(found)
    return found
