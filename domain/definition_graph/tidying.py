"""Makes a drawing quiet: no point where only one way goes through, no way twice, lost tasks kept in their place."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from domain.definition_graph.model import END, START, Edge, EdgeRole, Node, NodeRole
from domain.definition_graph.texts import joined

UNREACHED = "no way leads here"


def tidy(nodes: Sequence[Node], edges: Iterable[Edge], followed: Mapping[str, str]) -> tuple[list[Node], list[Edge]]:
    """Nodes and edges without what tells nothing; a node that the flow never reaches says so.

    ``followed`` maps open scopes to what is drawn below them, so that dead ends inside do not push it aside.
    """
    found, left = list(dict.fromkeys(edges)), list[Node]()
    for node in nodes:
        shorter = _without(node.id, left[-1].id, found) if node.role is NodeRole.FOOT else None
        if shorter is None:
            left.append(node)
        else:
            found = shorter
    kept = _marked(left, found)
    return kept, [*found, *_in_order(kept, found), *_closed_below(kept, found, followed)]


def _reached(edges: Sequence[Edge]) -> set[str]:
    ways: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        ways[edge.tail].append(edge.head)
    reached, waiting = {START, END}, [START]
    while waiting:
        for head in ways[waiting.pop()]:
            if head not in reached:
                reached.add(head)
                waiting.append(head)
    return reached


def _without(foot: str, last: str, edges: Sequence[Edge]) -> list[Edge] | None:
    """The edges past this foot; None where it is needed: ways meet in it, or one has to pass by the ``last`` task."""
    coming = [edge for edge in edges if edge.head == foot]
    going = [edge for edge in edges if edge.tail == foot]
    if not coming:
        return [edge for edge in edges if edge.tail != foot]
    if len(coming) > 1 or len(going) > 1 or coming[0].tail != last:
        return None
    past = [_joined(coming[0], edge) for edge in going]
    return [each for edge in edges if edge not in going for each in (past if edge is coming[0] else [edge])]


def _joined(first: Edge, second: Edge) -> Edge:
    role = second.role if first.role is EdgeRole.NEXT else first.role
    return replace(first, head=second.head, role=role, state=first.state or second.state)


def _marked(nodes: Sequence[Node], edges: Sequence[Edge]) -> list[Node]:
    """The nodes, with a word on each at which a piece begins that the flow never reaches."""
    reached, heads = _reached(edges), {edge.head for edge in edges}
    lost = {node.id for node in nodes} - reached - heads
    return [replace(node, problem=joined(node.problem, UNREACHED)) if node.id in lost else node for node in nodes]


def _in_order(nodes: Sequence[Node], edges: Sequence[Edge]) -> list[Edge]:
    """An unseen edge to each node that no way leads to, from the one before it, so that it is drawn in its place."""
    heads = {edge.head for edge in edges} | {START}
    return [Edge(before.id, node.id, EdgeRole.ORDER) for before, node in pairwise(nodes) if node.id not in heads]


def _closed_below(nodes: Sequence[Node], edges: Sequence[Edge], followed: Mapping[str, str]) -> list[Edge]:
    """Unseen edges from the dead ends of each scope to its foot, or to what follows where it has none."""
    places = {node.id: place for place, node in enumerate(nodes)}
    going = {edge.tail for edge in edges if places[edge.head] > places[edge.tail]}
    feet = {node.parent: node.id for node in nodes if node.role is NodeRole.FOOT}
    found = []
    for node in nodes:
        if node.parent is None or node.id in going or node.id in feet.values():
            continue
        below = feet.get(node.parent) or followed[node.parent]
        while below not in places:
            below = followed[below]
        found.append(Edge(node.id, below, EdgeRole.ORDER))
    return found
