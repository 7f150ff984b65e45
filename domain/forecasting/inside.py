"""Tasks with tasks of their own inside, followed as far as they are certain (docs/language.md, *Tasks*).

Where the inside of such a task is not certain to its end, but can neither end the workflow nor raise an error, the way
goes on behind it with an output that nobody knows.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from domain.forecasting.course import End
from domain.forecasting.values import CannotEvaluate, Known, Surroundings, Unknown, Value, joined
from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.walk import members

_DATA = frozenset({"set", "with", "run", "input", "output", "metadata"})
"""Members of tasks in which no tasks stand."""
PARALLEL = ("pointsman/parallel", "parallel")


class Stop(Exception):
    """Certainty ends; where it ``leaves``, also of what follows the tasks around it."""

    def __init__(self, end: End, at: str, because: str = "", *, leaves: bool = False) -> None:
        self.end, self.at, self.because, self.leaves = end, at, because, leaves


class EndWorkflow(Exception):
    """``then: end``."""


class Way(Protocol):
    """What goes through the tasks."""

    context: Value

    def scope(self, listed: JsonValue, data: Value, prefix: str) -> Value:
        """Go through a list of tasks. Raises: Stop."""

    def visit(self, name: str, task: JsonObject, raw: Value) -> tuple[Value, str]:
        """Go through one task. Raises: Stop."""

    def holds(self, around: Surroundings, condition: JsonValue, data: Value, name: str) -> bool:
        """Whether a condition holds. Raises: Stop where that is not certain."""

    def knowing(self, **arguments: Value) -> AbstractContextManager[None]:
        """With more arguments for all that is inside."""

    def blurring(self, because: str | None) -> AbstractContextManager[None]:
        """With a context that is not certain, whatever is exported inside; None blurs nothing."""

    def gap(self, stop: Stop) -> None:
        """Note a piece that is not certain."""


def go_inside(way: Way, name: str, kind: str, task: JsonObject, given: Value, within: Surroundings) -> Value:
    """The output of a task with tasks inside. Raises: Stop."""
    if kind == "fork":
        return _fork(way, name, task, given)

    def follow() -> Value:
        if kind == "do":
            return way.scope(task["do"], given, f"{name}/")
        return _for(way, name, task, given, within) if kind == "for" else _try(way, name, task, given)

    return _as_far_as_certain(way, name, task, follow)


def pass_by(way: Way, name: str, task: JsonObject) -> Unknown:
    """What stands inside is not looked at. Raises: Stop where it might end the workflow or raise an error."""
    if _may_leave(task):
        raise Stop(End.OPEN, name, f"what happens inside `{name}`", leaves=True)
    if _says(_inside(task), "export"):
        way.context = Unknown(f"what `{name}` exports")
    return Unknown(f"the output of `{name}`")


def objects(listed: JsonValue) -> list[JsonObject]:
    """The objects in a list; none of anything else."""
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def _as_far_as_certain(way: Way, name: str, task: JsonObject, follow: Callable[[], Value]) -> Value:
    try:
        return follow()
    except Stop as stop:
        if stop.end is not End.OPEN or stop.leaves or _may_leave(task):
            raise
        way.gap(stop)
        return pass_by(way, name, task)


def _for(way: Way, name: str, task: JsonObject, given: Value, within: Surroundings) -> Value:
    loop = members(task, "for")
    items = _items(loop.get("in"), given, within)
    if isinstance(items, Unknown):
        raise Stop(End.OPEN, name, items.because)
    each, at = str(loop.get("each") or "item"), str(loop.get("at") or "index")
    is_parallel = any(members(task, "metadata").get(key) is True for key in PARALLEL)
    is_blurred = is_parallel and _says(task.get("do"), "export")
    data, outputs = given, []
    with way.blurring(f"what `{name}` exports" if is_blurred else None):
        for index, item in enumerate(items):
            own = {each: Known(item), at: Known(index)}
            if "while" in task and not way.holds(within.with_arguments(**own), task["while"], data, name):
                break
            with way.knowing(**own):
                data = way.scope(task.get("do"), given if is_parallel else data, f"{name}/")
            outputs.append(data)
    return joined(outputs) if is_parallel else data


def _items(listed: JsonValue, given: Value, within: Surroundings) -> list[JsonValue] | Unknown:
    found = within.expression(listed, given) if isinstance(listed, str) else Known(listed)
    if isinstance(found, Unknown):
        return found
    if found.value is None:
        return []
    if not isinstance(found.value, list):
        raise CannotEvaluate("“in” gives no list to iterate over.")
    return found.value


def _fork(way: Way, name: str, task: JsonObject, given: Value) -> Value:
    """Branches run at the same time: one alone is certain, of several what none of the others can disturb."""
    fork = members(task, "fork")
    branches = [next(iter(each.items())) for each in objects(fork.get("branches")) if each]
    if len(branches) > 1 and fork.get("compete") is True:
        return pass_by(way, name, task)
    if len(branches) > 1 and _may_leave(task):
        raise Stop(End.OPEN, name, f"which branch of `{name}` comes first", leaves=True)
    is_blurred = len(branches) > 1 and _says(fork, "export")
    with way.blurring(f"what the branches of `{name}` export" if is_blurred else None):
        return joined([_branch(way, f"{name}/{key}", branch, given) for key, branch in branches])


def _branch(way: Way, name: str, branch: JsonValue, given: Value) -> Value:
    task = branch if isinstance(branch, dict) else {}

    def follow() -> Value:
        output, then = way.visit(name, task, given)
        if then == "end":
            raise EndWorkflow
        return output

    return _as_far_as_certain(way, name, task, follow)


def _try(way: Way, name: str, task: JsonObject, given: Value) -> Value:
    """Only errors that are certain would be caught; whether they are, an execution would show."""
    try:
        return way.scope(task["try"], given, f"{name}/")
    except Stop as stop:
        if stop.end is not End.FAULT:
            raise
        because = f"what becomes of the error at `{stop.at}`"
        raise Stop(End.OPEN, name, because, leaves=True) from None


def _inside(task: JsonObject) -> JsonObject:
    return {key: part for key, part in task.items() if key not in ("then", "export")}


def _may_leave(task: JsonObject) -> bool:
    """Whether what stands inside might end the workflow or raise an error of its own."""
    inside = _inside(task)
    return _says(inside, "then", "end") or _says(inside, "raise")


def _says(value: JsonValue, key: str, word: str | None = None) -> bool:
    """Whether a member ``key`` stands anywhere inside the tasks below this one, with this word where one is given."""
    if isinstance(value, list):
        return any(_says(each, key, word) for each in value)
    if not isinstance(value, dict):
        return False
    inner = {name: each for name, each in value.items() if name not in _DATA}
    return any(_says(each, key, word) or (name == key and word in (None, each)) for name, each in inner.items())
