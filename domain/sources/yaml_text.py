"""YAML text, by the rules of YAML 1.2 (core schema): its value, and where each part stands.

``on``, ``yes`` and ``1.0.0`` are texts. Tags and merge keys are refused, and what aliases expand to is bounded. It is
read event by event, so that no depth of nesting can exhaust the stack.
"""

import re
from dataclasses import dataclass, field

import yaml
from yaml._yaml import CParser
from yaml._yaml import Mark as CMark

from domain.findings import Place
from domain.json_types import JsonObject, JsonValue
from domain.json_values import MAX_DEFINITION_BYTES, MAX_DEPTH
from domain.open_workflow.shape import below
from domain.sources.spots import Lines, Spot, Unreadable

_SYNTAX = "YAML"
MOST_EXPANDED = 4 * MAX_DEFINITION_BYTES
_WORDS: dict[str, JsonValue] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]+", re.ASCII)
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+", re.ASCII)
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
Mark = yaml.Mark | CMark
_TEXT_TAG = "tag:yaml.org,2002:str"


def read_yaml(text: str, where: str) -> JsonValue:
    """The value of the one document in the text. Raises: Unreadable."""
    return _Composer(text, where).compose()


def yaml_spots(text: str) -> list[Spot]:
    """Every value of a text that was read before, in its order."""
    composer = _Composer(text, "", keep_spots=True)
    composer.compose()
    return composer.spots


@dataclass(slots=True)
class _Frame:
    """A collection that is being read; ``size`` grows with what is in it."""

    value: JsonObject | list[JsonValue]
    pointer: str
    anchor: str | None
    key: str | None = None
    key_mark: Mark | None = None
    keys: dict[str, Mark | None] = field(default_factory=dict)
    size: int = 1


class _Composer:
    """Makes values of the events of one text."""

    def __init__(self, text: str, where: str, *, keep_spots: bool = False) -> None:
        self._text, self._where = text, where
        self._lines = Lines(text) if keep_spots else None
        self.spots: list[Spot] = []
        self._frames: list[_Frame] = []
        self._anchors: dict[str, tuple[JsonValue, int] | None] = {}
        self._expanded = 0
        self._root: JsonValue = None
        self._documents = 0

    def compose(self) -> JsonValue:
        """Read to the end. Raises: Unreadable."""
        try:
            parser = CParser(self._text)
            while (event := parser.get_event()) is not None:
                self._take(event)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise self._error(f"{error.problem or error.context}.", mark) from None
        except (yaml.YAMLError, UnicodeError) as error:
            raise self._error(f"{str(error).splitlines()[0][:200]}.", None) from None
        return self._root

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            frame = self._frames.pop()
            self._keep(frame.anchor, frame.value, frame.size)
            self._grow(frame.size)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise self._error("holds more than one document.", event.start_mark)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._check_tag(event)
        if self._awaits_key():
            self._key(event)
            return
        is_plain = event.implicit[0] and event.tag is None
        value = self._resolved(event) if is_plain else event.value
        size = len(event.value) + 1
        self._put(value, event.start_mark)
        self._keep(event.anchor, value, size)
        self._grow(size)

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        self._check_tag(event)
        if self._awaits_key():
            raise self._error("a key must be a text.", event.start_mark)
        if len(self._frames) >= MAX_DEPTH:
            raise self._error(f"nested deeper than {MAX_DEPTH} levels.", event.start_mark)
        value: JsonObject | list[JsonValue] = {} if isinstance(event, yaml.MappingStartEvent) else []
        pointer = self._put(value, event.start_mark)
        self._frames.append(_Frame(value, pointer, event.anchor))
        if event.anchor is not None:
            self._anchors[event.anchor] = None

    def _alias(self, event: yaml.AliasEvent) -> None:
        name = str(event.anchor)
        if self._awaits_key():
            raise self._error("a key must be a text.", event.start_mark)
        if name not in self._anchors:
            raise self._error(f"there is no anchor “{name[:60]}” before this alias.", event.start_mark)
        found = self._anchors[name]
        if found is None:
            raise self._error(f"the alias “{name[:60]}” stands inside of what it names.", event.start_mark)
        value, size = found
        self._expanded += size
        if self._expanded > MOST_EXPANDED:
            raise self._error(f"its aliases stand for more than {MOST_EXPANDED:,} characters.", event.start_mark)
        self._put(value, event.start_mark)
        self._grow(size)

    def _awaits_key(self) -> bool:
        return bool(self._frames) and isinstance(self._frames[-1].value, dict) and self._frames[-1].key is None

    def _key(self, event: yaml.ScalarEvent) -> None:
        frame, key = self._frames[-1], str(event.value)
        if key == "<<" and event.implicit[0]:
            raise self._error("merge keys (<<) are not part of YAML 1.2.", event.start_mark)
        if key in frame.keys:
            before = self._place(frame.keys[key])
            also = f": it stands at line {before.line}, column {before.column} too" if before else ""
            raise self._error(f"“{key[:60]}” is there twice{also}.", event.start_mark)
        frame.key, frame.key_mark = key, event.start_mark
        frame.keys[key] = event.start_mark
        frame.size += len(key)

    def _put(self, value: JsonValue, mark: Mark | None) -> str:
        """Add a value to the collection around it, and give its pointer."""
        if not self._frames:
            self._root = value
            return self._noted("", None, mark)
        frame = self._frames[-1]
        if isinstance(frame.value, list):
            frame.value.append(value)
            return self._noted(f"{frame.pointer}/{len(frame.value) - 1}", None, mark)
        key, frame.key = str(frame.key), None
        frame.value[key] = value
        return self._noted(below(frame.pointer, key), frame.key_mark, mark)

    def _noted(self, pointer: str, key: Mark | None, value: Mark | None) -> str:
        if self._lines is not None and value is not None:
            at = self._lines.offset
            key_at = None if key is None else at(key.line, key.column)
            self.spots.append(Spot(pointer, key_at, at(value.line, value.column)))
        return pointer

    def _keep(self, anchor: str | None, value: JsonValue, size: int) -> None:
        if anchor is not None:
            self._anchors[anchor] = (value, size)

    def _grow(self, size: int) -> None:
        if self._frames:
            self._frames[-1].size += size

    def _check_tag(self, event: yaml.NodeEvent) -> None:
        tag = getattr(event, "tag", None)
        if tag not in (None, "!", _TEXT_TAG):
            raise self._error(f"the tag “{str(tag)[:60]}” is not read: only plain YAML is.", event.start_mark)

    def _resolved(self, event: yaml.ScalarEvent) -> JsonValue:
        text = str(event.value)
        if text in _WORDS:
            return _WORDS[text]
        if text[0] not in "-+.0123456789":
            return text
        if _NOT_FINITE.fullmatch(text):
            raise self._error(f"holds {text}, which JSON does not know.", event.start_mark)
        try:
            if _INTEGER.fullmatch(text):
                return int(text)
            if _BASED.fullmatch(text):
                return int(text, 0)
            return float(text) if _FLOAT.fullmatch(text) else text
        except ValueError:
            raise self._error("holds a number that is too long.", event.start_mark) from None

    def _error(self, what: str, mark: Mark | None) -> Unreadable:
        return Unreadable(self._where, _SYNTAX, what, self._place(mark))

    @staticmethod
    def _place(mark: Mark | None) -> Place | None:
        return Place(mark.line + 1, mark.column + 1) if mark is not None else None
