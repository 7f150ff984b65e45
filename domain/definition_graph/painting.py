"""How the tasks of a run fared, as colours, signs and words on the drawing of its definition."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.definition_graph.kinds import Kind
from domain.definition_graph.model import Node, NodeRole


@dataclass(frozen=True)
class Paint:
    """``tone`` is one of ``domain.looks.TONES``; ``line`` says the rest in words.

    Of the tasks in a folded part of a long list, the one with the highest ``weight`` gives its colour to the part; what
    was not reached weighs nothing. With a ``state`` the card keeps its own lines and gets that name as a class.
    """

    tone: str
    sign: str
    line: str
    weight: int = 0
    state: str = ""


NOT_REACHED = Paint("gray", "○", "Not reached")


@dataclass(frozen=True)
class Painting:
    """Paint by the reference of the task; ``otherwise`` is how a task looks of which nothing is told.

    ``here`` are the tasks at which a reader looks first: where the run is now or ended badly, or what changed.
    """

    tasks: Mapping[str, Paint]
    otherwise: Paint = NOT_REACHED
    here: frozenset[str] = frozenset()

    def of(self, node: Node) -> Paint | None:
        """The paint of a node; None for what is no task of its own and folds none, unless something is told of it."""
        if node.kind is Kind.PART and node.role is NodeRole.FOLD:
            return self.tasks.get(node.id) or self._of_part(node)
        if node.kind in (Kind.CATCH, Kind.PART):
            return self.tasks.get(node.id)
        return self.tasks.get(node.id, self.otherwise)

    def _of_part(self, node: Node) -> Paint:
        known = [self.tasks[key] for key in node.inside if key in self.tasks]
        if not known:
            return self.otherwise
        strongest = max(known, key=lambda each: each.weight)
        return Paint(strongest.tone, strongest.sign, f"{strongest.line}, one of {node.size}", strongest.weight)
