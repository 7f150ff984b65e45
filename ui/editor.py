"""A JSON text to write, in the browser: errors marked in place, completion, and nothing typed is ever lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from domain.findings import Finding, Place
from domain.json_types import JsonObject
from ui.piece import piece

HEIGHT = 620


@dataclass(frozen=True)
class Typed:
    """The text as it stood in the browser a moment ago.

    ``adopt`` names the text that the browser was given, ``edit`` the state of the text, ``base`` is the content hash
    of what it began from; ``base_text`` is that text itself where the browser restored one.
    """

    adopt: str
    edit: int
    text: str
    base: str
    base_text: str | None


@dataclass(frozen=True)
class Answer:
    """What became of the state ``edit`` of the text: saved with the content hash ``hash``, or not, and why."""

    edit: int
    hash: str | None
    said: str
    tone: str


@dataclass(frozen=True)
class Sheet:
    """What the browser is to show; ``text`` goes there only where it is not yet."""

    draft: str
    adopt: str
    text: str
    drops: bool
    base: str
    answer: Answer
    findings: Sequence[Finding]
    theirs: str | None
    schema: JsonObject | None
    jump: Place | None = None


def can_edit() -> bool:
    """False where the browser piece has not been built."""
    return piece("editor") is not None


def heard(key: str) -> Typed | None:
    """What the browser said before this run began, None when it said nothing."""
    return _typed(getattr(st.session_state.get(key), "typed", None))


def show_editor(sheet: Sheet, *, key: str, height: int = HEIGHT) -> Typed | None:
    """Show the editor, ``height`` pixels high, and return what the browser said."""
    editor = piece("editor")
    if editor is None:
        return None
    said = heard(key)
    is_there = said is not None and said.adopt == sheet.adopt
    data = {
        "draft": sheet.draft,
        "adopt": sheet.adopt,
        "text": None if is_there else sheet.text,
        "drops": sheet.drops,
        "base": sheet.base,
        "answer": sheet.answer.__dict__,
        "findings": [_told(each) for each in sheet.findings],
        "theirs": sheet.theirs,
        "schema": None if is_there else sheet.schema,
        "height": height,
        "jump": _jump(sheet.jump),
    }
    return _typed(editor(data=data, key=key, height="content", on_typed_change=lambda: None).typed)


def _typed(said: Any) -> Typed | None:
    if not isinstance(said, dict):
        return None
    base_text = said["baseText"]
    return Typed(
        str(said["adopt"]),
        int(said["edit"]),
        str(said["text"]),
        str(said["base"]),
        None if base_text is None else str(base_text),
    )


def _told(finding: Finding) -> dict[str, object]:
    place = finding.place or Place(1, 1)
    return {
        "line": place.line,
        "column": place.column,
        "severity": finding.severity.value,
        "message": finding.sentence,
        "pointer": finding.pointer,
    }


def _jump(place: Place | None) -> dict[str, object] | None:
    return None if place is None else {"id": f"{place.line}:{place.column}", "line": place.line, "column": place.column}
