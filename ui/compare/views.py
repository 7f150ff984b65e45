"""The views of one comparison, and the place in it that was asked for; both live in the address."""

import streamlit as st

from domain.diff.model import Change, pointer
from domain.sources.finding import line_of
from ui.compare.comparison import Comparison
from ui.links import query
from ui.merge import Jump

CHANGES, SIDES, GRAPH = "changes", "sides", "graph"
LABELS = {
    CHANGES: ":material/format_list_bulleted: Changes",
    SIDES: ":material/vertical_split: Side by side",
    GRAPH: ":material/account_tree: Graph",
}
_KEY = "compare.view"


def choose_view(views: tuple[str, ...]) -> str:
    """Draw the choice and return it; the first view stands in no address."""
    asked = query("view")
    chosen = asked if asked in views else views[0]
    st.session_state[_KEY] = chosen
    st.segmented_control(
        "View",
        views,
        key=_KEY,
        format_func=LABELS.__getitem__,
        label_visibility="collapsed",
        on_change=_keep,
        args=(views[0],),
    )
    return str(chosen)


def lead_to(change: Change) -> None:
    """Go to the place of a change in the side by side view."""
    st.query_params["view"] = SIDES
    for name, path in (("at", change.after), ("was", change.before if change.after is None else None)):
        if path is not None:
            st.query_params[name] = pointer(path)
        elif name in st.query_params:
            del st.query_params[name]


def asked_place(comparison: Comparison) -> Jump | None:
    """The line of the place in the address: ``at`` in the newer definition, ``was`` in the older one."""
    for name, side, text in (("at", "new", comparison.sides.new), ("was", "old", comparison.sides.old)):
        place = query(name)
        if place is not None:
            line = line_of(text, place)
            return Jump(f"{name}:{place}:{comparison.id}", "new" if side == "new" else "old", line)
    return None


def _keep(first: str) -> None:
    chosen = st.session_state[_KEY] or query("view") or first
    for name in ("at", "was", "view"):
        if name in st.query_params:
            del st.query_params[name]
    if chosen != first:
        st.query_params["view"] = chosen
