"""The activities of ``call: http``."""

from temporalio import activity

from runtime.activities.calling import called, performed
from runtime.activities.deferring import arguments_of
from runtime.call_contracts import CALL_HTTP, CALL_HTTP_WITH_SECRETS, HttpRequest, HttpResponse, ServiceCall
from runtime.calls.http import http_request


@activity.defn(name=CALL_HTTP, no_thread_cancel_exception=True)
def call_http(request: HttpRequest) -> HttpResponse:
    """Send a request and read the whole answer.

    Raises: ApplicationError of type ``fault`` (never retried) when it may not be sent, nothing answers in time, the
    answer is too large, or its status is not 2xx (3xx where redirects are accepted).
    """
    return performed(request.secrets, request.reference, lambda values: called(request, values))


@activity.defn(name=CALL_HTTP_WITH_SECRETS, no_thread_cancel_exception=True)
def call_http_with_secrets(call: ServiceCall) -> HttpResponse:
    """The same, where expressions compute on secrets: they are evaluated here, so that no value leaves the worker."""
    return performed(
        call.secrets,
        call.reference,
        lambda values: called(http_request(arguments_of(call, values), call.arguments, call.secrets), values),
    )
