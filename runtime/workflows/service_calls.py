"""What calls of HTTP services share: secrets in scope, what their expressions need, and the activity that sends."""

import re
from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError

from domain.faults import Fault, FaultKind, fault
from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.shape import is_expression
from runtime.call_contracts import HttpRequest, HttpResponse, SecretScope, ServiceCall
from runtime.calls.arguments import Arguments
from runtime.calls.secrets import declared_in, texts_in
from runtime.contracts import FAULT_TYPE
from runtime.workflows.run import Run, Step
from runtime.workflows.values import step_template
from runtime.workflows.waiting import outcome

HTTP_LIMIT = timedelta(seconds=60)
LONGEST_SILENCE = timedelta(seconds=15)
"""After it the worker that made the call counts as killed."""
_MENTIONED = re.compile(r"\$([A-Za-z_]\w*)(?:\.([A-Za-z_]\w*))?", re.ASCII)


def arguments_of(run: Run, step: Step) -> Arguments:
    """How the arguments of this call are read here, in the workflow."""
    return Arguments(
        step.input, step.reference, lambda text: step_template(run, text, step), run.used("authentications")
    )


def scope_of(run: Run) -> SecretScope | None:
    """The secrets that calls of this run may use; None where its definition declares none."""
    declared = declared_in(run.definition)
    mark = run.secrets.get("mark") if isinstance(run.secrets, dict) else None
    return SecretScope(declared, mark if isinstance(mark, str) else "") if declared else None


def deferred(run: Run, step: Step, arguments: JsonObject) -> ServiceCall:
    """The call with its expressions as they stand, and with what they mention, to be evaluated in the activity."""
    asked: dict[str, set[str]] = {}
    for text in texts_in(arguments):
        for name, attribute in _MENTIONED.findall(text) if is_expression(text) else ():
            asked.setdefault(name, set()).add(attribute)
    variables: JsonObject = {}
    for name, attributes in asked.items():
        value = step.variables.get(name)
        if callable(value):
            value = value(None if "" in attributes else frozenset(attributes))
        if name in step.variables and name != "secrets":
            variables[name] = value
    scope = scope_of(run) or SecretScope([])
    return ServiceCall(arguments, step.reference, step.input, variables, scope)


async def answered(activity: str, given: HttpRequest | ServiceCall, step: Step, attempts: int) -> HttpResponse:
    """Have an activity make the call. Raises: Fault."""
    try:
        return await outcome(
            workflow.execute_activity(
                activity,
                given,
                result_type=HttpResponse,
                start_to_close_timeout=HTTP_LIMIT,
                heartbeat_timeout=LONGEST_SILENCE,
                retry_policy=RetryPolicy(maximum_attempts=attempts),
                summary=step.name,
            )
        )
    except ActivityError as error:
        raise fault_of(error, step.reference) from None


def output_of(response: HttpResponse, output: JsonValue, request: JsonValue) -> JsonValue:
    """What the call gives of its answer; ``request`` where the answer itself does not tell what was sent."""
    if output == "raw":
        return response.raw
    if output == "response":
        headers: JsonValue = {**response.headers}
        sent = request if response.request is None else response.request
        return {"request": sent, "statusCode": response.status_code, "headers": headers, "content": response.content}
    return response.content


def fault_of(error: ActivityError, reference: str) -> Fault:
    """The fault that an activity raised, or that it did not answer; raised by this task."""
    cause = error.cause
    if isinstance(cause, ApplicationError) and cause.type == FAULT_TYPE and cause.details:
        return Fault({**cause.details[0], "instance": reference})
    return fault(FaultKind.COMMUNICATION, reference, f"No answer was received: {cause or error}")
