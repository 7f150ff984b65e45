"""The active version moved since a draft began: what changed there, and what the draft changes."""

from collections.abc import Sequence

import streamlit as st

from domain.diff.telling import ChangeLine
from services.read_impact import Impact
from ui.compare.changes import list_changes
from ui.escape import escape
from ui.links import link

MOST_LINES = 4


def show_moved_base(impact: Impact) -> None:
    """Say so and show both diffs; nothing where the active version is still the draft's base."""
    base, active = impact.base, impact.seen.active_version_id
    if base is None or active is None:
        return
    old, now = base.version, impact.standing.active_version or ""
    with st.container(border=True, gap="small", key="version-moved"):
        st.markdown(
            f":orange[:material/alt_route:] **This draft was begun from {escape(old)}, but {escape(now)} is active "
            f"now.** What {escape(now)} changed is in the draft only where somebody brought it in."
        )
        theirs, mine = st.columns(2)
        with theirs:
            _show_diff(f"What {escape(now)} changed", impact.moved, base.version_id, active)
        with mine:
            _show_diff("What this draft changes", impact.drafted, base.version_id, impact.version_id)


def _show_diff(title: str, lines: Sequence[ChangeLine], old: str, new: str) -> None:
    st.markdown(f"**{title}**")
    list_changes(lines, most=MOST_LINES)
    link("compare", "Compare", a=old, b=new)
