"""Follow a definition from an input, doing nothing: only what is certain is followed (specification: *Data Flow*).

Every task that reaches outside, or waits for something, is taken to succeed with an output that nobody knows.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from domain.definition import schema_problems
from domain.forecasting.course import Course, End, Gap, Turn
from domain.forecasting.inside import EndWorkflow, Stop, go_inside, objects, pass_by
from domain.forecasting.values import CannotEvaluate, Evaluate, Known, Surroundings, TooCostly, Unknown, Value
from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.tasks import DIRECTIVES, kind_of_task
from domain.open_workflow.walk import members

MOST_VISITS = 500
_COSTLY = "an expression that is too costly to try"
_INNER = ("do", "for", "fork", "try")
"""Kinds with tasks of their own inside, which are followed."""


def follow(definition: JsonObject, value: JsonValue, evaluate: Evaluate) -> Course:
    """The course of an execution of ``definition`` with the input ``value``."""
    way = _Way(Surroundings(evaluate, {"input": value, "definition": definition}))
    end, at, because = End.COMPLETE, "", ""
    try:
        way.run(definition, Known(value))
    except Stop as stop:
        end, at, because = stop.end, stop.at, stop.because
    return Course(tuple(way.turns), end, at, because, tuple(dict.fromkeys(way.gaps)))


@dataclass
class _Way:
    around: Surroundings
    context: Value = field(default_factory=lambda: Known({}))
    turns: list[Turn] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    visits: int = 0
    blurred: str | None = None

    def run(self, definition: JsonObject, data: Known) -> None:
        """Go from the beginning to the end."""
        if _unfit(definition.get("input"), data):
            raise Stop(End.REFUSED, "")
        try:
            begin = self.around.transform(definition.get("input"), "from", data)
            self.scope(definition.get("do"), begin, "")
        except CannotEvaluate as error:
            raise Stop(End.FAULT, "", str(error)) from None
        except TooCostly:
            raise Stop(End.OPEN, "", _COSTLY) from None
        except EndWorkflow:
            return

    def scope(self, listed: JsonValue, data: Value, prefix: str) -> Value:
        """The output of the last task of a list. Raises: Stop, EndWorkflow."""
        tasks = [next(iter(each.items())) for each in objects(listed) if each]
        places = {name: index for index, (name, _) in enumerate(tasks)}
        index = 0
        while index < len(tasks):
            name, task = tasks[index]
            data, then = self.visit(f"{prefix}{name}", task if isinstance(task, dict) else {}, data)
            if then == "exit":
                return data
            if then == "end":
                raise EndWorkflow
            index = places[then] if then in places and then not in DIRECTIVES else index + 1
        return data

    @contextmanager
    def knowing(self, **arguments: Value) -> Iterator[None]:
        """With more arguments for all that is inside."""
        before, self.around = self.around, self.around.with_arguments(**arguments)
        try:
            yield
        finally:
            self.around = before

    @contextmanager
    def blurring(self, because: str | None) -> Iterator[None]:
        """With a context that is not certain, whatever is exported inside; None blurs nothing."""
        before, self.blurred = self.blurred, self.blurred or because
        if self.blurred:
            self.context = Unknown(self.blurred)
        try:
            yield
        finally:
            self.blurred = before

    def gap(self, stop: Stop) -> None:
        """Note a piece that is not certain."""
        self.gaps.append(Gap(stop.at, stop.because))

    def visit(self, name: str, task: JsonObject, raw: Value) -> tuple[Value, str]:
        """Output and directive of one task. Raises: Stop, EndWorkflow."""
        self.visits += 1
        if self.visits > MOST_VISITS:
            raise Stop(End.OPEN, name, f"more than {MOST_VISITS:,} visits of tasks", leaves=True)
        try:
            return self._task(name, task, raw)
        except CannotEvaluate as error:
            raise Stop(End.FAULT, name, str(error)) from None
        except TooCostly:
            raise Stop(End.OPEN, name, _COSTLY) from None

    def _task(self, name: str, task: JsonObject, raw: Value) -> tuple[Value, str]:
        before = self.around.with_arguments(context=self.context)
        if "if" in task and not self.holds(before, task["if"], raw, name):
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

    def holds(self, around: Surroundings, condition: JsonValue, data: Value, name: str) -> bool:
        """Whether a condition holds. Raises: Stop where that is not certain."""
        found = around.expression(str(condition), data)
        if isinstance(found, Unknown):
            raise Stop(End.OPEN, name, found.because)
        return found.value is not None and found.value is not False

    def _hold(self, stanza: JsonValue, data: Value, name: str) -> None:
        if _unfit(stanza, data):
            raise Stop(End.FAULT, name, "its data does not fit its schema")

    def _export(self, export: JsonValue, output: Value, within: Surroundings, name: str) -> None:
        if not isinstance(export, dict):
            return
        if "as" in export:
            exported = within.with_arguments(output=output).transform(export, "as", output)
            self.context = Unknown(self.blurred) if self.blurred else exported
        self._hold(export, self.context, name)

    def _work(self, name: str, task: JsonObject, given: Value, within: Surroundings) -> tuple[Value, str]:
        kind = kind_of_task(task)
        if kind == "set":
            return within.template(task["set"], given), ""
        if kind == "wait":
            return given, ""
        if kind == "switch":
            return given, self._switch(name, task["switch"], given, within)
        if kind == "raise":
            raise Stop(End.FAULT, name, "it raises an error")
        if kind in _INNER:
            return go_inside(self, name, kind, task, given, within), ""
        return pass_by(self, name, task) if kind == "listen" else Unknown(f"the output of `{name}`"), ""

    def _switch(self, name: str, cases: JsonValue, given: Value, within: Surroundings) -> str:
        chosen: JsonObject = {}
        for item in objects(cases):
            case = members(item, next(iter(item), ""))
            if "when" not in case:
                chosen = case
            elif self.holds(within, case["when"], given, name):
                chosen = case
                break
        then = str(chosen.get("then") or "")
        self.turns.append(Turn(name, then or "continue"))
        return then


def _unfit(stanza: JsonValue, data: Value) -> bool:
    schema = members(members(stanza, "schema"), "document")
    return bool(schema) and isinstance(data, Known) and bool(schema_problems(data.value, schema))
