"""A definition as a drawing: scopes open and fold by a click, a task shows its text, a sub-workflow leads on."""

from functools import partial

import streamlit as st

from domain.definition_graph import Folding, Graph, Node, NodeRole, Painting, definition_dot, definition_graph
from domain.definition_graph.kinds import LOOKS, Kind
from domain.definition_graph.reading import task_at
from domain.json_types import JsonValue
from domain.pretty import pretty
from domain.reading_order import reading_order
from services.find_workflow import find_workflow
from ui.escape import escape
from ui.graph import show_graph
from ui.links import go
from ui.live import live

HEIGHT = 640
LINES_SHOWN, LINE_PIXELS = 18, 20


def show_drawing(definition: JsonValue, *, key: str, height: int = HEIGHT, label: str = "Drawing") -> None:
    """Draw a definition of the Open Workflow language, valid or not; it is at most ``height`` pixels high.

    A click on a task shows its part of the definition below; one on a sub-workflow leads to its template.
    """
    live(None)(_plain)(definition, key, height, label)


def show_no_drawing() -> None:
    """Say why a custom definition is not drawn."""
    st.caption("A custom definition has no drawing: only its own team’s worker knows what it means.")


def draw(
    definition: JsonValue, *, key: str, height: int = HEIGHT, label: str = "Drawing", painting: Painting | None = None
) -> Node | None:
    """Draw inside a fragment and return the task that is chosen, None while none is; a chosen scope opens or folds."""
    graph = definition_graph(definition, st.session_state.setdefault(f"{key}.folding", Folding()))
    chosen = next((node for node in graph.nodes if node.id == st.session_state.get(f"{key}.chosen")), None)
    show_graph(
        definition_dot(graph, painting),
        key=key,
        selected=chosen.id if chosen else None,
        height=height,
        label=label,
        on_click=partial(_choose, key, graph),
    )
    return chosen


def _choose(key: str, graph: Graph, clicked: str) -> None:
    node = next((node for node in graph.nodes if node.id == clicked), None)
    if node is None:
        return
    if node.size:
        folding: Folding = st.session_state[f"{key}.folding"]
        st.session_state[f"{key}.folding"] = folding.toggled(node.id, is_open=node.role is NodeRole.HEAD)
    again = st.session_state.get(f"{key}.chosen") == node.id and not node.size
    st.session_state[f"{key}.chosen"] = None if again else node.id


def _plain(definition: JsonValue, key: str, height: int, label: str) -> None:
    node = draw(definition, key=key, height=height, label=label)
    if node is None:
        st.caption("Click a task to read it, a frame’s head to fold it. `+` `-` `0` zoom; drag to move.")
    elif node.kind is Kind.WORKFLOW and not node.problem:
        _lead_on(definition, node, key)
    elif not node.size:
        _show_task(definition, node)


def _lead_on(definition: JsonValue, node: Node, key: str) -> None:
    called = task_at(definition, f"{node.id}/run/workflow")
    names = [called.get(part) if isinstance(called, dict) else None for part in ("namespace", "name")]
    template = find_workflow(str(names[0]), str(names[1]))
    if template is not None:
        st.session_state[f"{key}.chosen"] = None
        go("template", id=template)
    st.caption(escape(f"No template here has a definition called {names[0]}/{names[1]}."))
    _show_task(definition, node)


def _show_task(definition: JsonValue, node: Node) -> None:
    st.caption(escape(f"{LOOKS[node.kind].word} {node.title} · {node.id}"))
    text = pretty(reading_order(task_at(definition, node.id)))
    lines = text.count("\n") + 1
    st.code(text, language="json", height="content" if lines <= LINES_SHOWN else LINES_SHOWN * LINE_PIXELS)
