"""Whether a change of a JSON Schema refuses what was accepted before."""

from domain.diff.model import Change, ChangeKind
from domain.diff.telling.model import Risk
from domain.diff.telling.schema_paths import SchemaPlace
from domain.json_types import JsonValue

ANNOTATIONS = frozenset(
    {"title", "description", "default", "examples", "$comment", "deprecated", "readOnly", "writeOnly"}
)
"""Keywords for people (JSON Schema 2020-12, Validation, section 9); the engine fills in no default."""
_LOWER_BOUNDS = frozenset({"minLength", "minimum", "exclusiveMinimum", "minItems", "minProperties", "minContains"})
_UPPER_BOUNDS = frozenset({"maxLength", "maximum", "exclusiveMaximum", "maxItems", "maxProperties", "maxContains"})
_CLOSING = frozenset({"additionalProperties", "unevaluatedProperties", "unevaluatedItems", "additionalItems"})
_RULES = frozenset({"pattern", "format", "const", "multipleOf", "uniqueItems", "contains", "propertyNames"})
_ALTERNATIVES = frozenset({"enum", "type", "anyOf"})
_DEMANDS = frozenset({"required", "allOf"})
_DEFINITIONS = frozenset({"$defs", "definitions"})


def schema_risk(change: Change, place: SchemaPlace) -> Risk:
    """Cosmetic for annotations and order; behaviour where all that was accepted still is; else breaking."""
    keyword, kind = place.keyword, change.kind
    if place.is_field:
        return Risk.BEHAVIOUR if kind is ChangeKind.ADDED and change.new is not False else Risk.BREAKING
    if keyword in ANNOTATIONS:
        return Risk.COSMETIC
    if len(place.tail) > (keyword in _ALTERNATIVES | _DEMANDS):
        return Risk.BREAKING
    if kind is ChangeKind.MOVED:
        return Risk.COSMETIC
    if not keyword:
        return Risk.BEHAVIOUR if change.new is True else Risk.BREAKING
    return Risk.BEHAVIOUR if _widens(keyword, change, place) else Risk.BREAKING


def _widens(keyword: str, change: Change, place: SchemaPlace) -> bool:
    removed, added = change.kind is ChangeKind.REMOVED, change.kind is ChangeKind.ADDED
    if place.tail:
        return added if keyword in _ALTERNATIVES else removed
    if removed:
        return keyword in _LOWER_BOUNDS | _UPPER_BOUNDS | _CLOSING | _RULES | _ALTERNATIVES | _DEMANDS
    if keyword in _DEFINITIONS:
        return added
    if keyword == "properties":
        return added
    return not added and _accepts_more(keyword, change.old, change.new)


def _accepts_more(keyword: str, old: JsonValue, new: JsonValue) -> bool:
    """True where the new value of a keyword accepts all that the old one did."""
    if keyword in _LOWER_BOUNDS or keyword in _UPPER_BOUNDS:
        if not isinstance(old, int | float) or not isinstance(new, int | float):
            return False
        return new <= old if keyword in _LOWER_BOUNDS else new >= old
    if keyword in _CLOSING:
        return old is False or new is True
    if keyword == "uniqueItems":
        return new is False
    if keyword == "type":
        return _types(old) <= _types(new)
    return False


def _types(value: JsonValue) -> set[str]:
    """The types that are accepted; every whole number is a number."""
    names = {each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)}
    return names | {"integer"} if "number" in names else names
