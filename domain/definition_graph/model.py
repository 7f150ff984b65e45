"""A drawn definition: nodes, edges and the clusters around them.

Ids of tasks are their JSON Pointers in the definition (RFC 6901), which are the references of the runtime. Other ids
hold a ``#`` where no pointer can have one, or no slash at all.
"""

from dataclasses import dataclass
from enum import StrEnum

from domain.definition_graph.kinds import Kind

START, END = "start", "end"


class NodeRole(StrEnum):
    """What a node stands for."""

    TASK = "task"
    HEAD = "head"
    """The upper end of an open scope, and its handle."""
    FOLD = "fold"
    """A scope that is folded into one node."""
    FOOT = "foot"
    """Where the ways through an open scope meet."""
    TERMINAL = "terminal"
    """Start or end of the workflow."""


class EdgeRole(StrEnum):
    """Why the flow goes this way."""

    NEXT = "next"
    CASE = "case"
    JUMP = "jump"
    LEAVE = "leave"
    """``exit`` and ``end``."""
    SKIP = "skip"
    """The condition of a task that leads elsewhere did not hold."""
    CAUGHT = "caught"
    LOOP = "loop"
    ORDER = "order"
    """No way at all: keeps a task that nothing leads to in its place."""


@dataclass(frozen=True)
class Node:
    """One thing that is drawn. ``id`` of a head and of a fold is that of its scope.

    ``line`` says what it does, ``marks`` on which conditions; ``problem`` is what the drawing could not understand.
    ``size`` counts the tasks inside a scope and ``inside`` names them where it is folded and no task of its own.
    """

    id: str
    role: NodeRole
    kind: Kind
    title: str
    line: str = ""
    marks: tuple[str, ...] = ()
    problem: str = ""
    parent: str | None = None
    size: int = 0
    inside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Edge:
    """A way from one node to another; ``detail`` is the whole text of a condition.

    ``state`` tells in the drawing of two definitions what became of it.
    """

    tail: str
    head: str
    role: EdgeRole = EdgeRole.NEXT
    label: str = ""
    detail: str = ""
    state: str = ""


@dataclass(frozen=True)
class Cluster:
    """The frame around an open scope; ``kind`` is that of its scope, ``parent`` the cluster around it."""

    id: str
    kind: Kind
    parent: str | None


@dataclass(frozen=True)
class Graph:
    """Nodes in the order of the document, edges between them, clusters with the outer ones first."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    clusters: tuple[Cluster, ...]
