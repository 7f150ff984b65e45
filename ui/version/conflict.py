"""Two people on one draft: the second to save is told who saved what in between, and decides."""

import streamlit as st

from domain.json_types import JsonValue
from ui.actor import current_actor
from ui.compare.changes import list_changes
from ui.compare.comparison import compare_values
from ui.editor import can_edit
from ui.escape import escape
from ui.times import utc
from ui.version.draft import Draft

MOST_LINES = 12
PLAIN_ON_TOP = "Your text replaces theirs once you press “Save draft”. The ledger says so."


def show_conflict(draft: Draft) -> None:
    """Who saved, both diffs since what the author began from, and the three ways on."""
    stored, desk = draft.stored, draft.desk
    who, where = _who(stored.author)
    with st.container(border=True, key="draft-conflict"):
        st.markdown(
            f":orange[:material/group:] **{who} saved this draft{where} after you began**, "
            f"at {escape(utc(stored.updated_at))}. Nothing is overwritten: your text is still here."
        )
        theirs, mine = st.columns(2)
        with theirs:
            st.markdown(f"**What {who.lower() if where else who} changed{where}**")
            _show_diff(desk.base, stored.definition)
        with mine:
            st.markdown("**What you changed here**")
            _show_diff(desk.base, _typed(draft))
        _show_ways(draft)


def show_name_conflict(draft: Draft) -> None:
    """Another number or note was given to the draft meanwhile: which one stays?"""
    stored = draft.stored
    who, where = _who(stored.author)
    named = escape(f"{stored.version}, “{stored.note or ''}”")
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            f":orange[:material/group:] **{who} named this draft {named}{where} after you began.**", width="stretch"
        )
        for label, mine in (("Take theirs", False), ("Keep mine", True)):
            st.button(label, key=f"{draft.key}.names.{mine}", on_click=draft.take_names, kwargs={"mine": mine})


def _who(author: str | None) -> tuple[str, str]:
    """Who saved, as Markdown, and where: one person may have two tabs."""
    return ("You", " in another tab") if author == current_actor() else (escape(author or "Somebody"), "")


def _show_ways(draft: Draft) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Take theirs, drop mine",
            key=f"{draft.key}.theirs",
            on_click=draft.take_stored,
            kwargs={"drops": True},
            icon=":material/download_done:",
        )
        merged = draft.desk.is_merging
        st.button(
            "Save what stands below on top" if merged else "Keep mine on top of theirs",
            key=f"{draft.key}.mine",
            on_click=draft.keep_mine,
            icon=":material/layers:",
            help="Your text replaces theirs. The ledger says so." if can_edit() else PLAIN_ON_TOP,
        )
        if merged:
            st.caption("Take or leave each of their lines in the text below, then save.", width="content")
        elif can_edit():
            st.button(
                "Merge by hand", key=f"{draft.key}.merge", on_click=draft.merge_by_hand, icon=":material/call_merge:"
            )


def _show_diff(base: JsonValue, now: JsonValue) -> None:
    if base is None:
        st.caption("What you began from is not known any more.")
    elif now is None:
        st.caption("Your text is no valid JSON yet.")
    else:
        list_changes(compare_values(base, now).lines, most=MOST_LINES)


def _typed(draft: Draft) -> JsonValue:
    return draft.source().value if draft.typed_hash is not None else None
