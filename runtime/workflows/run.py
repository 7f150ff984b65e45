"""What one run of the interpreter holds, and what a task of it is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from temporalio import workflow

from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.shape import below
from runtime.calls.secrets import placeholders_in
from runtime.contracts import RunInput, TaskTrace
from runtime.expressions import Allowance, Attributes, Variables
from runtime.workflows.ends import Children
from runtime.workflows.events import EventBuffer
from runtime.workflows.moments import descriptor_of
from runtime.workflows.parking import Parking
from runtime.workflows.people import HumanTasks
from runtime.workflows.trace import Trace

Notes = dict[str, Any]
"""Where something is, as plain JSON that is true at every moment: what it has done, what it waits for.

Notes nest as scopes and tasks do. Empty notes mean a beginning; others tell how far an earlier run came.
"""


@dataclass(frozen=True)
class Scope:
    """Where a list of tasks stands: its JSON Pointer, and the variables that loops and catches around it define."""

    reference: str
    variables: Mapping[str, JsonValue] = field(default_factory=dict)

    def inside(self, step: str, **variables: JsonValue) -> Scope:
        """The scope of a part of this one, with more variables."""
        return Scope(self.reference + step, {**self.variables, **variables})

    def of_task(self, index: int, name: str) -> Scope:
        """The scope of one task in the list."""
        return Scope(below(f"{self.reference}/{index}", name), self.variables)


@dataclass(frozen=True)
class Step:
    """One visit of one task: its definition, its transformed input, what its expressions may use, its notes."""

    name: str
    definition: JsonObject
    input: JsonValue
    scope: Scope
    variables: Variables
    trace: TaskTrace
    notes: Notes

    @property
    def reference(self) -> str:
        """The task's JSON Pointer in the definition."""
        return self.scope.reference


@dataclass(frozen=True)
class Result:
    """Raw output of a task; ``then`` where the task itself decides where the flow goes."""

    output: JsonValue
    then: JsonValue = None


Handler = Callable[["Run", Step], Awaitable[Result]]


class EndWorkflow(Exception):
    """``then: end``: the whole workflow completes with this output."""

    def __init__(self, output: JsonValue) -> None:
        self.output = output
        super().__init__("end")


class Run:
    """The state of one run. Everything in it follows from the input and the history."""

    def __init__(self, given: RunInput, handlers: Mapping[str, Handler]) -> None:
        self.given = given
        self.definition: JsonObject = given.definition
        self.input: JsonValue = given.input
        self.handlers = handlers
        self.started_at: JsonValue = descriptor_of(workflow.info().start_time)
        self.context: JsonValue = {}
        self.secrets: JsonValue = None
        self.notes: Notes = {}
        self.events = EventBuffer(bounded=not self.is_first_edition)
        self.people = HumanTasks(self.notes)
        self.trace = Trace()
        self.visits: Counter[str] = Counter()
        self.parking = Parking()
        self.children = Children()
        self.has_moved = False
        self.next_try = 0
        self.effort = 0
        self.breaths = 0
        self.allowance = Allowance()

    @property
    def is_first_edition(self) -> bool:
        """True for runs that interpreter version 1 began: they go on exactly as they were begun."""
        return self.given.interpreter_version == "1"

    @property
    def tells_waiting(self) -> bool:
        """False for runs that an interpreter began that did not tell when it waits for a person."""
        return int(self.given.interpreter_version) > 2

    @property
    def turn(self) -> tuple[int, int]:
        """What stays equal as long as the workflow does not pause."""
        return workflow.info().get_current_history_length(), self.breaths

    def used(self, group: str) -> JsonObject:
        """The reusable parts under ``use.<group>``."""
        use = self.definition.get("use")
        named = use.get(group) if isinstance(use, dict) else None
        return named if isinstance(named, dict) else {}

    def arguments(self) -> Variables:
        """The runtime arguments that every expression may use (specification: *Runtime expression arguments*)."""
        return {
            "workflow": self._workflow,
            "runtime": {"name": "Pointsman", "version": self.given.interpreter_version, "metadata": {}},
            "context": lambda _: self.context,
            "secrets": lambda _: placeholders_in(self.secrets),
        }

    def _workflow(self, attributes: Attributes) -> JsonValue:
        whole: JsonObject = {
            "id": self.given.execution_id,
            "definition": self.definition,
            "input": self.input,
            "startedAt": self.started_at,
        }
        return only(whole, attributes)


def only(whole: JsonObject, attributes: Attributes) -> JsonObject:
    """The attributes that an expression mentions: a definition is large, and seldom asked for."""
    return whole if attributes is None else {key: value for key, value in whole.items() if key in attributes}
