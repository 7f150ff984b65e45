"""Where the flow goes from each task (specification: *Flow*), as edges between ids, before anything is folded."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from domain.definition_graph.describing import is_parallel
from domain.definition_graph.kinds import Kind
from domain.definition_graph.model import END, START, Edge, EdgeRole
from domain.definition_graph.reading import ListRole, Task, TaskList
from domain.definition_graph.texts import items, part, plain
from domain.json_types import JsonValue

OTHERWISE = "otherwise"


@dataclass(frozen=True)
class Way:
    """Where a flow directive leads; ``head`` is None when the target is not there."""

    head: str | None
    role: EdgeRole


Lead = Callable[[JsonValue], Way]


def foot_of(reference: str) -> str:
    """The id of the point in which the ways through a scope meet."""
    return f"{reference}#foot"


def catch_of(reference: str) -> str:
    """The id of the catch path of a ``try``."""
    return f"{reference}#catch"


def flow_edges(tasks: TaskList) -> Iterator[Edge]:
    """All ways through a definition. A directive that leads to no task of its scope gives no edge."""
    yield Edge(START, tasks.entries[0].reference if tasks.entries else END)
    yield from _list(tasks, Way(END, EdgeRole.NEXT))


def lost_directives(task: Task, names: frozenset[str]) -> list[str]:
    """The targets of a task's directives that are no task of its scope."""
    thens = [task.definition.get("then"), part(task.definition, "catch", "then")]
    thens += [part(case, "then") for _, case in _cases(task)]
    known = {"continue", "exit", "end", *names}
    return [plain(then) for then in thens if then is not None and not (isinstance(then, str) and then in known)]


def _list(tasks: TaskList, after: Way) -> Iterator[Edge]:
    entered = _entered(tasks)
    places = {task.name: index for index, task in enumerate(tasks.tasks)}
    for entry in tasks.entries:
        if entry.kind is Kind.PART:
            yield Edge(entry.reference, entry.lists[0].tasks[0].reference)
    for index, task in enumerate(tasks.tasks):
        following = Way(entered[index + 1], EdgeRole.NEXT) if index + 1 < len(entered) else after

        def lead(then: JsonValue, following: Way = following) -> Way:
            if then is None or then == "continue":
                return following
            if then in ("exit", "end"):
                return Way(END if then == "end" else after.head, EdgeRole.LEAVE)
            place = places.get(then) if isinstance(then, str) else None
            return Way(None if place is None else tasks.tasks[place].reference, EdgeRole.JUMP)

        yield from _task(task, lead)


def _entered(tasks: TaskList) -> list[str]:
    """For each task the id at which one enters that comes from the task before it: its part's, where it begins one."""
    begins = {entry.lists[0].tasks[0].reference: entry.reference for entry in tasks.entries if entry.kind is Kind.PART}
    return [begins.get(task.reference, task.reference) for task in tasks.tasks]


def _task(task: Task, lead: Lead) -> Iterator[Edge]:
    then, following = task.definition.get("then"), lead(None)
    if task.kind is Kind.SWITCH:
        yield from _switch(task, lead)
    elif task.lists:
        yield from _inside(task, lead)
        yield from _edge(foot_of(task.reference), lead(then))
    elif task.kind is not Kind.RAISE:
        yield from _edge(task.reference, lead(then))
    if "if" in task.definition and (task.kind is Kind.RAISE or lead(then) != following):
        yield from _edge(task.reference, Way(following.head, EdgeRole.SKIP), detail=OTHERWISE)


def _edge(tail: str, way: Way, label: str = "", detail: str = "") -> Iterator[Edge]:
    if way.head is not None:
        yield Edge(tail, way.head, way.role, label, detail)


def _switch(task: Task, lead: Lead) -> Iterator[Edge]:
    then = task.definition.get("then")
    complete = False
    for name, case in _cases(task):
        target = part(case, "then")
        way = lead(then if target is None else target)
        has_condition = isinstance(case, dict) and "when" in case
        complete = complete or not has_condition
        condition = plain(part(case, "when")) if has_condition else OTHERWISE
        yield from _edge(task.reference, Way(way.head, EdgeRole.CASE), name, condition)
    if not complete:
        yield from _edge(task.reference, Way(lead(then).head, EdgeRole.CASE), "", OTHERWISE)


def _cases(task: Task) -> Iterator[tuple[str, JsonValue]]:
    for item in items(task.definition.get("switch")) if task.kind is Kind.SWITCH else ():
        if isinstance(item, dict) and len(item) == 1:
            yield from item.items()


def _inside(task: Task, lead: Lead) -> Iterator[Edge]:
    head, foot = task.reference, Way(foot_of(task.reference), EdgeRole.NEXT)
    for tasks in task.lists:
        if tasks.role is ListRole.BRANCHES:
            yield from _branches(head, tasks, foot)
        elif tasks.role is ListRole.BODY:
            yield Edge(head, tasks.entries[0].reference)
            yield from _list(tasks, foot)
    if task.kind is Kind.FOR and not is_parallel(task.definition):
        yield Edge(foot_of(task.reference), head, EdgeRole.LOOP)
    if task.kind is Kind.TRY:
        yield from _catch(task, lead, foot)


def _branches(head: str, tasks: TaskList, foot: Way) -> Iterator[Edge]:
    for entry in tasks.entries:
        yield Edge(head, entry.reference)
        if entry.kind is Kind.PART:
            yield from (Edge(entry.reference, branch.reference) for branch in entry.lists[0].tasks)
    for branch in tasks.tasks:
        yield from _task(branch, lambda then: Way(END, EdgeRole.LEAVE) if then == "end" else foot)


def _catch(task: Task, lead: Lead, foot: Way) -> Iterator[Edge]:
    then = part(task.definition, "catch", "then")
    after = foot if then is None else lead(then)
    caught = catch_of(task.reference)
    yield Edge(task.reference, caught, EdgeRole.CAUGHT)
    handled = next((tasks for tasks in task.lists if tasks.role is ListRole.CATCH), None)
    if handled is not None:
        yield Edge(caught, handled.entries[0].reference)
        yield from _list(handled, after if after.head is not None else foot)
    elif part(task.definition, "catch", "retry") is None:
        yield from _edge(caught, after)
