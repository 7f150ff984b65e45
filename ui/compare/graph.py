"""Two definitions in one drawing; the pointer on a task tells what changed in it, a click keeps it in view."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from domain.definition_graph import Folding, Node, NodeRole, definition_dot
from domain.definition_graph.kinds import LOOKS, Kind
from domain.definition_graph.merged_graph import TONES, MergedGraph, merged_graph
from domain.definition_graph.merging import State
from domain.diff.telling import ChangeLine
from domain.json_types import JsonValue
from domain.looks import Look
from ui.badges import badge
from ui.compare.changes import list_changes
from ui.escape import escape
from ui.graph import show_graph
from ui.live import live

HEIGHT = 720
MOST_TOLD, MOST_HINTED = 30, 8
_WORDS = {State.SAME: "unchanged", State.CHANGED: "changed", State.RENAMED: "renamed"}


def show_merged_graph(
    old_definition: JsonValue, new_definition: JsonValue, lines: Sequence[ChangeLine], *, key: str, height: int = HEIGHT
) -> None:
    """Draw both definitions merged; ``lines`` are all that ``lines_of`` their diff told."""
    live(None)(_show)(old_definition, new_definition, lines, key, height)


def _show(old: JsonValue, new: JsonValue, lines: Sequence[ChangeLine], key: str, height: int) -> None:
    folding = st.session_state.setdefault(f"{key}.folding", Folding())
    merged = merged_graph(old, new, lines, folding)
    chosen = next((node for node in merged.graph.nodes if node.id == st.session_state.get(f"{key}.chosen")), None)
    _legend()
    show_graph(
        definition_dot(merged.graph, merged.painting),
        key=key,
        selected=chosen.id if chosen else None,
        height=height,
        label="Both definitions in one drawing",
        on_click=partial(_choose, key, merged),
        hints={node.id: _hints(node, merged.lines[node.id]) for node in merged.graph.nodes if node.id in merged.lines},
    )
    if chosen is None:
        st.caption(
            "Point at a task to read what changed in it, click to keep that below; a frame’s head folds and opens it. "
            "`+` `-` `0` zoom; drag to move."
        )
    else:
        _tell(chosen, merged.lines.get(chosen.id, ()))


def _hints(node: Node, lines: Sequence[ChangeLine]) -> list[str]:
    """What the pointer finds: what the task is, and what changed in it."""
    told = [f"{TONES[State[line.change.kind]][1]} {line.words}" for line in lines[:MOST_HINTED]]
    more = [f"and {len(lines) - MOST_HINTED:,} more: click to read them"] if len(lines) > MOST_HINTED else []
    kind = "" if node.kind is Kind.CATCH else f"{LOOKS[node.kind].word} "
    return [f"{kind}{node.title}".replace("`", "ˋ"), *told, *more]


def _legend() -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        looks = [Look(_WORDS.get(state, state), sign or "·", tone) for state, (tone, sign) in TONES.items()]
        st.markdown(" ".join(badge(look) for look in looks), width="content")
        st.caption("A thick way is new; one with dashes and a hollow head is gone.", width="content")


def _choose(key: str, merged: MergedGraph, clicked: str) -> None:
    node = next((node for node in merged.graph.nodes if node.id == clicked), None)
    if node is None:
        return
    if node.size:
        folding: Folding = st.session_state[f"{key}.folding"]
        st.session_state[f"{key}.folding"] = folding.toggled(node.id, is_open=node.role is NodeRole.HEAD)
    again = st.session_state.get(f"{key}.chosen") == node.id and not node.size
    st.session_state[f"{key}.chosen"] = None if again else node.id


def _tell(node: Node, lines: Sequence[ChangeLine]) -> None:
    with st.container(border=True, gap="small"):
        st.markdown(f"**{escape(node.title)}** :gray[{LOOKS[node.kind].word}]")
        if not lines:
            st.caption("Nothing of its own changed.")
        else:
            list_changes(lines, most=MOST_TOLD)
