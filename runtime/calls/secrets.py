"""Secrets in calls: placeholders that stand for them, and texts out of which their values are taken again.

A workflow sees placeholders alone, so that no value reaches Temporal. An activity puts the values in right before it
sends, and the placeholders back into whatever comes home.
"""

import json
import re
from collections.abc import Callable, Iterator
from urllib.parse import quote, quote_plus

from domain.faults import FaultKind, fault
from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.shape import is_expression

SHORTEST = 4
"""A shorter value would be found in texts that have nothing to do with it, so it is not looked for in answers."""
COMPUTED = "⟦secret⟧"
"""Stands where a text was computed from secrets."""
_MENTIONED = re.compile(r"""\$secrets(?:\s*\.\s*([A-Za-z_]\w*)|\s*\.?\s*\[?\s*"([^"\\]*)"|\b)""", re.ASCII)

_Spelling = Callable[[str], str]
_Writing = Callable[[JsonValue], str]


def declared_in(definition: JsonObject) -> list[str]:
    """The names under ``use.secrets``."""
    use = definition.get("use")
    named = use.get("secrets") if isinstance(use, dict) else None
    return [name for name in named if isinstance(name, str)] if isinstance(named, list) else []


def computes_on_secrets(value: JsonValue) -> bool:
    """True when an expression in this data mentions ``$secrets``."""
    return any(is_expression(text) and "$secrets" in text for text in texts_in(value))


