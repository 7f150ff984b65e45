"""The whole check of a definition: its shape, then everything that a schema cannot say.

Each part reads the definition as it stands, so that one mistake does not hide another. What Pointsman does not run is
rejected by name with its JSON Pointer, never ignored.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from domain.collecting import nothing_collected
from domain.findings import Finding
from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.advice import advice, literal_advice
from domain.open_workflow.compiling import Compile, expression_findings
from domain.open_workflow.expressions import Texts
from domain.open_workflow.model import shape_findings
from domain.open_workflow.naming import naming_findings
from domain.open_workflow.reusing import (
    circle_findings,
    general_reusing_findings,
    reusing_findings,
    secret_findings,
)
from domain.open_workflow.subflows import Find, subflow_findings
from domain.open_workflow.values import general_value_findings, value_findings
from domain.open_workflow.walk import Reusable, Scope, reusable_of, scopes_of

MOST = 1000


def check(definition: JsonObject, *, compiled: Compile | None = None, find: Find | None = None) -> list[Finding]:
    """Every finding, in the order of the document; at most 1,000.

    The definition is one that can be stored (domain.definition.check_storable). Expressions are compiled by
    ``compiled`` and sub-workflows looked up by ``find``; without these they are not looked at.
    """
    with nothing_collected():
        found = list(_findings(definition, compiled, find))
    return sorted(found, key=_Order(definition).of)[:MOST]


def _findings(definition: JsonObject, compiled: Compile | None, find: Find | None) -> Iterator[Finding]:
    reusable = reusable_of(definition)
    seen = _Seen(definition, reusable)
    parts: list[Iterable[Finding]] = [
        shape_findings(definition),
        seen.naming,
        chain(general_reusing_findings(definition, reusable), seen.reusing, circle_findings(seen.scopes)),
        secret_findings(seen.expressions, reusable),
        chain(general_value_findings(definition, reusable), seen.values),
        expression_findings(seen.expressions, compiled) if compiled is not None else (),
        subflow_findings(definition, seen.scopes, find) if find is not None else (),
        seen.advice,
        literal_advice(seen.literals),
    ]
    for part in parts:
        yield from islice(part, MOST)


class _Seen:
    """What is seen on one walk through all scopes: a large definition is read from memory once, not once for each part.

    Of each kind of findings at most 1,000 are kept.
    """

    def __init__(self, definition: JsonObject, reusable: Reusable) -> None:
        self.scopes: list[Scope] = []
        self.naming: list[Finding] = []
        self.reusing: list[Finding] = []
        self.values: list[Finding] = []
        self.advice: list[Finding] = []
        inside, general = Texts(), Texts()
        for scope in scopes_of(definition):
            self.scopes.append(scope)
            inside.read_scope(scope)
            _keep(self.naming, naming_findings(scope))
            _keep(self.reusing, reusing_findings(scope, reusable))
            _keep(self.values, value_findings(scope))
            _keep(self.advice, advice(scope))
        general.read_general(definition, self.scopes, reusable)
        self.expressions = general.expressions + inside.expressions
        self.literals = general.literals + inside.literals


def _keep(found: list[Finding], more: Iterator[Finding]) -> None:
    if len(found) < MOST:
        found.extend(islice(more, MOST))


class _Order:
    """Ranks pointers as their places come in the document."""

    def __init__(self, definition: JsonObject) -> None:
        self._definition = definition
        self._ranks: dict[int, dict[str, int]] = {}

    def of(self, finding: Finding) -> tuple[int, ...]:
        """The position of each step among its siblings; what is missing comes first."""
        value: JsonValue = self._definition
        ranks: list[int] = []
        for step in finding.pointer.split("/")[1:]:
            key = step.replace("~1", "/").replace("~0", "~")
            if isinstance(value, dict):
                ranks.append(self._of_members(value).get(key, -1))
                value = value.get(key)
            elif isinstance(value, list) and key.isdecimal() and int(key) < len(value):
                ranks.append(int(key))
                value = value[int(key)]
        return tuple(ranks)

    def _of_members(self, value: JsonObject) -> dict[str, int]:
        known = self._ranks.get(id(value))
        if known is None:
            known = self._ranks[id(value)] = {key: rank for rank, key in enumerate(value)}
        return known
