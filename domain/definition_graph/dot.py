"""A drawn definition in DOT: cards of one width from top to bottom, frames around scopes, dashes around errors."""

from collections.abc import Iterator, Mapping

from domain.definition_graph.cards import PALE, node_statement
from domain.definition_graph.kinds import Kind
from domain.definition_graph.model import Cluster, Edge, EdgeRole, Graph
from domain.definition_graph.painting import Painting
from domain.definition_graph.texts import joined
from domain.dot_text import in_label, node_name, quoted
from domain.looks import TONES

CONDITION = 30
"""Characters that fit beside an edge; the rest stands in the tooltip."""
_INK = "#64748b"
_HEAD = (
    'graph [rankdir=TB, bgcolor="transparent", nodesep=0.4, ranksep=0.38, pad=0.2, ordering=out];',
    f'graph [fontname="Helvetica", style="rounded", color="{PALE}"];',
    f'node [shape=box, fontname="Helvetica", fontsize=12, margin=0, penwidth=1.2, color="{PALE}", fontcolor="{_INK}"];',
    f'edge [color="{PALE}", arrowsize=0.6, fontname="Helvetica", fontsize=12, fontcolor="{_INK}"];',
)
_SIGNS = {"added": "+", "removed": "−", "changed": "±"}
_LOOKS = {
    "added": (f'color="{TONES["green"]}"', "penwidth=2"),
    "removed": (f'color="{TONES["red"]}"', "arrowhead=onormal"),
    "changed": (f'color="{TONES["orange"]}"', "penwidth=2"),
}
"""How a way looks that only one of two definitions has, or that has another condition in the new one."""
_BECAME = {"added": "is new", "removed": "is gone", "changed": "has another condition"}
FAR = 6
"""A way that is gone and passes by more nodes than these is drawn pale, and does not shape the drawing."""
_WEIGHTS = {EdgeRole.NEXT: 8, EdgeRole.LEAVE: 4, EdgeRole.CASE: 3, EdgeRole.ORDER: 0}


def definition_dot(graph: Graph, painting: Painting | None = None) -> str:
    """The DOT text of a graph, painted as a run fared or plain. Node names are the ids, percent-encoded."""
    places = {node.id: place for place, node in enumerate(graph.nodes)}
    ends = {node.id for node in graph.nodes if node.kind is Kind.RAISE}
    names = _names(graph)
    edges = (_edge(edge, places, names, aside=edge.head in ends) for edge in graph.edges)
    lines = [*_HEAD, *_statements(graph, painting), *edges]
    return "\n  ".join(["digraph definition {", *lines]) + "\n}\n"


def _statements(graph: Graph, painting: Painting | None) -> Iterator[str]:
    """Nodes in the order of the document, which is one block for each cluster."""
    clusters = {cluster.id: cluster for cluster in graph.clusters}
    numbers = {cluster.id: number for number, cluster in enumerate(graph.clusters)}
    around: list[str] = []
    for node in graph.nodes:
        wanted = _way(node.parent, clusters)
        shared = sum(1 for one, other in zip(around, wanted, strict=False) if one == other)
        yield from ("}" for _ in around[shared:])
        for key in wanted[shared:]:
            kind = clusters[key].kind
            dashes = 'style="rounded,dashed", ' if kind is Kind.CATCH else ""
            classes = f"scope {kind}{' inner' * (wanted.index(key) % 2)}"
            yield f'subgraph cluster_{numbers[key]} {{ graph [{dashes}margin=14, class="{classes}"];'
        around = wanted
        yield f"{node_statement(node, painting)};"
    yield from ("}" for _ in around)


def _way(cluster: str | None, clusters: Mapping[str, Cluster]) -> list[str]:
    """The clusters around a node, the outer ones first."""
    way: list[str] = []
    while cluster is not None:
        way.insert(0, cluster)
        cluster = clusters[cluster].parent
    return way


def _names(graph: Graph) -> dict[str, str]:
    """What to call each node; the foot of a scope is its end."""
    titles = {node.id: node.title for node in graph.nodes}
    return {key: title or f"the end of {titles.get(key.partition('#')[0], '')}" for key, title in titles.items()}


def _edge(edge: Edge, places: Mapping[str, int], names: Mapping[str, str], *, aside: bool) -> str:
    """Backward ways are laid out from the upper to the lower end, so that the page keeps its direction."""
    length = places[edge.head] - places[edge.tail]
    is_backward, is_far = length <= 0, edge.state == "removed" and abs(length) > FAR
    ends = (edge.head, edge.tail) if is_backward else (edge.tail, edge.head)
    classes = (edge.role, "backward" * is_backward, edge.state, "far" * is_far)
    attributes = [
        f'class="{" ".join(filter(None, classes))}"',
        f"weight={1 if aside or edge.state == 'removed' else _WEIGHTS.get(edge.role, 1)}",
    ]
    attributes += ["dir=back"] if is_backward else []
    attributes += ["constraint=false"] if is_far else []
    attributes += ["style=invis"] if edge.role is EdgeRole.ORDER else []
    attributes += ["style=dashed"] if edge.role in (EdgeRole.CAUGHT, EdgeRole.LOOP) or edge.state == "removed" else []
    attributes += [*_LOOKS.get(edge.state, ()), *_texts(edge, names, is_far)]
    return f"{node_name(ends[0])} -> {node_name(ends[1])} [{', '.join(attributes)}];"


def _texts(edge: Edge, names: Mapping[str, str], is_far: bool) -> list[str]:
    """What stands beside a way, and what the pointer finds: the whole of it, and what became of the way."""
    sign = "" if is_far and not edge.label else _SIGNS.get(edge.state, "")
    label = " ".join(filter(None, (sign, edge.label)))
    rows = [f"<b>{in_label(label, CONDITION)}</b>"] if label else []
    rows += [in_label(edge.detail, CONDITION)] if edge.detail else []
    became = _BECAME.get(edge.state)
    told = f"{_SIGNS[edge.state]} The way from {names[edge.tail]} to {names[edge.head]} {became}" if became else ""
    whole = joined(told, edge.label, edge.detail)
    found = [f"label=<{'<br/>'.join(rows)}>"] if rows else []
    return found + [f"{name}={quoted(whole)}" for name in ("tooltip", "labeltooltip") if whole]
