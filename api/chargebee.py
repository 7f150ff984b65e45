"""The webhook of Chargebee: keeps the event and answers; what it starts is worked on afterwards."""

import base64
import binascii
import hmac
from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from typing import NoReturn

import anyio
import structlog
from anyio.to_thread import run_sync
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from domain.chargebee import SOURCE, read_envelope
from domain.errors import InvalidInput, PointsmanError
from domain.json_types import JsonObject
from domain.json_values import as_object, check_json, parse_json
from domain.settings import get_settings
from services.process_inbound_event import process_inbound_event
from services.receive_inbound_event import Arrival, receive_inbound_event

LARGEST_BODY = 1024 * 1024
NO_STORE = {"Cache-Control": "no-store"}
ASK_FOR_PASSWORD = {"WWW-Authenticate": 'Basic realm="Pointsman", charset="UTF-8"'}
_log = structlog.get_logger("pointsman.events")


class Threads:
    """Threads for keeping events and for working on them: few, so that a storm of events leaves the pages theirs."""

    def __init__(self) -> None:
        self.keeping, self.working = anyio.CapacityLimiter(4), anyio.CapacityLimiter(3)


async def chargebee(request: Request, threads: Threads) -> Response:
    """200 as soon as the event is stored, whether it is new or a copy; the body says which.

    401 without the right user and password, 404 while none are set, 413, 415 and 400 for what is no event, 503 while
    PostgreSQL is away: Chargebee sends it again after anything but 2xx.
    """
    try:
        _check_credentials(request.headers.get("authorization", ""))
        arrival = await run_sync(_keep, await _received(request), limiter=threads.keeping)
    except HTTPException as refusal:
        return _problem(refusal.status_code, refusal.detail, refusal.headers)
    except InvalidInput as error:
        return _problem(400, str(error))
    except PointsmanError as error:
        return _problem(503, str(error), {"Retry-After": "30"})
    answer = {"event": arrival.id, "status": "kept" if arrival.is_new else "sent before"}
    work = BackgroundTask(_work, arrival.id, threads) if arrival.is_new else None
    return JSONResponse(answer, headers=NO_STORE, background=work)


def _check_credentials(header: str) -> None:
    settings = get_settings()
    if not settings.chargebee_user or settings.chargebee_password is None:
        _refuse(404, "The webhook is off: POINTSMAN_CHARGEBEE_USER and POINTSMAN_CHARGEBEE_PASSWORD are not set.")
    known = f"{settings.chargebee_user}:{settings.chargebee_password.get_secret_value()}".encode()
    scheme, _, encoded = header.partition(" ")
    try:
        given = base64.b64decode(encoded.strip(), validate=True) if scheme.lower() == "basic" else b""
    except (binascii.Error, ValueError):
        given = b""
    if not hmac.compare_digest(given, known):
        raise HTTPException(401, "User or password is wrong, or missing.", ASK_FOR_PASSWORD)


async def _received(request: Request) -> bytes:
    """The body, refused as soon as it is too large."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        _refuse(415, "The event must be sent as application/json.")
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_BODY:
            _refuse(413, f"An event may have {LARGEST_BODY:,} bytes, and this one has more.")
        parts.append(part)
    return b"".join(parts)


def _keep(raw: bytes) -> Arrival:
    body = _read(raw)
    event = read_envelope(body)
    return receive_inbound_event(SOURCE, event.id, event.type, body, event.occurred_at)


def _read(raw: bytes) -> JsonObject:
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise InvalidInput("event", f"is not UTF-8 at byte {error.start}.") from None
    body = as_object(parse_json(text, "event"), "event")
    check_json(body, "event")
    return body


async def _work(event_id: str, threads: Threads) -> None:
    """Process the event now; whatever goes wrong, the dispatcher takes it on."""
    try:
        await run_sync(process_inbound_event, event_id, limiter=threads.working)
    except PointsmanError as error:
        _log.warning("an event is left to the dispatcher", inbound_event=event_id, error=str(error))


def _refuse(status: int, told: str) -> NoReturn:
    raise HTTPException(status, told)


def _problem(status: int, told: str, headers: Mapping[str, str] | None = None) -> Response:
    """A problem of RFC 9457."""
    body = {"title": HTTPStatus(status).phrase, "status": status, "detail": told}
    return JSONResponse(body, status, {**NO_STORE, **(headers or {})}, media_type="application/problem+json")


def routes() -> list[Route]:
    """The route /webhooks/chargebee."""
    return [Route("/webhooks/chargebee", partial(chargebee, threads=Threads()), methods=["POST"])]