def texts_in(value: JsonValue) -> Iterator[str]:
    """Every text in some data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts_in(inner)


def refuse_unavailable(text: str, available: JsonObject, declared: list[str], reference: str) -> None:
    """Refuse an expression that mentions a secret it cannot have. Raises: Fault of the type *authorization*, 403."""
    for dotted, quoted in _MENTIONED.findall(text):
        for name in [dotted or quoted] if dotted or quoted else declared:
            refuse_missing(name, available, declared, reference)


def refuse_missing(name: str, available: JsonObject, declared: list[str], reference: str) -> None:
    """Refuse a secret that is not declared or not available. Raises: Fault of the type *authorization*, 403."""
    if name not in declared:
        told = f"The secret “{name}” is not listed under use.secrets of the definition."
    elif name not in available:
        told = f"The worker has no secret “{name}”. See POINTSMAN_SECRETS_FILE and POINTSMAN_SECRETS_DIR."
    else:
        return
    raise fault(FaultKind.AUTHORIZATION, reference, told)


def placeholders_in(learned: JsonValue) -> JsonObject:
    """The placeholders in what a run learned of its secrets (``SecretShapes``); none before it did."""
    found = learned.get("placeholders") if isinstance(learned, dict) else None
    return found if isinstance(found, dict) else {}


def placeholders_of(secrets: JsonObject, mark: str) -> JsonObject:
    """The same shape with a placeholder in the place of each scalar; null stays null."""
    return {name: _stand_in(value, name, mark) for name, value in secrets.items()}


def _stand_in(value: JsonValue, path: str, mark: str) -> JsonValue:
    if isinstance(value, dict):
        return {key: _stand_in(inner, f"{path}/{key}", mark) for key, inner in value.items()}
    if isinstance(value, list):
        return [_stand_in(inner, f"{path}/{index}", mark) for index, inner in enumerate(value)]
    return None if value is None else f"⟦secret:{path}{':' if mark else ''}{mark}⟧"


class Values:
    """The values of some secrets beside their placeholders."""

    def __init__(self, secrets: JsonObject, mark: str) -> None:
        self.secrets = secrets
        self._resolvable = bool(mark)
        stand_ins = placeholders_of(secrets, mark)
        self._pairs = [(str(held), value) for held, value in _leaves(stand_ins, secrets) if held is not None]
        self._hidden: dict[str, str] = {}
        for held, value in self._pairs:
            self._hide(_written(value), held)

    def resolved(self, value: JsonValue) -> JsonValue:
        """The data with values in the place of placeholders; a text that is one placeholder gets the value's type."""
        if not self._resolvable:
            return value
        if isinstance(value, str):
            whole = next((real for held, real in self._pairs if held == value), None)
            return whole if whole is not None else self.resolved_text(value)
        if isinstance(value, dict):
            return {self.resolved_text(key): self.resolved(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.resolved(inner) for inner in value]
        return value

    def resolved_text(self, text: str) -> str:
        """The text with values in the place of placeholders."""
        return self._replaced(text, str, _written)

    def resolved_uri(self, uri: str) -> str:
        """The URI with escaped values in the place of placeholders, escaped ones too."""
        escaped = self._replaced(uri, lambda held: quote(held, safe=""), lambda value: quote(_written(value), safe=""))
        return self._replaced(escaped, str, lambda value: quote(_written(value), safe=""))

    def learn(self, computed: JsonValue, shown: JsonValue) -> None:
        """Note what an expression gave with the values, and with placeholders: where they differ is a secret too."""
        if isinstance(computed, str) and computed != shown and self.hidden_text(computed) != shown:
            words = set(str(shown).split())
            for text in (computed, *(word for word in computed.split() if word not in words)):
                self._hide(text, COMPUTED)
        elif isinstance(computed, dict | list):
            same = type(computed) is type(shown)
            for key, inner in computed.items() if isinstance(computed, dict) else enumerate(computed):
                self.learn(inner, _member(shown, key) if same else None)

    def hidden(self, value: JsonValue) -> JsonValue:
        """The data with placeholders in the place of values, wherever they stand."""
        if isinstance(value, str):
            return self.hidden_text(value)
        if isinstance(value, dict):
            return {self.hidden_text(key): self.hidden(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.hidden(inner) for inner in value]
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self._hidden.get(_written(value), value)
        return value

    def hidden_text(self, text: str) -> str:
        """The text with placeholders in the place of values."""
        return self._finder().sub(lambda found: self._hidden[found.group()], text) if self._hidden else text

    def hidden_bytes(self, raw: bytes) -> bytes:
        """The same for what may be no text."""
        if not self._hidden:
            return raw
        finder = re.compile(self._finder().pattern.encode())
        return finder.sub(lambda found: self._hidden[found.group().decode()].encode(), raw)

    def hide(self, text: str) -> None:
        """Note a text that was made of secrets, such as a header with credentials."""
        self._hide(text, COMPUTED)

    def _hide(self, text: str, held: str) -> None:
        if len(text) < SHORTEST or text in ("true", "false"):
            return
        escaped = (text, *_escaped(text), *(twice for once in _escaped(text) for twice in _escaped(once)))
        for form in (*escaped, quote(text, safe=""), quote_plus(text)):
            self._hidden.setdefault(form, held)

    def _finder(self) -> re.Pattern[str]:
        """Everything to hide at once, longer texts first: no placeholder is searched again."""
        return re.compile("|".join(re.escape(each) for each in sorted(self._hidden, key=len, reverse=True)))

    def _replaced(self, text: str, spelled: _Spelling, written: _Writing) -> str:
        for held, value in self._pairs if self._resolvable else ():
            text = text.replace(spelled(held), written(value))
        return text


def _leaves(shape: JsonValue, values: JsonValue) -> Iterator[tuple[JsonValue, JsonValue]]:
    if isinstance(shape, dict) and isinstance(values, dict):
        for key, inner in shape.items():
            yield from _leaves(inner, values[key])
    elif isinstance(shape, list) and isinstance(values, list):
        for inner, value in zip(shape, values, strict=True):
            yield from _leaves(inner, value)
    else:
        yield shape, values


def _written(value: JsonValue) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _escaped(text: str) -> tuple[str, str]:
    """How JSON writes it, with and without escapes for what is not ASCII."""
    return json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]


def _member(value: JsonValue, key: str | int) -> JsonValue:
    if isinstance(value, dict):
        return value.get(str(key))
    return value[key] if isinstance(value, list) and isinstance(key, int) and key < len(value) else None
