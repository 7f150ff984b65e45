"""``call: http``."""

from domain.json_types import JsonObject, JsonValue
from runtime.call_contracts import CALL_HTTP, CALL_HTTP_WITH_SECRETS, HttpRequest, HttpResponse
from runtime.calls.credentials import with_policies
from runtime.calls.http import REPEATABLE, http_request
from runtime.calls.secrets import computes_on_secrets
from runtime.workflows.reading import sendable
from runtime.workflows.run import Run, Step
from runtime.workflows.service_calls import answered, arguments_of, deferred, output_of, scope_of

ATTEMPTS = 3


async def call_http(run: Run, step: Step, arguments: JsonObject) -> JsonValue:
    """Send a request and give its answer. What computes on secrets is worked out by the activity. Raises: Fault."""
    whole = with_policies(arguments, run.used("authentications"))
    if computes_on_secrets(whole):
        response = await _with_secrets(run, step, whole)
        return output_of(response, arguments.get("output"), None)
    request = http_request(arguments_of(run, step), whole, scope_of(run))
    queried = [*map(str, request.query.values())]
    sendable([request.uri, {**request.headers}, *queried, request.body], "The request", step.reference)
    response = await answered(CALL_HTTP, request, step, _attempts(request.method))
    return output_of(response, request.output, _sent(request))


async def _with_secrets(run: Run, step: Step, arguments: JsonObject) -> HttpResponse:
    call = deferred(run, step, arguments)
    sendable([call.input, call.variables], "What the call needs", step.reference)
    return await answered(CALL_HTTP_WITH_SECRETS, call, step, _attempts(str(arguments.get("method")).upper()))


def _attempts(method: str) -> int:
    """A lost worker may leave a request half done: only methods that change nothing are sent again."""
    return ATTEMPTS if method in REPEATABLE else 1


def _sent(request: HttpRequest) -> JsonValue:
    return {"method": request.method.lower(), "uri": request.uri, "headers": {**request.headers}}
