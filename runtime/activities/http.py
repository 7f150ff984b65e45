"""One HTTP request for a ``call: http`` task, with limits on time and size."""

import base64
import json
import time
from http import HTTPStatus

import requests
from temporalio import activity
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from domain.faults import FaultKind, fault
from domain.json_types import JsonValue
from runtime.contracts import CALL_HTTP, FAULT_TYPE, HttpRequest, HttpResponse

CONNECT_SECONDS = 10
ANSWER_SECONDS = 30
LARGEST_ANSWER = 1024 * 1024
_CHUNK = 64 * 1024

rewrites: dict[str, str] = {}
"""Beginnings of URIs that are replaced right before sending: tests put a stand-in in the place of a public host."""


@activity.defn(name=CALL_HTTP)
def call_http(request: HttpRequest) -> HttpResponse:
    """Send the request and read the whole answer.

    Raises: ApplicationError of type ``fault`` (never retried) when nothing answers in time, the answer is too large,
    or its status is not 2xx (3xx where redirects are accepted).
    """
    try:
        with requests.Session() as session:
            session.trust_env = False
            return _read(request, _send(session, request))
    except requests.RequestException as error:
        raise _fault(request, f"{request.method} {request.uri} got no answer: {_reason(error)}", 503) from None


def _send(session: requests.Session, request: HttpRequest) -> requests.Response:
    headers = dict(request.headers)
    body: str | bytes | None = None
    if isinstance(request.body, str):
        body = request.body.encode()
    elif request.body is not None:
        body = json.dumps(request.body)
        if not any(key.lower() == "content-type" for key in headers):
            headers["Content-Type"] = "application/json"
    return session.request(
        request.method,
        _rewritten(request.uri),
        params=request.query,
        headers=headers,
        data=body,
        timeout=(CONNECT_SECONDS, ANSWER_SECONDS),
        allow_redirects=False,
        stream=True,
    )


def _rewritten(uri: str) -> str:
    given = next((beginning for beginning in rewrites if uri.startswith(beginning)), "")
    return rewrites.get(given, "") + uri.removeprefix(given)


def _read(request: HttpRequest, response: requests.Response) -> HttpResponse:
    with response:
        most = 399 if request.accept_redirect else 299
        if not HTTPStatus.OK <= response.status_code <= most:
            told = f"{request.method} {request.uri} answered {response.status_code} {response.reason or ''}".rstrip()
            raise _fault(request, told, response.status_code)
        raw = _body(request, response)
        content = _content(request, response.headers.get("Content-Type", ""), raw)
        return HttpResponse(response.status_code, dict(response.headers), content, base64.b64encode(raw).decode())


def _body(request: HttpRequest, response: requests.Response) -> bytes:
    deadline, body = time.monotonic() + ANSWER_SECONDS, bytearray()
    for chunk in response.iter_content(_CHUNK):
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise _fault(request, f"{request.method} {request.uri} answered more than {LARGEST_ANSWER:,} bytes.")
        if time.monotonic() > deadline:
            raise _fault(request, f"{request.method} {request.uri} did not answer within {ANSWER_SECONDS} s.", 504)
    return bytes(body)


def _content(request: HttpRequest, content_type: str, raw: bytes) -> JsonValue:
    """Read the body by its media type: JSON, text, else base64."""
    media_type = content_type.split(";")[0].strip().lower()
    if not raw:
        return None
    if media_type == "application/json" or media_type.endswith("+json"):
        try:
            content: JsonValue = json.loads(raw)
        except (ValueError, RecursionError) as error:
            raise _fault(request, f"{request.method} {request.uri} answered invalid JSON: {error}") from None
        return content
    if media_type.startswith("text/") or media_type.endswith(("+xml", "/xml")):
        return raw.decode(errors="replace")
    return base64.b64encode(raw).decode()


def _reason(error: requests.RequestException) -> str:
    if isinstance(error, requests.Timeout):
        return "it took too long"
    if isinstance(error, requests.ConnectionError):
        return "the connection failed"
    return str(error)


def _fault(request: HttpRequest, detail: str, status: int | None = None) -> ApplicationError:
    raised = fault(FaultKind.COMMUNICATION, request.reference, detail, status)
    benign = ApplicationErrorCategory.BENIGN
    return ApplicationError(str(raised), raised.error, type=FAULT_TYPE, non_retryable=True, category=benign)
