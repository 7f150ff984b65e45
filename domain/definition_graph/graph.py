"""From a definition to what is drawn: nodes in clusters, with the ways between them."""

from collections.abc import Iterator, Sequence

from domain.definition_graph.cutting import TASKS_IN_A_PART, cut_long_lists
from domain.definition_graph.describing import catch_of as words_of_catch
from domain.definition_graph.describing import line_of, marks_of
from domain.definition_graph.flow import catch_of, flow_edges, foot_of, lost_directives
from domain.definition_graph.folding import BUDGET, Folding, open_scopes
from domain.definition_graph.kinds import LOOKS, Kind
from domain.definition_graph.model import END, START, Cluster, Edge, Graph, Node, NodeRole
from domain.definition_graph.reading import ListRole, Task, TaskList, read_tasks
from domain.definition_graph.texts import count, joined, time_limit
from domain.definition_graph.tidying import tidy
from domain.json_types import JsonValue


def definition_graph(definition: JsonValue, folding: Folding | None = None, budget: int = BUDGET) -> Graph:
    """The graph of a definition, which need not be valid: what is not understood is drawn as such.

    Inner scopes fold into one node each where the whole has more than about ``budget`` nodes; ``folding`` holds what a
    person opened and closed on top of that. Time is linear in the number of tasks.
    """
    tasks = read_tasks(definition)
    is_large = sum(1 + task.size for task in tasks.tasks) > budget
    tasks = cut_long_lists(tasks, TASKS_IN_A_PART if is_large else budget)
    drawing = Drawing(definition, open_scopes(tasks, folding or Folding(), budget))
    drawing.terminal(START, Kind.START, time_limit(definition, definition) if isinstance(definition, dict) else "")
    drawing.draw(tasks, None, END)
    drawing.terminal(END, Kind.END, "")
    nodes, edges = tidy(drawing.nodes, list(drawing.edges(tasks)), drawing.followed)
    return Graph(tuple(nodes), tuple(edges), tuple(drawing.clusters))


class Drawing:
    """Collects what is drawn while it walks through the open scopes."""

    def __init__(self, definition: JsonValue, opened: frozenset[str]) -> None:
        self.definition = definition
        self.opened = opened
        self.nodes: list[Node] = []
        self.clusters: list[Cluster] = []
        self.followed: dict[str, str] = {}
        """What stands below an open scope, by the id of the scope and by that of its foot."""
        self.drawn_as: dict[str, str] = {}
        """The fold that stands for an id which is not drawn itself."""

    def terminal(self, key: str, kind: Kind, line: str) -> None:
        self.nodes.append(Node(key, NodeRole.TERMINAL, kind, LOOKS[kind].word, line))

    def draw(self, tasks: TaskList, parent: str | None, after: str) -> None:
        names = frozenset(task.name for task in tasks.tasks) if tasks.role is not ListRole.BRANCHES else frozenset()
        beside = tasks.role is ListRole.BRANCHES
        following = [after if beside else entry.reference for entry in tasks.entries[1:]] + [after]
        for entry, below in zip(tasks.entries, following, strict=False):
            if entry.reference in self.opened:
                self.followed |= dict.fromkeys((entry.reference, foot_of(entry.reference)), below)
                self._open(entry, parent, names, below)
            else:
                self._closed(entry, parent, names)

    def edges(self, tasks: TaskList) -> Iterator[Edge]:
        """The ways between what is drawn; those inside a fold are gone."""
        for edge in flow_edges(tasks):
            tail, head = self.drawn_as.get(edge.tail, edge.tail), self.drawn_as.get(edge.head, edge.head)
            if tail != head or edge.tail == edge.head:
                yield Edge(tail, head, edge.role, edge.label, edge.detail)

    def _closed(self, task: Task, parent: str | None, names: frozenset[str]) -> None:
        role = NodeRole.FOLD if task.lists else NodeRole.TASK
        self.nodes.append(self._node(task, role, parent, names))
        for key in _ids_inside(task):
            self.drawn_as[key] = task.reference

    def _open(self, scope: Task, parent: str | None, names: frozenset[str], after: str) -> None:
        self.clusters.append(Cluster(scope.reference, scope.kind, parent))
        self.nodes.append(self._node(scope, NodeRole.HEAD, scope.reference, names))
        for listed in scope.lists:
            if listed.role is not ListRole.CATCH:
                self.draw(listed, scope.reference, after)
        if scope.kind is Kind.TRY:
            self._catch(scope, after)
        if scope.kind is not Kind.PART:
            self.nodes.append(Node(foot_of(scope.reference), NodeRole.FOOT, scope.kind, "", parent=scope.reference))

    def _catch(self, scope: Task, after: str) -> None:
        key = catch_of(scope.reference)
        title, line, rest = words_of_catch(scope, self.definition)
        marks = (rest,) if rest else ()
        handled = [listed for listed in scope.lists if listed.role is ListRole.CATCH]
        role, parent = (NodeRole.HEAD, key) if handled else (NodeRole.TASK, scope.reference)
        if handled:
            self.clusters.append(Cluster(key, Kind.CATCH, scope.reference))
            self.followed[key] = foot_of(scope.reference)
        self.nodes.append(Node(key, role, Kind.CATCH, title, line, marks, parent=parent))
        for listed in handled:
            self.draw(listed, key, after)

    def _node(self, task: Task, role: NodeRole, parent: str | None, names: frozenset[str]) -> Node:
        lost = lost_directives(task, names)
        problems = [task.problem, *(f"leads to “{each}”, which is not here" for each in lost)]
        folded = count(task.size, "task") if role is NodeRole.FOLD else ""
        return Node(
            id=task.reference,
            role=role,
            kind=task.kind,
            title=task.name,
            line=joined(folded, line_of(task)),
            marks=marks_of(task, self.definition),
            problem=joined(*problems),
            parent=parent,
            size=task.size,
            inside=_names(task.lists[0].tasks) if task.kind is Kind.PART and role is NodeRole.FOLD else (),
        )


def _names(tasks: Sequence[Task]) -> tuple[str, ...]:
    return tuple(task.reference for task in tasks)


def _ids_inside(task: Task) -> Iterator[str]:
    if task.lists:
        yield from (foot_of(task.reference), catch_of(task.reference))
    for listed in task.lists:
        for entry in listed.entries:
            yield entry.reference
            yield from _ids_inside(entry)
