"""Expressions and data of tasks: evaluation, templates, transformation, schemas."""

from datetime import timedelta

from domain.faults import FaultKind, fault
from domain.json_schemas import InvalidSchema, schema_problems
from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.shape import is_expression
from runtime.calls.secrets import declared_in, placeholders_in, refuse_unavailable
from runtime.expressions import ExpressionError, Variables
from runtime.workflows.reading import as_duration, as_object, as_text
from runtime.workflows.run import Run, Step

_BYTES_PER_EFFORT = 8192


def expression(run: Run, text: JsonValue, data: JsonValue, variables: Variables, reference: str) -> JsonValue:
    """Evaluate a field that *is* an expression; its ``${ }`` may be omitted. Raises: Fault."""

    def note(size: int) -> None:
        run.effort += 1 + size // _BYTES_PER_EFFORT

    if "$secrets" in str(text):
        refuse_unavailable(str(text), placeholders_in(run.secrets), declared_in(run.definition), reference)
    try:
        return run.allowance.evaluate(run.turn, as_text(text, "An expression", reference), data, variables, note)
    except ExpressionError as error:
        raise fault(FaultKind.EXPRESSION, reference, f"{str(text)[:200]} : {error}") from None


def template(run: Run, value: JsonValue, data: JsonValue, variables: Variables, reference: str) -> JsonValue:
    """Free data in which only whole ``${ … }`` texts are expressions (*strict* mode). Raises: Fault."""
    if type(value) is str:
        return expression(run, value, data, variables, reference) if is_expression(value) else value
    if type(value) is dict:
        return {key: template(run, inner, data, variables, reference) for key, inner in value.items()}
    if type(value) is list:
        return [template(run, inner, data, variables, reference) for inner in value]
    return value


def truth(run: Run, text: JsonValue, data: JsonValue, variables: Variables, reference: str) -> bool:
    """Evaluate a condition with jq's idea of truth: all but null and false. Raises: Fault.

    Interpreter version 1 took the number 0 for false, and still does in runs that it began.
    """
    found = expression(run, text, data, variables, reference)
    if run.is_first_edition and found == 0:
        return False
    return found is not None and found is not False


def step_template(run: Run, value: JsonValue, step: Step) -> JsonValue:
    """A template in the definition of a task, evaluated on the task's input. Raises: Fault."""
    return template(run, value, step.input, step.variables, step.reference)


def step_duration(run: Run, value: JsonValue, what: str, step: Step) -> timedelta:
    """A duration in the definition of a task, which may be an expression. Raises: Fault."""
    return as_duration(step_template(run, value, step), what, step.reference)


def transform(
    run: Run, stanza: JsonValue, key: str, data: JsonValue, variables: Variables, reference: str
) -> JsonValue:
    """Apply ``input.from``, ``output.as`` or ``export.as``; data as it is where there is none. Raises: Fault."""
    if stanza is None:
        return data
    shape = as_object(stanza, "input, output and export", reference).get(key)
    if shape is None:
        return data
    how = expression if isinstance(shape, str) else template
    return how(run, shape, data, variables, reference)


def hold(stanza: JsonValue, data: JsonValue, what: str, reference: str) -> None:
    """Hold data against the ``schema`` of a stanza, where there is one. Raises: Fault."""
    schema = None if stanza is None else _schema_of(stanza)
    if schema is None:
        return
    try:
        problems = schema_problems(data, schema)
    except InvalidSchema as error:
        raise fault(FaultKind.CONFIGURATION, reference, f"The schema of {what} is {error}") from None
    if problems:
        told = "; ".join(f"{pointer or 'the whole'}: {message}" for pointer, message in problems[:5])
        raise fault(FaultKind.VALIDATION, reference, f"The {what} does not fit its schema. {told}")


def _schema_of(stanza: JsonValue) -> JsonObject | None:
    schema = stanza.get("schema") if isinstance(stanza, dict) else None
    document = schema.get("document") if isinstance(schema, dict) else None
    return document if isinstance(document, dict) else None
