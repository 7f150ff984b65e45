"""Follow a definition from an input, doing nothing: only what is certain is followed (specification: *Data Flow*).

Every task that reaches outside, or waits for something, is taken to succeed with an output that nobody knows.
"""

from dataclasses import dataclass, field

from domain.definition import schema_problems
from domain.forecasting.course import Course, End, Turn
from domain.forecasting.values import CannotEvaluate, Evaluate, Known, Surroundings, TooCostly, Unknown, Value
from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.tasks import DIRECTIVES, kind_of_task
from domain.open_workflow.walk import members

MOST_VISITS = 500
_COSTLY = "an expression that is too costly to try"
_INNER = ("for", "fork", "try", "listen")
"""Kinds with tasks of their own inside, which are not followed."""


def follow(definition: JsonObject, value: JsonValue, evaluate: Evaluate) -> Course:
    """The course of an execution of ``definition`` with the input ``value``."""
    way = _Way(Surroundings(evaluate, {"input": value, "definition": definition}))
    try:
        way.run(definition, Known(value))
        return Course(tuple(way.turns), End.COMPLETE)
    except _Stop as stop:
        return Course(tuple(way.turns), stop.end, stop.at, stop.because)


class _Stop(Exception):
    def __init__(self, end: End, at: str, because: str = "") -> None:
        self.end, self.at, self.because = end, at, because


class _EndWorkflow(Exception):
    """``then: end``."""


@dataclass
class _Way:
    around: Surroundings
    context: Value = field(default_factory=lambda: Known({}))
    turns: list[Turn] = field(default_factory=list)
    visits: int = 0

    def run(self, definition: JsonObject, data: Known) -> None:
        """Go from the beginning to the end."""
        if _unfit(definition.get("input"), data):
            raise _Stop(End.REFUSED, "")
        try:
            begin = self.around.transform(definition.get("input"), "from", data)
            self._scope(definition.get("do"), begin, "")
        except CannotEvaluate as error:
            raise _Stop(End.FAULT, "", str(error)) from None
        except TooCostly:
            raise _Stop(End.OPEN, "", _COSTLY) from None
        except _EndWorkflow:
            return

    def _scope(self, listed: JsonValue, data: Value, prefix: str) -> Value:
        tasks = [next(iter(each.items())) for each in _objects(listed) if each]
        places = {name: index for index, (name, _) in enumerate(tasks)}
        index = 0
        while index < len(tasks):
            name, task = tasks[index]
            data, then = self._visit(f"{prefix}{name}", task if isinstance(task, dict) else {}, data)
            if then == "exit":
                return data
            if then == "end":
                raise _EndWorkflow
            index = places[then] if then in places and then not in DIRECTIVES else index + 1
        return data

    def _visit(self, name: str, task: JsonObject, raw: Value) -> tuple[Value, str]:
        self.visits += 1
        if self.visits > MOST_VISITS:
            raise _Stop(End.OPEN, name, f"more than {MOST_VISITS:,} visits of tasks")
        try:
            return self._task(name, task, raw)
        except CannotEvaluate as error:
            raise _Stop(End.FAULT, name, str(error)) from None
        except TooCostly:
            raise _Stop(End.OPEN, name, _COSTLY) from None

    def _task(self, name: str, task: JsonObject, raw: Value) -> tuple[Value, str]:
        before = self.around.with_arguments(context=self.context)
        if "if" in task and not self._holds(before, task["if"], raw, name):
            self.turns.append(Turn(name, "skip"))
            return raw, "continue"
        if "if" in task:
            self.turns.append(Turn(name, "run"))
        self._hold(task.get("input"), raw, name)
        given = before.transform(task.get("input"), "from", raw)
        within = before.with_arguments(input=given)
        output, then = self._work(name, task, given, within)
        shaped = within.transform(task.get("output"), "as", output)
        self._hold(task.get("output"), shaped, name)
        self._export(task.get("export"), shaped, within, name)
        return shaped, then or str(task.get("then") or "continue")

    def _holds(self, around: Surroundings, condition: JsonValue, data: Value, name: str) -> bool:
        found = around.expression(str(condition), data)
        if isinstance(found, Unknown):
            raise _Stop(End.OPEN, name, found.because)
        return found.value is not None and found.value is not False

    def _hold(self, stanza: JsonValue, data: Value, name: str) -> None:
        if _unfit(stanza, data):
            raise _Stop(End.FAULT, name, "its data does not fit its schema")

    def _export(self, export: JsonValue, output: Value, within: Surroundings, name: str) -> None:
        if not isinstance(export, dict):
            return
        if "as" in export:
            self.context = within.with_arguments(output=output).transform(export, "as", output)
        self._hold(export, self.context, name)

    def _work(self, name: str, task: JsonObject, given: Value, within: Surroundings) -> tuple[Value, str]:
        kind = kind_of_task(task)
        if kind == "set":
            return within.template(task["set"], given), ""
        if kind == "wait":
            return given, ""
        if kind == "do":
            return self._scope(task["do"], given, f"{name}/"), ""
        if kind == "switch":
            return given, self._switch(name, task["switch"], given, within)
        if kind == "raise":
            raise _Stop(End.FAULT, name, "it raises an error")
        return self._outside(name, kind, task), ""

    def _switch(self, name: str, cases: JsonValue, given: Value, within: Surroundings) -> str:
        chosen: JsonObject = {}
        for item in _objects(cases):
            case = members(item, next(iter(item), ""))
            if "when" not in case:
                chosen = case
            elif self._holds(within, case["when"], given, name):
                chosen = case
                break
        then = str(chosen.get("then") or "")
        self.turns.append(Turn(name, then or "continue"))
        return then

    def _outside(self, name: str, kind: str | None, task: JsonObject) -> Unknown:
        """A task that only an execution can do. What stands inside may end the workflow or export."""
        unknown = Unknown(f"the output of `{name}`")
        inside: JsonValue = {key: part for key, part in task.items() if key not in ("then", "export")}
        if kind in _INNER:
            if _says(inside, "then", "end") or "then" in members(task, "catch"):
                raise _Stop(End.OPEN, name, f"what happens inside `{name}`")
            if _says(inside, "export"):
                self.context = Unknown(f"what `{name}` exports")
        return unknown


def _unfit(stanza: JsonValue, data: Value) -> bool:
    schema = members(members(stanza, "schema"), "document")
    return bool(schema) and isinstance(data, Known) and bool(schema_problems(data.value, schema))


def _objects(listed: JsonValue) -> list[JsonObject]:
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def _says(value: JsonValue, key: str, word: str | None = None) -> bool:
    """Whether a member ``key`` stands anywhere inside the tasks below this one, with this word where one is given."""
    if isinstance(value, list):
        return any(_says(each, key, word) for each in value)
    if not isinstance(value, dict):
        return False
    inner = {name: each for name, each in value.items() if name not in ("set", "with")}
    return any(_says(each, key, word) or (name == key and word in (None, each)) for name, each in inner.items())
