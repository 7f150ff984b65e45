"""Two definitions in one drawing: each task and each way with what became of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.definition_graph.cutting import TASKS_IN_A_PART, cut_long_lists
from domain.definition_graph.flow import catch_of, flow_edges
from domain.definition_graph.folding import BUDGET, Folding, open_scopes
from domain.definition_graph.graph import Drawing
from domain.definition_graph.kinds import Kind
from domain.definition_graph.merging import Merged, State, changes_inside, gone, merged_tasks
from domain.definition_graph.model import END, START, Edge, EdgeRole, Graph, Node, NodeRole
from domain.definition_graph.painting import Paint, Painting
from domain.definition_graph.reading import Task, TaskList
from domain.definition_graph.texts import count, joined
from domain.definition_graph.tidying import tidy
from domain.diff.model import ChangeKind, Path, pointer
from domain.diff.telling.model import ChangeLine
from domain.json_types import JsonValue

TONES = {
    State.SAME: ("gray", ""),
    State.ADDED: ("green", "+"),
    State.REMOVED: ("red", "−"),
    State.CHANGED: ("orange", "±"),
    State.MOVED: ("violet", "↕"),
    State.RENAMED: ("blue", "≈"),
}
"""Tone and sign of each state."""
_WORDS = {State.ADDED: "added", State.REMOVED: "removed", State.MOVED: "moved"}
_STEPS = frozenset({EdgeRole.NEXT, EdgeRole.JUMP, EdgeRole.LEAVE})


@dataclass(frozen=True)
class MergedGraph:
    """``painting`` shows what became of each node of ``graph``; its edges tell it themselves.

    ``lines`` are those about a node, by its id; a fold has those about all that is inside of it.
    """

    graph: Graph
    painting: Painting
    lines: Mapping[str, Sequence[ChangeLine]]


def merged_graph(
    old: JsonValue,
    new: JsonValue,
    lines: Sequence[ChangeLine],
    folding: Folding | None = None,
    budget: int = BUDGET,
) -> MergedGraph:
    """The drawing of two definitions; ``lines`` are all that is told of their ``diff``.

    The limits are those of the drawing of one definition, and time is linear in the number of tasks. Where not
    everything fits, only scopes in which something changed open by themselves; folds tell what changed inside.
    """
    merged = merged_tasks(old, new, [change for line in lines for change in line.changes])
    told = Counter(node for line in lines if (node := _node_of(line)) is not None)
    _note_changes(merged, told, lines)
    is_large = sum(1 + task.size for task in merged.tasks.tasks) > budget
    tasks = cut_long_lists(merged.tasks, TASKS_IN_A_PART if is_large else budget)
    inside = changes_inside(tasks, merged.states)
    touched = frozenset(key for key, states in inside.items() if states or told[catch_of(key)])
    drawing = Drawing(new, open_scopes(tasks, folding or Folding(), budget, touched if is_large else None))
    drawing.terminal(START, Kind.START, "")
    drawing.draw(tasks, None, END)
    drawing.terminal(END, Kind.END, "")
    drawn = {node.id for node in drawing.nodes}
    edges = [edge for edge in _edges(merged, drawing, tasks) if edge.tail in drawn and edge.head in drawn]
    nodes, tidied = tidy(drawing.nodes, edges, drawing.followed)
    paints = {node.id: _paint(node, merged, told, inside.get(node.id, Counter())) for node in nodes if _is_told(node)}
    graph = Graph(tuple(nodes), tuple(tidied), tuple(drawing.clusters))
    touched_nodes = frozenset(key for key, paint in paints.items() if paint.weight)
    return MergedGraph(graph, Painting(paints, here=touched_nodes), _by_node(lines, drawing))


def _node_of(line: ChangeLine) -> str | None:
    """The node of what a line is about, a task or its catch path; what is gone has an id of its own."""
    before, after = line.change.before, line.change.after
    if line.reference is None:
        return None
    if after is None and before is not None and line.reference.startswith(f"{pointer(before)}/"):
        return gone(line.reference)
    return catch_of(line.reference) if _below_task(line)[:1] == ("catch",) else line.reference


def _below_task(line: ChangeLine) -> Path:
    """The place of a change inside of its task."""
    path = line.change.after if line.change.after is not None else line.change.before
    return (path or ())[line.reference.count("/") :] if line.reference else ()


def _by_node(lines: Sequence[ChangeLine], drawing: Drawing) -> dict[str, list[ChangeLine]]:
    found: dict[str, list[ChangeLine]] = defaultdict(list)
    for line in lines:
        node = _node_of(line)
        if node is not None:
            found[drawing.drawn_as.get(node, node)].append(line)
    return found


_OF_KIND = {ChangeKind.ADDED: State.ADDED, ChangeKind.REMOVED: State.REMOVED}


def _note_changes(merged: Merged, told: Counter[str], lines: Sequence[ChangeLine]) -> None:
    """What has changes of its own is changed; a catch path may also have come or gone, alone or with its task."""
    states = merged.states
    states |= {catch_of(key): state for key, state in states.items() if state in _OF_KIND.values()}
    whole = [line for line in lines if _below_task(line) == ("catch",)]
    states |= {catch_of(str(line.reference)): _OF_KIND.get(line.change.kind, State.CHANGED) for line in whole}
    for node in told:
        if states.get(node, State.SAME) is State.SAME:
            states[node] = State.CHANGED


def _is_told(node: Node) -> bool:
    return node.role is not NodeRole.TERMINAL and node.role is not NodeRole.FOOT


def _paint(node: Node, merged: Merged, told: Counter[str], inside: Counter[State]) -> Paint:
    """The state of a task, and of a fold also of what is in it."""
    state = merged.states.get(node.id, State.SAME)
    former = merged.former.get(node.id)
    is_fold = node.role is NodeRole.FOLD
    own = told[node.id] + (told[catch_of(node.id)] if is_fold else 0) - (state is State.MOVED) - (former is not None)
    within = _inside_words(inside) if is_fold and state not in (State.ADDED, State.REMOVED) else ""
    if state is State.SAME and (within or own > 0):
        state = State.CHANGED
    tone, sign = TONES[state]
    words = [
        _WORDS.get(state, "").capitalize(),
        f"was {former}" if former is not None else "",
        count(own, "change") if own > 0 and state not in (State.ADDED, State.REMOVED) else "",
        within,
    ]
    return Paint(tone, sign, joined(*words), weight=int(state is not State.SAME), state=state)


def _inside_words(inside: Counter[State]) -> str:
    told = [f"{inside[state]:,} {state}" for state in State if inside[state]]
    return f"inside {', '.join(told)}" if told else ""


def _edges(merged: Merged, drawing: Drawing, tasks: TaskList) -> Iterator[Edge]:
    """The ways of both definitions, each once, with what became of it."""
    before = _by_ends(_entering(_mapped(flow_edges(merged.old), merged.ids, drawing), tasks, drawing))
    after = _by_ends(_entering(_mapped(flow_edges(merged.new), {}, drawing), tasks, drawing))
    for key, edge in after.items():
        was = before.get(key)
        if was is None:
            yield replace(edge, state=State.ADDED)
        elif was.detail != edge.detail:
            detail = f"{edge.detail or 'always'} (was {was.detail or 'always'})"
            yield replace(edge, detail=detail, state=State.CHANGED)
        else:
            yield edge
    yield from (replace(edge, state=State.REMOVED) for key, edge in before.items() if key not in after)


def _mapped(edges: Iterable[Edge], ids: dict[str, str], drawing: Drawing) -> Iterator[Edge]:
    """Edges between what is drawn."""
    for edge in edges:
        tail, head = ids.get(edge.tail, edge.tail), ids.get(edge.head, edge.head)
        tail, head = drawing.drawn_as.get(tail, tail), drawing.drawn_as.get(head, head)
        if tail != head or edge.tail == edge.head:
            yield Edge(tail, head, edge.role, edge.label, edge.detail)


def _entering(edges: Iterable[Edge], tasks: TaskList, drawing: Drawing) -> Iterator[Edge]:
    """The same edges, those that come into an open part of a long list leading to its head."""
    parts = {part.reference: part for part in _open_parts(tasks, drawing.opened)}
    first = {part.lists[0].entries[0].reference: key for key, part in parts.items()}
    holder = {entry.reference: key for key, part in parts.items() for entry in part.lists[0].entries}
    for edge in edges:
        part = first.get(edge.head)
        is_entry = part is not None and edge.role is not EdgeRole.JUMP and holder.get(edge.tail) != part
        yield replace(edge, head=part) if part is not None and is_entry else edge
    yield from (Edge(key, head) for head, key in first.items())


def _open_parts(tasks: TaskList, opened: frozenset[str]) -> Iterator[Task]:
    for entry in tasks.entries:
        if entry.reference in opened:
            if entry.kind is Kind.PART:
                yield entry
            for listed in entry.lists:
                yield from _open_parts(listed, opened)


def _by_ends(edges: Iterable[Edge]) -> dict[tuple[str, ...], Edge]:
    """Edges by what tells them apart: a way that goes on to the next task is the one that jumps there."""
    return {(edge.tail, edge.head, "" if edge.role in _STEPS else edge.role, edge.label): edge for edge in edges}
