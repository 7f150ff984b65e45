"""Somebody published a draft while another was writing: what was typed and not saved is not lost."""

import streamlit as st

from domain.vocabulary import VersionStatus
from services.get_version import VersionDetail
from ui.editor import heard
from ui.escape import escape
from ui.version.draft import hash_of, piece_key, text_key


def show_left_over(version: VersionDetail) -> None:
    """Offer the text of this session that differs from what was published; nothing where there is none."""
    if version.status is VersionStatus.DRAFT:
        return
    typed = heard(piece_key(version.id))
    text = typed.text if typed else st.session_state.get(text_key(version.id))
    if not text or hash_of(str(text)) == version.content_hash:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="version-left-over"):
        st.markdown(
            f":orange[:material/lock:] **{escape(version.version)} was published while you were writing.** "
            "What you typed since is not in it: take it with you, and put it into a new draft.",
            width="stretch",
        )
        st.download_button("My text", str(text), "my-text.json", "application/json", icon=":material/download:")
