"""Where expressions stand in a definition, and which variables each may use.

The variables are those of the table in the specification (*Runtime expression arguments*), which lets ``$secrets`` be
used everywhere although the text beside it names ``input.from`` alone: the table is followed.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.calls import HUMAN_TASK, is_foreign
from domain.open_workflow.shape import below, expression_in
from domain.open_workflow.walk import Reusable, Scope, Visit, elements, error_variable, loop_variables, member, members

WORKFLOW_INPUT = frozenset({"secrets", "workflow", "runtime"})
WORKFLOW_OUTPUT = WORKFLOW_INPUT | {"context"}
BEFORE = WORKFLOW_OUTPUT | {"task"}
"""``if`` and ``input.from`` of a task."""
WITHIN = BEFORE | {"input", "authorization"}
"""The definition of a task and its ``output.as``."""
EXPORTED = WITHIN | {"output"}

Names = frozenset[str]
Expression = tuple[str, str, Names]
"""Where an expression stands, its text without ``${ }``, and the variables that it may use."""


class Literal(NamedTuple):
    """A text in free data that is no expression, and that its author should look at."""

    pointer: str
    key: str
    text: str


_SECRETS = frozenset(
    {"password", "passwd", "passphrase", "secret", "clientsecret", "token", "accesstoken", "refreshtoken", "apikey"}
    | {"privatekey", "authorization"}
)


@lru_cache(maxsize=4096)
def is_secret(key: str) -> bool:
    """True for the name of a member that holds a secret, however its words are joined."""
    return re.sub(r"[-_ ]", "", key).lower() in _SECRETS


@lru_cache(maxsize=256)
def _stages(variables: Names) -> tuple[Names, Names, Names]:
    """What may be used before, in and after a task, besides the variables around it."""
    return BEFORE | variables, WITHIN | variables, EXPORTED | variables


def _everywhere(scopes: Sequence[Scope]) -> frozenset[str]:
    """Variables that a loop or catch defines somewhere: a reusable part may be used there."""
    found = {"error"}
    for scope in scopes:
        found |= scope.variables
        found.update(error_variable(visit.task) for visit in scope.tasks if visit.kind == "try")
    return frozenset(found)


class Texts:
    """The expressions of a definition, and the texts of its free data that hold a secret or look like an expression.

    It collects: a definition has tens of thousands of texts, too many to hand them on one by one.
    """

    def __init__(self) -> None:
        self.expressions: list[Expression] = []
        self.literals: list[Literal] = []

    def read_scope(self, scope: Scope) -> None:
        """The tasks of a scope, without the scopes in them."""
        before, within, exported = _stages(scope.variables)
        for visit in scope.tasks:
            self._task(visit, before, within, exported)

    def read_general(self, definition: JsonObject, scopes: Sequence[Scope], reusable: Reusable) -> None:
        """What stands in no scope; ``scopes`` are all that the definition has."""
        self._shape(definition, "", "input", "from", WORKFLOW_INPUT)
        self._shape(definition, "", "output", "as", WORKFLOW_OUTPUT)
        self._data(definition.get("timeout"), "/timeout", WORKFLOW_OUTPUT)
        if reusable.use:
            self._reusable(reusable, WITHIN | _everywhere(scopes))

    def _reusable(self, reusable: Reusable, names: Names) -> None:
        """The parts under ``use`` but for functions, which are tasks."""
        for group in ("authentications", "errors", "timeouts"):
            self._data(reusable.use.get(group), f"/use/{group}", names)
        for name, policy in reusable.group("retries").items():
            self._retry(policy, below("/use/retries", name), names)

    def _task(self, visit: Visit, before: Names, within: Names, exported: Names) -> None:
        """A task with all that stands in it but its tasks."""
        task, pointer = visit.task, visit.pointer
        if "if" in task:
            self._bare(task["if"], f"{pointer}/if", before)
        if "input" in task:
            self._shape(task, pointer, "input", "from", before)
        if "timeout" in task:
            self._data(task["timeout"], f"{pointer}/timeout", within)
        if visit.kind in _READERS:
            _READERS[visit.kind](self, task, pointer, within)
        elif visit.kind is not None:
            self._data(task[visit.kind], f"{pointer}/{visit.kind}", within)
        if "output" in task:
            self._shape(task, pointer, "output", "as", within)
        if "export" in task:
            self._shape(task, pointer, "export", "as", exported)

    def _shape(self, owner: JsonObject, pointer: str, stage: str, key: str, names: Names) -> None:
        """``input.from``, ``output.as`` and ``export.as``: an expression, or free data."""
        if stage in owner:
            self._bare_or_data(member(owner[stage], key), f"{pointer}/{stage}/{key}", names)

    def _data(self, value: JsonValue, pointer: str, names: Names, key: str = "") -> None:
        """Free data, in which whole ``${ … }`` texts are expressions."""
        if type(value) is str:
            self._text(value, pointer, names, key)
        elif type(value) is dict:
            self._members(value, pointer, names)
        elif type(value) is list:
            for index, each in enumerate(value):
                self._data(each, f"{pointer}/{index}", names, key)

    def _members(self, value: JsonObject, pointer: str, names: Names) -> None:
        for name, each in value.items():
            if type(each) is str:
                if "${" in each or is_secret(name):
                    self._text(each, below(pointer, name), names, name)
            elif type(each) is dict:
                self._members(each, below(pointer, name), names)
            elif type(each) is list:
                self._data(each, below(pointer, name), names, name)

    def _text(self, text: str, pointer: str, names: Names, key: str) -> None:
        inner = expression_in(text)
        if inner is not None:
            self.expressions.append((pointer, inner.strip(), names))
        elif text and ("${" in text or is_secret(key)):
            self.literals.append(Literal(pointer, key, text))

    def _retry(self, policy: JsonValue, pointer: str, names: Names) -> None:
        """A retry policy: two conditions and durations."""
        for key, value in policy.items() if type(policy) is dict else ():
            read = self._bare if key in ("when", "exceptWhen") else self._data
            read(value, below(pointer, key), names)

    def _bare(self, value: JsonValue, pointer: str, names: Names) -> None:
        """A field that is an expression; its braces may be left out."""
        if type(value) is str:
            self.expressions.append((pointer, (expression_in(value) or value).strip(), names))

    def _bare_or_data(self, value: JsonValue, pointer: str, names: Names) -> None:
        read = self._bare if type(value) is str else self._data
        read(value, pointer, names)

    def _for(self, task: JsonObject, pointer: str, names: Names) -> None:
        self._bare_or_data(member(task["for"], "in"), f"{pointer}/for/in", names)
        self._bare(task.get("while"), f"{pointer}/while", names | loop_variables(task))

    def _switch(self, task: JsonObject, pointer: str, names: Names) -> None:
        for index, item in enumerate(elements(task["switch"])):
            for name, case in item.items() if type(item) is dict else ():
                self._bare(member(case, "when"), below(f"{pointer}/switch/{index}", name) + "/when", names)

    def _try(self, task: JsonObject, pointer: str, names: Names) -> None:
        catch, caught = members(task, "catch"), names | {error_variable(task)}
        for key in ("when", "exceptWhen"):
            self._bare(catch.get(key), f"{pointer}/catch/{key}", caught)
        self._retry(catch.get("retry"), f"{pointer}/catch/retry", caught)

    def _listen(self, task: JsonObject, pointer: str, names: Names) -> None:
        to, where = members(task["listen"], "to"), f"{pointer}/listen/to"
        self._bare(to.get("until"), f"{where}/until", names)
        self._filter(to.get("one"), f"{where}/one", names)
        for key in ("any", "all"):
            for index, each in enumerate(elements(to.get(key))):
                self._filter(each, f"{where}/{key}/{index}", names)

    def _filter(self, each: JsonValue, pointer: str, names: Names) -> None:
        self._data(member(each, "with"), f"{pointer}/with", names)
        for name, correlation in members(each, "correlate").items():
            where = below(f"{pointer}/correlate", name)
            self._bare(member(correlation, "from"), f"{where}/from", names)
            self._data(member(correlation, "expect"), f"{where}/expect", names)

    def _run(self, task: JsonObject, pointer: str, names: Names) -> None:
        self._data(members(task["run"], "workflow").get("input"), f"{pointer}/run/workflow/input", names)
        self._data(task.get("metadata"), f"{pointer}/metadata", names)

    def _call(self, task: JsonObject, pointer: str, names: Names) -> None:
        called = task["call"]
        if type(called) is str and is_foreign(called):
            return  # rejected by name: what it would do with its arguments does not matter
        arguments = members(task, "with")
        if called == HUMAN_TASK and "form" in arguments:
            arguments = {key: value for key, value in arguments.items() if key != "form"}
        self._members(arguments, f"{pointer}/with", names)

    def _nothing(self, task: JsonObject, pointer: str, names: Names) -> None:
        """A kind whose body holds tasks alone."""


_READERS: dict[str, Callable[[Texts, JsonObject, str, Names], None]] = {
    "for": Texts._for,
    "switch": Texts._switch,
    "try": Texts._try,
    "listen": Texts._listen,
    "run": Texts._run,
    "call": Texts._call,
    "do": Texts._nothing,
    "fork": Texts._nothing,
}
