"""Compare two versions of a template."""

import streamlit as st

from domain.diff.comparing import diff
from domain.diff.side_by_side import side_by_side
from domain.reading_order import reading_order
from domain.vocabulary import Format
from services.list_templates import list_templates
from ui.compare.changes import show_changes, show_counts
from ui.compare.choice import Choice, choose_versions
from ui.compare.sides import WHOLE_UP_TO, show_sides
from ui.drawing import show_drawing
from ui.empty import empty_state
from ui.escape import escape
from ui.frame import guard
from ui.header import page_header
from ui.links import link
from ui.panes import panes
from ui.wording import counted


def show_comparison(choice: Choice) -> None:
    """How much changed, what, and where."""
    old, new = reading_order(choice.old.definition), reading_order(choice.new.definition)
    changes = diff(old, new)
    with st.container(horizontal=True, vertical_alignment="center"):
        link("version", f"Version {choice.old.version}", id=choice.old.id)
        link("version", f"Version {choice.new.version}", id=choice.new.id)
    if not changes:
        same = "These are the same version." if choice.old.id == choice.new.id else "Both definitions are the same."
        with empty_state("Nothing differs", same, icon=":material/equal:"):
            return
    st.subheader(counted(len(changes), "change"), anchor=False)
    show_counts(changes)
    show_changes(changes, old, new)
    rows = side_by_side(old, new, changes)
    st.subheader("Side by side", anchor=False)
    whole = st.toggle("Show equal lines too", len(rows) <= WHOLE_UP_TO, key="compare.whole")
    show_sides(rows, whole=whole)
    show_drawings(choice)


def show_drawings(choice: Choice) -> None:
    """Both versions drawn, the older one first."""
    if choice.new.format is Format.CUSTOM:
        return
    st.subheader("Drawn", anchor=False)
    for side, pane, version in zip(("old", "new"), panes("compare"), (choice.old, choice.new), strict=True):
        with pane:
            st.markdown(f"**Version {escape(version.version)}**")
            show_drawing(version.definition, key=f"compare.{side}.{version.id}", height=520, label=version.version)


guard()
page_header("Compare", "What changed between two versions of a template. The address of this page can be shared.")
templates = list_templates()
chosen = choose_versions(templates) if templates else None
if chosen:
    show_comparison(chosen)
elif templates:
    with empty_state(
        "Choose two versions", "Their definitions are compared part by part.", icon=":material/difference:"
    ):
        pass
else:
    with empty_state("Nothing to compare yet", "Make a template and write two versions of it."):
        link("templates", "To the templates")
