"""One request of a definition: secrets are put in, it is sent, secrets are taken out of whatever comes back."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from http.client import HTTPException
from typing import cast

from temporalio import activity
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from domain.faults import Fault, FaultKind, fault, sentence_of
from domain.json_types import JsonObject, JsonValue
from runtime.activities.answers import content_of
from runtime.activities.beating import beating
from runtime.activities.secret_store import SecretsUnreadable, secrets
from runtime.activities.sending import LARGEST_ANSWER, Answer, Outgoing, send
from runtime.call_contracts import Credentials, HttpRequest, HttpResponse, SecretScope
from runtime.calls.arguments import shortened
from runtime.calls.credentials import from_secret, header_of
from runtime.calls.http import REPEATABLE
from runtime.calls.secrets import Values, refuse_missing
from runtime.contracts import FAULT_TYPE

LARGEST_RESULT = 1_835_008
"""What Temporal takes as one payload, with room to spare."""

_UNEXPECTED = (
    ArithmeticError,
    AttributeError,
    HTTPException,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""A fault of ours, whose message could hold anything."""


def performed(scope: SecretScope | None, reference: str, work: Callable[[Values], HttpResponse]) -> HttpResponse:
    """Do the work with the values of the secrets in scope.

    Raises: ApplicationError of type ``fault``, never tried again, in which no secret stands.
    """
    values = Values({}, "")
    with beating():
        try:
            values = _values(scope, reference)
            return work(values)
        except Fault as raised:
            raise as_error(raised, values) from None
        except UnicodeEncodeError:
            told = "The call holds characters that cannot be sent (surrogates without their other half)."
            raise as_error(fault(FaultKind.CONFIGURATION, reference, told)) from None
        except _UNEXPECTED as error:
            raise ApplicationError(values.hidden_text(f"{type(error).__name__}: {error}")) from None


def as_error(raised: Fault, values: Values | None = None) -> ApplicationError:
    """How a fault leaves an activity."""
    error = raised.error if values is None else cast(JsonObject, values.hidden(raised.error))
    error = {**error, "instance": raised.error.get("instance")}
    benign = ApplicationErrorCategory.BENIGN
    return ApplicationError(sentence_of(error), error, type=FAULT_TYPE, non_retryable=True, category=benign)


def called(request: HttpRequest, values: Values) -> HttpResponse:
    """Send the request and give what was asked for of its answer. Raises: Fault."""
    _refuse_repetition(request)
    answer = exchanged(request, values)
    return _response(request, answer, values)


def exchanged(request: HttpRequest, values: Values, largest: int = LARGEST_ANSWER) -> Answer:
    """Send the request; its answer when the status is 2xx (3xx where redirects are accepted). Raises: Fault."""
    answer = send(_outgoing(request, values), largest)
    most = 399 if request.accept_redirect else 299
    if not HTTPStatus.OK <= answer.status <= most:
        told = f"{request.method} {shortened(answer.uri)} answered {answer.status} {answer.reason}".rstrip()
        raise fault(FaultKind.COMMUNICATION, request.reference, told, answer.status)
    return answer


def _values(scope: SecretScope | None, reference: str) -> Values:
    if scope is None:
        return Values({}, "")
    try:
        known = secrets()
    except SecretsUnreadable as error:
        raise fault(FaultKind.AUTHORIZATION, reference, str(error)) from None
    return Values({name: known[name] for name in scope.declared if name in known}, scope.mark)


def _refuse_repetition(request: HttpRequest) -> None:
    if activity.info().attempt > 1 and request.method not in REPEATABLE:
        told = f"The worker was lost while {request.method} {shortened(request.uri)} was under way. "
        told += "It may have been done, so it was not sent again."
        raise fault(FaultKind.COMMUNICATION, request.reference, told, 503)


def _outgoing(request: HttpRequest, values: Values) -> Outgoing:
    headers = {name: values.resolved_text(value) for name, value in request.headers.items()}
    if request.credentials is not None:
        if any(name.lower() == "authorization" for name in headers):
            told = "The call has both an authentication and a header “Authorization”. Keep one of them."
            raise fault(FaultKind.CONFIGURATION, request.reference, told)
        headers["Authorization"] = _authorization(request, request.credentials, values)
    query = {name: _resolved_query(values, each) for name, each in request.query.items()}
    uri, body = values.resolved_uri(request.uri), values.resolved(request.body)
    return Outgoing(request.method, uri, headers, query, body, request.reference)


def _resolved_query(values: Values, given: str | list[str]) -> str | list[str]:
    return [values.resolved_text(each) for each in given] if isinstance(given, list) else values.resolved_text(given)


def _authorization(request: HttpRequest, credentials: Credentials, values: Values) -> str:
    name = credentials.secret
    if name is None:
        parts = ("username", "password", "token")
        whole = replace(credentials, **{part: values.resolved_text(getattr(credentials, part)) for part in parts})
    else:
        refuse_missing(name, values.secrets, request.secrets.declared if request.secrets else [], request.reference)
        found = from_secret(credentials.scheme, values.secrets[name])
        if found is None:
            needed = "a token" if credentials.scheme == "bearer" else "username and password"
            told = f"The secret “{name}” must hold {needed} for the scheme {credentials.scheme}."
            raise fault(FaultKind.CONFIGURATION, request.reference, told)
        whole = found
    header = header_of(whole)
    if name is not None or any(values.hidden(part) != part for part in (whole.username, whole.password, whole.token)):
        values.hide(header.partition(" ")[2])
    return header


def _response(request: HttpRequest, answer: Answer, values: Values) -> HttpResponse:
    response = HttpResponse(
        status_code=answer.status,
        headers={name: values.hidden_text(value) for name, value in answer.headers.items()},
        content=None if request.output == "raw" else _content(request, answer, values),
        raw=base64.b64encode(values.hidden_bytes(answer.raw)).decode() if request.output in ("raw", "") else "",
        request=_told(request, answer, values) if request.output == "response" else None,
    )
    size = len(json.dumps([response.headers, response.content, response.raw, response.request]))
    if size > LARGEST_RESULT:
        told = f"{request.method} {shortened(answer.uri)} answered what takes {size:,} bytes as JSON"
        told += f", and at most {LARGEST_RESULT:,} can be handed on."
        raise fault(FaultKind.COMMUNICATION, request.reference, told)
    return response


def _content(request: HttpRequest, answer: Answer, values: Values) -> JsonValue:
    try:
        return content_of(answer.headers, answer.raw, values)
    except ValueError as error:
        told = f"{request.method} {shortened(answer.uri)} answered {error}"
        raise fault(FaultKind.COMMUNICATION, request.reference, told) from None


def _told(request: HttpRequest, answer: Answer, values: Values) -> JsonObject:
    """The request as the specification's *HTTP Request* tells it; credentials that a policy adds are left out."""
    headers = {name: values.hidden_text(value) for name, value in request.headers.items()}
    return {"method": request.method.lower(), "uri": values.hidden_text(answer.uri), "headers": {**headers}}
