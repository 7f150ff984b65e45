"""Expressions that compute on secrets: they are evaluated in the activity, on the values."""

from domain.faults import FaultKind, fault
from domain.json_types import JsonObject, JsonValue
from runtime.call_contracts import ServiceCall
from runtime.calls.arguments import Arguments
from runtime.calls.secrets import Values, placeholders_of, refuse_unavailable
from runtime.expressions import BudgetExceeded, ExpressionError, evaluate


def arguments_of(call: ServiceCall, values: Values) -> Arguments:
    """How the arguments of the call are read here; nothing is evaluated when the workflow did that already."""
    variables = call.variables
    if variables is None or call.secrets is None:
        return Arguments(call.input, call.reference, lambda text: text, {})
    real = {**_resolved(values, variables), "secrets": values.secrets}
    shown = {**variables, "secrets": placeholders_of(values.secrets, call.secrets.mark)}
    declared = call.secrets.declared

    def evaluated(text: str) -> JsonValue:
        refuse_unavailable(text, values.secrets, declared, call.reference)
        try:
            found = evaluate(text, values.resolved(call.input), real)
        except ExpressionError:
            raise fault(FaultKind.EXPRESSION, call.reference, f"{text[:200]} : {_why(text, call, shown)}") from None
        except BudgetExceeded as error:
            raise fault(FaultKind.EXPRESSION, call.reference, str(error)) from None
        values.learn(found, _as_shown(text, call, shown))
        return found

    return Arguments(values.resolved(call.input), call.reference, evaluated, {})


def _resolved(values: Values, variables: JsonObject) -> JsonObject:
    return {name: values.resolved(value) for name, value in variables.items()}


def _as_shown(text: str, call: ServiceCall, shown: JsonObject) -> JsonValue:
    try:
        return evaluate(text, call.input, shown)
    except (ExpressionError, BudgetExceeded):
        return None


def _why(text: str, call: ServiceCall, shown: JsonObject) -> str:
    """What jq says of the same expression on placeholders: what it says of the values may hold a part of them."""
    try:
        evaluate(text, call.input, shown)
    except (ExpressionError, BudgetExceeded) as error:
        return str(error)
    return "it fails on the values of the secrets. What jq says is left out, because it may hold them"
