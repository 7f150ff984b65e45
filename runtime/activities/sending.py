"""Sends one HTTP request and reads the whole answer, with limits on time and size, to hosts that are allowed alone."""

import json
import re
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import requests
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import HTTPError
from urllib3.filepost import encode_multipart_formdata

from domain.faults import Fault, FaultKind, fault
from domain.http_targets import parse_targets
from domain.json_types import JsonValue
from domain.settings import get_settings
from runtime.activities.guard import CONNECT_SECONDS, Guard, Refused
from runtime.calls.arguments import plain, shortened

ANSWER_SECONDS = 30
LARGEST_ANSWER = 1024 * 1024
LARGEST_BODY = 2 * 1024 * 1024
LONGEST_URI = 32 * 1024
_CHUNK = 64 * 1024
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_NOT_IN_VALUES = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_USUAL_HEADERS = {"User-Agent": b"Pointsman", "Accept": b"*/*"}
_OWN_HEADERS = ("host", "content-length", "transfer-encoding", "connection", "upgrade")

rewrites: dict[str, str] = {}
"""Beginnings of URIs that are replaced right before sending: tests put a stand-in in the place of a public host.

No setting fills it, and answers tell the URI that was asked for.
"""


@dataclass(frozen=True)
class Outgoing:
    """A request with everything in it that is sent; ``told`` is how sentences name it."""

    method: str
    uri: str
    headers: dict[str, str]
    query: dict[str, str | list[str]]
    body: JsonValue
    reference: str

    @property
    def told(self) -> str:
        """Method and URI for sentences."""
        return f"{self.method} {shortened(self.uri)}"

    def fault(self, detail: str, status: int | None = None, kind: FaultKind = FaultKind.COMMUNICATION) -> Fault:
        """The fault of this request."""
        return fault(kind, self.reference, detail, status)


@dataclass(frozen=True)
class Answer:
    """What came back; ``uri`` is the whole address that was asked for."""

    status: int
    reason: str
    headers: dict[str, str]
    raw: bytes
    uri: str


def send(request: Outgoing, largest: int = LARGEST_ANSWER) -> Answer:
    """Send a request and give its answer, whatever its status. Redirects are not followed.

    Raises: Fault when the request cannot be sent as it is (configuration), its host is closed (authorization, 403),
    nothing answers (communication, 503), or not in time (504), or the answer is too large.
    """
    prepared = _prepared(request)
    asked = str(prepared.url)
    prepared.url = _rewritten(asked)
    with Guard(parse_targets(get_settings().http_allow), ANSWER_SECONDS) as guard, guard.session() as session:
        try:
            with session.send(
                prepared, timeout=(CONNECT_SECONDS, ANSWER_SECONDS), allow_redirects=False, stream=True
            ) as response:
                raw = _body(request, response, largest)
                answer = Answer(response.status_code, response.reason or "", dict(response.headers), raw, asked)
        except Refused as error:
            raise request.fault(str(error), kind=FaultKind.AUTHORIZATION) from None
        except (requests.RequestException, HTTPError, OSError) as error:
            raise _no_answer(request, error, guard.expired) from None
        if guard.expired:
            raise _late(request)
    return answer


def _prepared(request: Outgoing) -> requests.PreparedRequest:
    _check_uri(request)
    headers = CaseInsensitiveDict[bytes](_USUAL_HEADERS)
    headers.update((name, _header_value(request, name, value)) for name, value in request.headers.items())
    body, content_type = _payload(request)
    if content_type:
        headers["Content-Type"] = content_type.encode()
    try:
        made = requests.Request(request.method, request.uri, params=request.query, headers=headers, data=body).prepare()
        str(urlsplit(str(made.url)).hostname).encode("idna")
    except (requests.RequestException, ValueError):
        raise _unsendable(request, "its URI or one of its headers is not valid") from None
    if len(str(made.url)) > LONGEST_URI:
        raise _unsendable(request, f"its URI has more than {LONGEST_URI:,} characters")
    return made


def _check_uri(request: Outgoing) -> None:
    try:
        parts = urlsplit(request.uri)
        host = parts.hostname
    except ValueError:
        raise _unsendable(request, "its URI is not valid") from None
    if parts.scheme.lower() not in ("http", "https") or not host:
        raise _unsendable(request, "its URI must begin with http:// or https:// and name a host")
    if "@" in parts.netloc:
        raise _unsendable(request, "its URI holds a user name; use “authentication” instead")
    if re.search(r"[\x00-\x20\x7f\\]", parts.netloc) or re.search(r"[\x00-\x1f\x7f]", request.uri):
        raise _unsendable(request, "its URI holds characters that no URI has")


def _header_value(request: Outgoing, name: str, value: str) -> bytes:
    """The value in UTF-8 (RFC 9110 section 5.5). Raises: Fault where it would end the header and begin another."""
    if not _HEADER_NAME.fullmatch(name) or _NOT_IN_VALUES.search(value):
        raise _unsendable(request, f"the header “{name[:60]!r}” has characters that no header has")
    if name.lower() in _OWN_HEADERS:
        raise _unsendable(request, f"the header “{name}” belongs to the connection and cannot be given")
    return value.strip().encode()


def _payload(request: Outgoing) -> tuple[bytes | None, str]:
    """The body as its ``Content-Type`` says: text as it is, objects as a form or JSON; and the type to send with it."""
    body = request.body
    given = next((value for name, value in request.headers.items() if name.lower() == "content-type"), "")
    media_type = given.split(";")[0].strip().lower()
    content_type = ""
    if body is None:
        return None, ""
    if isinstance(body, str):
        payload = body.encode()
    elif isinstance(body, dict) and media_type == "application/x-www-form-urlencoded":
        payload = urlencode(_fields(body)).encode()
    elif isinstance(body, dict) and media_type == "multipart/form-data":
        payload, content_type = encode_multipart_formdata(_fields(body))
    else:
        payload, content_type = json.dumps(body).encode(), given or "application/json"
    if len(payload) > LARGEST_BODY:
        raise _unsendable(request, f"its body has more than {LARGEST_BODY:,} bytes")
    return payload, content_type


def _fields(body: dict[str, JsonValue]) -> list[tuple[str, str]]:
    pairs = [(name, each) for name, value in body.items() for each in (value if isinstance(value, list) else [value])]
    return [(name, json.dumps(each) if isinstance(each, dict | list) else plain(each)) for name, each in pairs]


def _rewritten(uri: str) -> str:
    given = next((beginning for beginning in rewrites if uri.startswith(beginning)), "")
    return rewrites.get(given, "") + uri.removeprefix(given)


def _body(request: Outgoing, response: requests.Response, largest: int) -> bytes:
    body = bytearray()
    for chunk in response.iter_content(_CHUNK):
        body += chunk
        if len(body) > largest:
            raise request.fault(f"{request.told} answered more than {largest:,} bytes.")
    return bytes(body)


def _no_answer(request: Outgoing, error: Exception, expired: bool) -> Fault:
    if expired or isinstance(error, requests.ReadTimeout):
        return _late(request)
    reason = "it took too long" if isinstance(error, requests.Timeout) else "the connection failed"
    return request.fault(f"{request.told} got no answer: {reason}", 503)


def _late(request: Outgoing) -> Fault:
    return request.fault(f"{request.told} did not answer within {ANSWER_SECONDS} s.", 504)


def _unsendable(request: Outgoing, why: str) -> Fault:
    return request.fault(f"{request.told} cannot be sent: {why}.", kind=FaultKind.CONFIGURATION)
