"""Writing a draft: its number, its note and its definition; what is typed is saved as it is typed."""

from collections.abc import Sequence

import streamlit as st

from domain.errors import InvalidInput
from domain.findings import Finding
from domain.open_workflow.completion import completion_schema
from domain.pretty import pretty
from domain.reading_order import reading_order
from domain.vocabulary import Format
from services.check_definition import check_definition
from services.save_draft import Manner
from ui.act import Decision, action_button
from ui.actor import current_actor
from ui.editor import Sheet, can_edit, show_editor
from ui.escape import escape
from ui.version.conflict import show_conflict, show_name_conflict
from ui.version.draft import Draft
from ui.version.findings import asked_place, show_findings

TEXT_PIXELS = 560
PLAIN = (
    "The editor of the browser has not been built on this server, so nothing is saved by itself: press “Save draft” "
    "before you leave or reload this page. `Ctrl+Enter` in the text checks what you typed."
)
_MONOSPACE = """<style>.st-key-draft_editor textarea {
  font-family: 'JetBrains Mono', monospace; font-size: 0.8125rem; line-height: 1.5; tab-size: 2; white-space: pre;
}</style>"""


def keep_draft(draft: Draft) -> None:
    """Save what the browser sent since the last run."""
    if can_edit():
        draft.keep(current_actor())


def waiting_for(draft: Draft) -> str | None:
    """What keeps a draft from being published or tried: that it is not saved as it is typed, and what to do."""
    if not draft.is_unsaved:
        return None
    if not can_edit():
        return "What you typed is not saved yet. Press “Save draft” below the text first."
    if draft.is_in_conflict or draft.are_names_in_conflict:
        return "What you typed is not saved: somebody saved in between. Choose below what becomes of it."
    return draft.desk.refused or "What you typed is being saved."


def edit_draft(draft: Draft) -> None:
    """Draw the fields, the text, and what is wrong with it."""
    if draft.is_in_conflict:
        show_conflict(draft)
    elif draft.are_names_in_conflict:
        show_name_conflict(draft)
    number, note = st.columns([1, 4])
    number.text_input("Version", key=f"{draft.key}.version", persist_state="session", max_chars=100)
    note.text_input("Note", key=f"{draft.key}.note", persist_state="session", placeholder="What this version changes")
    findings, refusal = _checked(draft)
    if can_edit():
        _show_piece(draft, findings)
    else:
        _show_plain(draft, refusal)
    if refusal:
        st.error(escape(refusal), icon=":material/error:")
    else:
        show_findings(findings)


def _show_piece(draft: Draft, findings: Sequence[Finding]) -> None:
    desk = draft.desk
    sheet = Sheet(
        draft=draft.stored.id,
        adopt=desk.adopt,
        text=draft.text,
        drops=desk.drops,
        base=desk.seen,
        answer=draft.answer(),
        findings=findings,
        theirs=pretty(reading_order(draft.stored.definition)) if desk.is_merging and draft.is_in_conflict else None,
        schema=completion_schema() if draft.stored.format is Format.OPEN_WORKFLOW else None,
        jump=asked_place(findings),
    )
    if draft.hear(show_editor(sheet, key=draft.piece_key)):
        st.rerun()


def _show_plain(draft: Draft, refusal: str | None) -> None:
    st.html(_MONOSPACE)
    with st.container(key="draft_editor"):
        st.text_area("Definition (JSON)", key=f"{draft.key}.text", persist_state="session", height=TEXT_PIXELS)

    def save(decision: Decision) -> str:
        draft.save(draft.desk.manner if draft.desk.manner is Manner.ON_TOP else Manner.BY_HAND, decision.actor)
        return f"Draft {draft.stored.version} is saved."

    with st.container(horizontal=True, vertical_alignment="center"):
        action_button(
            "Save draft",
            key=f"{draft.key}.save",
            action=save,
            ask=False,
            primary=True,
            icon=":material/save:",
            disabled_because=refusal or (None if draft.is_unsaved else "Everything is saved."),
        )
        if draft.is_unsaved:
            st.caption(":orange[:material/edit: Not saved yet]", width="content")
    st.caption(PLAIN)


def _checked(draft: Draft) -> tuple[list[Finding], str | None]:
    """What is wrong with the typed definition, with places; or why it cannot even be looked at."""
    try:
        source = draft.source()
        return source.located(check_definition(draft.stored.template_id, source.value, draft.typed("version"))), None
    except InvalidInput as error:
        return [], str(error)
