"""Two definitions in one drawing; a click on a task tells what changed in it."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from domain.definition_graph import Folding, Node, NodeRole, definition_dot
from domain.definition_graph.kinds import LOOKS
from domain.definition_graph.merged_graph import TONES, MergedGraph, merged_graph, node_of
from domain.definition_graph.merging import State
from domain.diff.telling import RISKS, ChangeLine, pieces
from domain.json_types import JsonValue
from ui.escape import escape
from ui.graph import show_graph
from ui.live import live

HEIGHT = 720
MOST_TOLD = 30
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
    )
    if chosen is None:
        st.caption(
            "Click a task to read what changed in it, a frame’s head to fold it. `+` `-` `0` zoom; drag to move."
        )
    else:
        _tell(chosen, [line for line in lines if node_of(line) == chosen.id])


def _legend() -> None:
    signs = [f":{tone}[**{escape(sign or '·')}** {_WORDS.get(state, state)}]" for state, (tone, sign) in TONES.items()]
    st.caption(" &nbsp; ".join(signs))


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
        for line in lines[:MOST_TOLD]:
            look = RISKS[line.risk]
            words = "".join(f"`{text}`" if is_code else escape(text) for text, is_code in pieces(line.words))
            st.markdown(f":{look.tone}[**{escape(look.sign)}**] {words}")
        if len(lines) > MOST_TOLD:
            st.caption(f"The first {MOST_TOLD} of {len(lines):,} changes are told here.")
