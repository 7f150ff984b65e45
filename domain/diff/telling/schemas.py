"""Sentences about JSON Schemas: of inputs, outputs, contexts and forms."""

from collections.abc import Sequence

from domain.definition_graph.texts import few, items, part
from domain.diff.model import Change, ChangeKind
from domain.diff.telling.phrases import code, value
from domain.diff.telling.place import Place
from domain.diff.telling.schema_paths import SchemaPlace, schema_place
from domain.diff.telling.shows import number
from domain.diff.telling.wording import Found, Part, sentence
from domain.json_types import JsonValue

_TYPES = {
    "string": "a text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "object": "an object",
    "array": "a list",
    "null": "null",
}
_NOUNS = {
    "title": "the title",
    "description": "the description",
    "default": "the default",
    "examples": "the examples",
    "pattern": "the pattern",
    "format": "the format",
    "const": "the only value",
    "minLength": "the least length",
    "maxLength": "the greatest length",
    "minimum": "the least value",
    "maximum": "the greatest value",
    "minItems": "the least number of entries",
    "maxItems": "the greatest number of entries",
    "minProperties": "the least number of properties",
    "maxProperties": "the greatest number of properties",
    "properties": "properties",
    "items": "what its entries are",
}


def schema_words(change: Change, place: Place) -> str | None:
    """The sentence when ``change`` is inside of a schema, else None."""
    found = schema_place(place)
    if found is None:
        return None
    subject = _subject(found, place)
    if found.is_field:
        return _field(change, found, subject)
    tell = {"required": _required, "type": _type, "enum": _enum, "additionalProperties": _others}.get(found.keyword)
    told = tell(change, found, subject, place) if tell else None
    if told is not None:
        return told
    if not found.keyword:
        return sentence(Found(Part("the schema"), subject), change)
    noun = _NOUNS.get(found.keyword, "the rule {0}")
    show = number if found.keyword.startswith(("min", "max")) else value
    return sentence(Found(Part(noun, show), subject, (found.keyword,), found.tail), change)


def _subject(found: SchemaPlace, place: Place, *more: str) -> str:
    """Such as ``input `address.street` ``, with the task where it is a task's."""
    names = (*found.field, *more)
    noun = "form field" if found.noun == "form" else found.noun
    subject = f"{noun} {code('.'.join(names))}" if names else f"the {found.noun}"
    return f"{subject} of {code(place.name)}" if place.name is not None else subject


def _field(change: Change, found: SchemaPlace, subject: str) -> str | None:
    if change.kind is ChangeKind.REMOVED:
        return f"{subject} was removed"
    if change.kind is not ChangeKind.ADDED:
        return None
    required = found.field[-1] in items(part(found.parent, "required"))
    told = [_types(part(change.new, "type")), "required" if required else "not required"]
    return f"{subject} was added ({', '.join(text for text in told if text)})"


def _required(change: Change, found: SchemaPlace, subject: str, place: Place) -> str | None:
    def named(given: JsonValue) -> str | None:
        names = given if isinstance(given, list) and not found.tail else [given]
        texts = [name for name in names if isinstance(name, str)]
        if len(texts) != len(names) or not texts:
            return None
        return " and ".join(_subject(found, place, name) for name in texts) if len(texts) < 3 else _all(subject, texts)

    added, removed = named(change.new), named(change.old)
    if change.kind is ChangeKind.ADDED and added:
        return f"{added} became required"
    if change.kind is ChangeKind.REMOVED and removed:
        return f"{removed} {'is' if ' and ' not in removed else 'are'} no longer required"
    if change.kind is ChangeKind.CHANGED and added and removed:
        return f"{added} became required in place of {removed}"
    return f"the order in which {subject} names what is required changed" if change.kind is ChangeKind.MOVED else None


def _all(subject: str, names: Sequence[str]) -> str:
    return f"{few([code(name) for name in names], 10)} of {subject}"


def _type(change: Change, found: SchemaPlace, subject: str, _: Place) -> str | None:
    new, old = _types(change.new), _types(change.old)
    if found.tail:
        return _one_more(change, subject, new or value(change.new), old or value(change.old))
    if change.kind is ChangeKind.CHANGED and new and old:
        return f"{subject} is now {new}, was {old}"
    if change.kind is ChangeKind.ADDED and new:
        return f"{subject} must now be {new}"
    return f"{subject} need no longer be {old}" if change.kind is ChangeKind.REMOVED and old else None


def _enum(change: Change, found: SchemaPlace, subject: str, _: Place) -> str | None:
    if found.tail:
        return _one_more(change, subject, value(change.new), value(change.old))
    if change.kind is ChangeKind.ADDED:
        return f"{subject} may now only be one of {value(change.new)}"
    return f"{subject} may now be any value, was one of {value(change.old)}" if change.after is None else None


def _one_more(change: Change, subject: str, new: str, old: str) -> str | None:
    return {
        ChangeKind.ADDED: f"{subject} may now also be {new}",
        ChangeKind.REMOVED: f"{subject} may no longer be {old}",
        ChangeKind.CHANGED: f"{subject} may now be {new}, but no longer {old}",
        ChangeKind.MOVED: f"the order of what {subject} may be changed: {new}",
    }.get(change.kind)


def _others(change: Change, found: SchemaPlace, subject: str, _: Place) -> str | None:
    if found.tail:
        return None
    if change.after is not None and change.new is False:
        return f"{subject} may no longer have properties that its schema does not name"
    if (change.after is None and change.old is False) or (change.before is not None and change.new is True):
        return f"{subject} may now have properties that its schema does not name"
    return None


def _types(given: JsonValue) -> str:
    """Such as ``a text or null``; empty where it is no known type."""
    names = [
        _TYPES.get(each) if isinstance(each, str) else None for each in (given if isinstance(given, list) else [given])
    ]
    known = [name for name in names if name]
    return " or ".join(known) if len(known) == len(names) else ""
