"""A definition of the Open Workflow language as a drawing: what its tasks are, and where the flow goes."""

from domain.definition_graph.dot import definition_dot
from domain.definition_graph.folding import Folding
from domain.definition_graph.graph import definition_graph
from domain.definition_graph.model import END, START, Cluster, Edge, EdgeRole, Graph, Node, NodeRole
from domain.definition_graph.painting import NOT_REACHED, Paint, Painting

__all__ = [
    "END",
    "NOT_REACHED",
    "START",
    "Cluster",
    "Edge",
    "EdgeRole",
    "Folding",
    "Graph",
    "Node",
    "NodeRole",
    "Paint",
    "Painting",
    "definition_dot",
    "definition_graph",
]
