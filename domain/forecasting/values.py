"""Values that are certain, and values that are not, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.forecasting.reading import mentions, reads_data
from domain.json_types import JsonValue
from domain.open_workflow.naming import ARGUMENTS
from domain.open_workflow.shape import expression_in, is_expression

Evaluate = Callable[[str, JsonValue, Mapping[str, JsonValue]], JsonValue]
"""Gives the result of an expression on data with variables. Raises: CannotEvaluate, TooCostly."""


class CannotEvaluate(Exception):
    """jq failed on the expression, as it would in an execution."""


class TooCostly(Exception):
    """The expression takes more time or memory than one may; what it would give is not known."""


@dataclass(frozen=True)
class Unknown:
    """``because`` ends the sentence "it depends on …"."""

    because: str


@dataclass(frozen=True)
class Known:
    """A certain value."""

    value: JsonValue


Value = Known | Unknown


def joined(values: Sequence[Value]) -> Value:
    """The list of all, which is certain where each of them is."""
    unsure = next((each for each in values if isinstance(each, Unknown)), None)
    return unsure or Known([each.value for each in values if isinstance(each, Known)])


@dataclass(frozen=True)
class Surroundings:
    """What expressions may use. ``workflow`` holds the attributes of ``$workflow`` that are certain."""

    evaluate: Evaluate
    workflow: Mapping[str, JsonValue]
    arguments: Mapping[str, Value] = field(default_factory=dict)

    def with_arguments(self, **more: Value) -> Surroundings:
        """The same with more arguments."""
        return Surroundings(self.evaluate, self.workflow, {**self.arguments, **more})

    def expression(self, text: str, data: Value) -> Value:
        """The result of a field that is an expression. Raises: CannotEvaluate."""
        program = (expression_in(text) or text).strip()
        if isinstance(data, Unknown) and reads_data(program):
            return data
        given: dict[str, JsonValue] = {}
        for name, attribute in mentions(program):
            found = self._argument(name, attribute)
            if isinstance(found, Unknown):
                return found
            if found is not None:
                given[name] = found.value
        return Known(self.evaluate(text, data.value if isinstance(data, Known) else None, given))

    def template(self, shape: JsonValue, data: Value) -> Value:
        """Free data in which whole ``${ … }`` texts are expressions. Raises: CannotEvaluate."""
        if isinstance(shape, str):
            return self.expression(shape, data) if is_expression(shape) else Known(shape)
        if isinstance(shape, dict):
            members = {key: self.template(inner, data) for key, inner in shape.items()}
            unsure = next((each for each in members.values() if isinstance(each, Unknown)), None)
            return unsure or Known({key: each.value for key, each in members.items() if isinstance(each, Known)})
        if isinstance(shape, list):
            return joined([self.template(inner, data) for inner in shape])
        return Known(shape)

    def transform(self, stanza: JsonValue, key: str, data: Value) -> Value:
        """``input.from``, ``output.as`` or ``export.as``; data as it is where there is none. Raises: CannotEvaluate."""
        shape = stanza.get(key) if isinstance(stanza, dict) else None
        if shape is None:
            return data
        return self.expression(shape, data) if isinstance(shape, str) else self.template(shape, data)

    def _argument(self, name: str, attribute: str) -> Value | None:
        """None for a variable that the expression defines itself."""
        if name == "workflow":
            if attribute in self.workflow:
                return Known(dict(self.workflow))
            return Unknown(f"`$workflow.{attribute}`" if attribute else "`$workflow`")
        if name in self.arguments:
            return self.arguments[name]
        return Unknown(f"`${name}`") if name in ARGUMENTS or name in ("ENV", "__loc__") else None
