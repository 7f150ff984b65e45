"""A definition as scopes of tasks, as they stand: also where something in them is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.shape import below
from domain.open_workflow.tasks import kind_of_task

_NESTING = frozenset({"do", "for", "fork", "try"})
"""The kinds of tasks that hold tasks."""


class Visit(NamedTuple):
    """A task where it stands."""

    pointer: str
    name: str
    task: JsonObject
    kind: str | None
    scope: "Scope"


@dataclass(slots=True)
class Scope:
    """A list of tasks; ``variables`` are those that loops and catches around it define.

    ``has_limit`` tells that a timeout of something around it ends what waits here. Branches of a fork and functions
    are scopes too, in which nothing leads from one task to the next. ``is_empty`` tells that the list is there and
    holds nothing.
    """

    pointer: str
    variables: frozenset[str] = frozenset()
    has_limit: bool = False
    is_sequence: bool = True
    is_empty: bool = False
    tasks: list[Visit] = field(default_factory=list)


def member(value: JsonValue, key: str) -> JsonValue:
    """A member of an object; None where there is no object or no such member."""
    return value.get(key) if type(value) is dict else None


def members(value: JsonValue, key: str) -> JsonObject:
    """A member that is an object; empty where there is none."""
    found = value.get(key) if type(value) is dict else None
    return found if type(found) is dict else {}


def elements(value: JsonValue) -> list[JsonValue]:
    """The elements of a list; none where there is no list."""
    return value if type(value) is list else []


def scopes_of(definition: JsonObject) -> Iterator[Scope]:
    """Every scope of the definition, outer ones first."""
    main = Scope("/do", has_limit="timeout" in definition)
    found = [_filled(main, definition.get("do"))]
    for name, task in members(definition.get("use"), "functions").items():
        scope = Scope("/use/functions", has_limit=True, is_sequence=False)
        _add(scope, "/use/functions", name, task)
        found.append(scope)
    for scope in found:  # grows while it is read
        yield scope
        for visit in scope.tasks:
            if visit.kind in _NESTING:
                found.extend(_inside(visit))


def _filled(scope: Scope, listed: JsonValue) -> Scope:
    scope.is_empty = listed == []
    for index, item in enumerate(elements(listed)):
        if type(item) is dict:
            pointer = f"{scope.pointer}/{index}"
            for name, task in item.items():
                _add(scope, pointer, name, task)
    return scope


def _add(scope: Scope, pointer: str, name: str, task: JsonValue) -> None:
    body = task if type(task) is dict else {}
    scope.tasks.append(Visit(below(pointer, name), name, body, kind_of_task(body), scope))


def _inside(visit: Visit) -> list[Scope]:
    task, kind = visit.task, visit.kind
    known, limited = visit.scope.variables, visit.scope.has_limit or "timeout" in task
    if kind == "fork":
        branches = Scope(f"{visit.pointer}/fork/branches", known, limited, is_sequence=False)
        return [_filled(branches, member(task["fork"], "branches"))]
    if kind == "try":
        tried = Scope(f"{visit.pointer}/try", known, limited)
        caught = Scope(f"{visit.pointer}/catch/do", known | {error_variable(task)}, limited)
        return [_filled(tried, task["try"]), _filled(caught, member(task.get("catch"), "do"))]
    if kind == "for":
        known = known | loop_variables(task)
    return [_filled(Scope(f"{visit.pointer}/do", known, limited), task.get("do"))]


def loop_variables(task: JsonObject) -> frozenset[str]:
    """The variables that a ``for`` task defines."""
    loop = members(task, "for")
    named = loop.get("each", "item"), loop.get("at", "index")
    return frozenset(name for name in named if type(name) is str)


def error_variable(task: JsonObject) -> str:
    """The variable that the ``catch`` of a ``try`` task defines."""
    named = members(task, "catch").get("as", "error")
    return named if type(named) is str else "error"


def reusable_of(definition: JsonObject) -> "Reusable":
    """The reusable parts under ``use``."""
    use = definition.get("use")
    secrets = [name for name in elements(member(use, "secrets")) if type(name) is str]
    return Reusable(use if type(use) is dict else {}, frozenset(secrets))


@dataclass(frozen=True)
class Reusable:
    """What stands under ``use``."""

    use: JsonObject
    secrets: frozenset[str]

    def group(self, name: str) -> JsonObject:
        """The named parts of a group; empty where there is none."""
        found = self.use.get(name)
        return found if type(found) is dict else {}
