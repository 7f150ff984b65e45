"""Writing a draft: its definition as JSON text, its number and its note; nothing typed is lost or overwrites another's.

What is typed stays in the session. The hash of the definition that the author began from travels with the save, so
that a text saved by somebody else in between is never overwritten unseen.
"""

from functools import partial

import streamlit as st

from domain.errors import InvalidInput
from domain.json_types import JsonValue
from domain.json_values import content_hash
from domain.pretty import pretty
from domain.reading_order import reading_order
from domain.sources import Source, Syntax, read_source
from services.get_version import VersionDetail
from services.save_draft import save_draft
from ui.act import Decision, action_button
from ui.escape import escape
from ui.version.findings import show_findings

HEIGHT = 560
_MONOSPACE = """<style>.st-key-draft_editor textarea {
  font-family: 'JetBrains Mono', monospace; font-size: 0.8125rem; line-height: 1.5; tab-size: 2; white-space: pre;
}</style>"""


class Draft:
    """One draft in this session: what is typed, and what it began from."""

    def __init__(self, version: VersionDetail) -> None:
        self.stored = version
        self.key = f"draft.{version.id}"
        if f"{self.key}.text" not in st.session_state or self._untouched():
            self.take_stored()
        if self._typed_hash() == version.content_hash:
            st.session_state[f"{self.key}.seen"] = version.content_hash

    def take_stored(self) -> None:
        """Replace what is typed by what is saved."""
        st.session_state[f"{self.key}.text"] = pretty(reading_order(self.stored.definition))
        st.session_state[f"{self.key}.version"] = self.stored.version
        st.session_state[f"{self.key}.note"] = self.stored.note or ""
        st.session_state[f"{self.key}.seen"] = self.stored.content_hash

    def keep_mine(self) -> None:
        """Go on from what somebody else saved: the next save replaces it."""
        st.session_state[f"{self.key}.seen"] = self.stored.content_hash

    @property
    def seen(self) -> str:
        """The content hash of the definition that the typed text began from."""
        return str(st.session_state[f"{self.key}.seen"])

    def typed(self, field: str) -> str:
        """What stands in the field ``text``, ``version`` or ``note``."""
        return str(st.session_state[f"{self.key}.{field}"] or "")

    def source(self) -> Source:
        """The typed definition. Raises: InvalidInput with line and column."""
        return read_source(self.typed("text"), "definition", Syntax.JSON)

    def is_unsaved(self) -> bool:
        """True when a field differs from what is saved."""
        named = self.typed("version").strip(), self.typed("note").strip()
        return self._typed_hash() != self.stored.content_hash or named != (self.stored.version, self.stored.note or "")

    def _untouched(self) -> bool:
        return self.seen != self.stored.content_hash and self._typed_hash() == self.seen

    def _typed_hash(self) -> str | None:
        try:
            return content_hash(self.source().value)
        except InvalidInput:
            return None


def edit_draft(draft: Draft) -> None:
    """Draw the fields, what is wrong with the definition, and the save button."""
    if draft.seen != draft.stored.content_hash:
        _show_conflict(draft)
    number, note = st.columns([1, 4])
    number.text_input("Version", key=f"{draft.key}.version", persist_state="session", max_chars=100)
    note.text_input("Note", key=f"{draft.key}.note", persist_state="session", placeholder="What this version changes")
    st.html(_MONOSPACE)
    with st.container(key="draft_editor"):
        st.text_area("Definition (JSON)", key=f"{draft.key}.text", persist_state="session", height=HEIGHT)
    try:
        source, refusal = draft.source(), None
    except InvalidInput as error:
        source, refusal = None, str(error)
    with st.container(horizontal=True, vertical_alignment="center"):
        _save_button(draft, source.value if source else None, refusal)
        if draft.is_unsaved():
            st.caption(":orange[:material/edit: Not saved yet]", width="content")
    if source:
        show_findings(draft.stored.template_id, source, draft.typed("version"))
    elif refusal:
        st.error(escape(refusal), icon=":material/error:")


def _save_button(draft: Draft, definition: JsonValue, refusal: str | None) -> None:
    action_button(
        "Save draft",
        key=f"{draft.key}.save",
        action=partial(
            _save, draft.stored.id, definition, draft.typed("version").strip(), draft.typed("note"), draft.seen
        ),
        ask=False,
        primary=True,
        icon=":material/save:",
        disabled_because=refusal or (None if draft.is_unsaved() else "Everything is saved."),
    )


def _save(version_id: str, definition: JsonValue, number: str, note: str, seen: str, decision: Decision) -> str:
    save_draft(version_id, definition=definition, version=number, note=note, seen_hash=seen, actor=decision.actor)
    return f"Draft {number} is saved."


def _show_conflict(draft: Draft) -> None:
    who = escape(draft.stored.author or "Somebody")
    with st.container(border=True):
        st.markdown(f":orange[:material/group:] **{who} saved this draft since you began.** Your text is still here.")
        with st.container(horizontal=True):
            st.button("Take theirs, drop mine", key=f"{draft.key}.theirs", on_click=draft.take_stored)
            st.button("Keep mine, replace theirs when I save", key=f"{draft.key}.mine", on_click=draft.keep_mine)
