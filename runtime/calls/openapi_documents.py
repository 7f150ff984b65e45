"""An OpenAPI document as it was read: references within it are followed, none lead out of it."""

from dataclasses import dataclass

from domain.faults import Fault, FaultKind, fault
from domain.json_types import JsonObject, JsonValue

_MOST_REFERENCES = 50


@dataclass(frozen=True)
class Document:
    """``uri`` is where it came from, ``reference`` the task that needs it."""

    root: JsonObject
    uri: str
    reference: str

    @property
    def is_old(self) -> bool:
        """True for OpenAPI 2.0, also known as Swagger."""
        return "swagger" in self.root

    def wrong(self, sentence: str, kind: FaultKind = FaultKind.CONFIGURATION) -> Fault:
        """The fault of a document, or of a call that does not fit it."""
        return fault(kind, self.reference, f"The OpenAPI document {self.uri} {sentence}")

    def resolved(self, value: JsonValue) -> JsonValue:
        """The value, or what its ``$ref`` leads to (RFC 6901). Raises: Fault."""
        for _ in range(_MOST_REFERENCES):
            if not isinstance(value, dict) or not isinstance(value.get("$ref"), str):
                return value
            value = self._found(str(value["$ref"]))
        raise self.wrong("has references that lead in a circle.")

    def member(self, owner: JsonValue, key: str) -> JsonObject:
        """An object below another, references followed; empty when there is none. Raises: Fault."""
        found = self.resolved(owner.get(key)) if isinstance(owner, dict) else None
        return found if isinstance(found, dict) else {}

    def members(self, owner: JsonValue, key: str) -> list[JsonObject]:
        """A list of objects below another, references followed. Raises: Fault."""
        listed = owner.get(key) if isinstance(owner, dict) else None
        found = [self.resolved(each) for each in listed] if isinstance(listed, list) else []
        return [each for each in found if isinstance(each, dict)]

    def _found(self, reference: str) -> JsonValue:
        if not reference.startswith("#"):
            raise self.wrong(f"refers to another document ({reference[:100]}), which Pointsman does not follow.")
        value: JsonValue = self.root
        for step in reference[1:].split("/")[1:]:
            key = step.replace("~1", "/").replace("~0", "~")
            if isinstance(value, list) and key.isascii() and key.isdigit() and int(key) < len(value):
                value = value[int(key)]
            elif isinstance(value, dict) and key in value:
                value = value[key]
            else:
                raise self.wrong(f"refers to “{reference[:100]}”, which it does not have.")
        return value
