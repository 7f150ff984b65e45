"""The arguments of a call (its ``with``): expressions in them, and the types that they must have."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from domain.faults import Fault, FaultKind, fault
from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.shape import is_expression

_NAME_IN_URI = re.compile(r"\{([^{}]+)\}")
OUTPUTS = ("content", "raw", "response")


@dataclass(frozen=True)
class Arguments:
    """How the arguments of one call are read: ``evaluate`` works out one expression and raises Fault where it fails.

    ``input`` is the task's transformed input, ``reference`` the task, ``policies`` what stands under
    ``use.authentications``.
    """

    input: JsonValue
    reference: str
    evaluate: Callable[[str], JsonValue]
    policies: JsonObject

    def filled(self, value: JsonValue) -> JsonValue:
        """Free data with each whole ``${ … }`` text replaced by its value (specification: *strict* mode)."""
        if isinstance(value, str):
            return self.evaluate(value) if is_expression(value) else value
        if isinstance(value, dict):
            return {key: self.filled(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.filled(inner) for inner in value]
        return value

    def object(self, value: JsonValue, what: str) -> JsonObject:
        """An object, empty where there is none. Raises: Fault."""
        found = self.filled(value)
        if found is None:
            return {}
        if isinstance(found, dict):
            return found
        raise self.wrong(f"{what} must be an object.")

    def text(self, value: JsonValue, what: str) -> str:
        """Text that is not empty. Raises: Fault."""
        found = self.filled(value)
        if isinstance(found, str) and found:
            return found
        raise self.wrong(f"{what} must be text.")

    def endpoint(self, value: JsonValue, what: str) -> tuple[str, JsonValue]:
        """The URI of an endpoint and its ``authentication``, which is still to be read.

        ``{name}`` in the URI is replaced (RFC 6570 section 3.2.2) from the input's top-level properties. Raises: Fault.
        """
        whole = self.filled(value) if isinstance(value, str) else value
        authentication: JsonValue = None
        if isinstance(whole, dict):
            authentication = whole.get("authentication")
            whole = whole.get("uri") if whole is not value else self.filled(whole.get("uri"))
        if not isinstance(whole, str) or not whole:
            raise self.wrong(f"{what} must be a URI, as text.")
        return _NAME_IN_URI.sub(self._named, whole), authentication

    def output(self, arguments: JsonObject) -> str:
        """What the call gives: content, raw or response. Raises: Fault."""
        wanted = self.filled(arguments.get("output", "content"))
        if wanted not in OUTPUTS:
            raise self.wrong(f"output must be one of {', '.join(OUTPUTS)}.")
        return str(wanted)

    def wrong(self, sentence: str, kind: FaultKind = FaultKind.CONFIGURATION) -> Fault:
        """The fault of a call that cannot be made as it is written."""
        return fault(kind, self.reference, sentence)

    def _named(self, match: re.Match[str]) -> str:
        value = self.input.get(match[1]) if isinstance(self.input, dict) else None
        if isinstance(value, dict | list):
            raise self.wrong(f"{match[0]} in the endpoint stands for no plain value.", FaultKind.EXPRESSION)
        if value in (".", ".."):
            raise self.wrong(
                f"{match[0]} in the endpoint is “{value}”, which would lead elsewhere.", FaultKind.EXPRESSION
            )
        return quote(plain(value), safe="", errors="replace")


def plain(value: JsonValue) -> str:
    """A scalar as it stands in a URI or header; nothing for null."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def shortened(uri: str) -> str:
    """A URI as sentences tell it: a huge query would make them unreadable."""
    return uri if len(uri) <= 200 else uri[:199] + "…"
