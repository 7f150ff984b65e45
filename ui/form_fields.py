"""The fields of a form as a schema has them: what each is called, where it stands, what is inside it."""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias

from domain.json_types import JsonObject, JsonValue
from domain.schema_fields import DEEPEST_FIELD, items_of, properties_of, required_of, schema_at, types_of
from ui.escape import escape

_STEP = str.maketrans({"~": "~0", ".": "~1", "/": "~2"})


class Nothing(Enum):
    """The value of a field that is empty, which is not null."""

    NOTHING = 0


NOTHING: Final = Nothing.NOTHING
Value: TypeAlias = "JsonValue | Nothing"


@dataclass(frozen=True)
class Field:
    """One place of the data; ``schema`` is its own, ``root`` the one that references lead into."""

    name: str
    schema: JsonObject
    root: JsonObject
    key: str
    required: bool = False
    depth: int = 1

    @property
    def label(self) -> str:
        """Its title or its name in words, with a star when it is required; safe in Markdown."""
        title = self.schema.get("title")
        text = title if isinstance(title, str) and title.strip() else _in_words(self.name)
        return escape(text) + (" *" if self.required else "")

    @property
    def help(self) -> str:
        """Its description and its name."""
        text = self.schema.get("description")
        return escape(f"{text} ({self.name})" if isinstance(text, str) and text.strip() else f"({self.name})")


def fields_within(within: Field) -> list[Field]:
    """The members of an object: required ones first, in the author's order."""
    needed, found = required_of(within.schema), properties_of(within.schema)
    names = sorted(found, key=lambda name: needed.index(name) if name in needed else len(needed))
    return [
        Field(
            name,
            schema_at(found[name], within.root),
            within.root,
            f"{within.key}.{name.translate(_STEP)}",
            name in needed,
            within.depth + 1,
        )
        for name in names
    ]


def is_opened(each: Field) -> bool:
    """An object, or an array of objects, whose members are known and not too deep inside."""
    if each.depth >= DEEPEST_FIELD:
        return False
    kinds = types_of(each.schema)
    if kinds in {("object",), ()}:
        return bool(properties_of(each.schema))
    return kinds == ("array",) and bool(properties_of(schema_at(items_of(each.schema), each.root)))


def element_of(each: Field, number: int) -> Field:
    """One element of an array, counted from 0."""
    schema = schema_at(items_of(each.schema), each.root)
    return Field(f"{each.name} {number + 1}", schema, each.root, f"{each.key}.{number}", depth=each.depth + 1)


def _in_words(name: str) -> str:
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[_-]+", " ", name).strip()
    return words[:1].upper() + words[1:].lower() if words else name
