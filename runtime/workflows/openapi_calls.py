"""``call: openapi``."""

from domain.json_types import JsonObject, JsonValue
from runtime.call_contracts import CALL_OPENAPI, ServiceCall
from runtime.calls.credentials import with_policies
from runtime.calls.secrets import computes_on_secrets
from runtime.workflows.http_calls import ATTEMPTS
from runtime.workflows.reading import as_object, sendable
from runtime.workflows.run import Run, Step
from runtime.workflows.service_calls import answered, arguments_of, deferred, output_of, scope_of


async def call_openapi(run: Run, step: Step, arguments: JsonObject) -> JsonValue:
    """Call an operation of an OpenAPI document and give its answer. Raises: Fault.

    The activity refuses to try again what may have been done: the document alone tells the method.
    """
    whole = with_policies(arguments, run.used("authentications"))
    call = deferred(run, step, whole) if computes_on_secrets(whole) else _evaluated(run, step, whole)
    sendable([call.arguments, call.input, call.variables], "What the call needs", step.reference)
    response = await answered(CALL_OPENAPI, call, step, ATTEMPTS)
    return output_of(response, call.arguments.get("output"), None)


def _evaluated(run: Run, step: Step, arguments: JsonObject) -> ServiceCall:
    reading = arguments_of(run, step)
    document = as_object(arguments.get("document"), "document", step.reference)
    uri, authentication = reading.endpoint(document.get("endpoint"), "document.endpoint")
    endpoint: JsonObject = {"uri": uri, "authentication": reading.filled(authentication)}
    rest = reading.object({**arguments, "document": None}, "with")
    return ServiceCall({**rest, "document": {"endpoint": endpoint}}, step.reference, secrets=scope_of(run))
