"""The webhook of Chargebee: keeps the event and answers; what it starts is worked on afterwards."""

import base64
import binascii
import hmac
from functools import partial

import anyio
import structlog
from anyio.to_thread import run_sync
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api.bodies import check_is_json, drain, json_of, read_body
from api.problems import Problem, answer_problem
from api.rates import Rates
from api.threads import Threads
from domain.chargebee import SOURCE, read_envelope
from domain.errors import PointsmanError
from domain.json_values import as_object, check_json
from domain.settings import get_settings
from services.process_inbound_event import process_inbound_event
from services.receive_inbound_event import Arrival, receive_inbound_event

LARGEST_BODY = 1024 * 1024
NO_STORE = {"Cache-Control": "no-store"}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
"""All of them, so that no other than POST falls through to the pages."""
ASK_FOR_PASSWORD = {"WWW-Authenticate": 'Basic realm="Pointsman", charset="UTF-8"'}
_log = structlog.get_logger("pointsman.events")


class Door:
    """Threads for keeping events and for working on them, few of each, and how often a wrong password may be tried."""

    def __init__(self) -> None:
        self.keeping, self.working = Threads(4), anyio.CapacityLimiter(3)
        self.mistakes = Rates(get_settings().api_bad_token_rate)

    def let_in(self, request: Request) -> None:
        """Check user and password. Raises: Problem 401, 404 while none are set, 429 after too many wrong ones."""
        if _is_known(request.headers.get("authorization", "")):
            return
        seconds = self.mistakes.take(request.client.host if request.client else "")
        if seconds:
            detail = "Too many wrong passwords came from this address."
            raise Problem(429, "too-many-requests", detail, retry_after=seconds)
        raise Problem(401, "unauthenticated", "User or password is wrong, or missing.", headers=ASK_FOR_PASSWORD)


async def chargebee(request: Request, door: Door) -> Response:
    """200 as soon as the event is stored, whether it is new or a copy; the body says which.

    Anything else is a problem document: 401 without the right user and password, 404 while none are set, 405, 413, 415,
    400 and 422 for what is no event, 503 while PostgreSQL is away. Chargebee sends it again after anything but 2xx.
    """
    try:
        _check_method(request)
        door.let_in(request)
        check_is_json(request)
        body = await read_body(request, LARGEST_BODY)
    except Exception as error:  # noqa: BLE001 - nothing that goes wrong leaves the route as a traceback
        await drain(request)
        return answer_problem(request, error)
    try:
        arrival = await door.keeping.run(_keep, body)
    except Exception as error:  # noqa: BLE001 - as above
        return answer_problem(request, error)
    answer = {"event": arrival.id, "status": "kept" if arrival.is_new else "sent before"}
    work = BackgroundTask(_work, arrival.id, door) if arrival.is_new else None
    return JSONResponse(answer, headers=NO_STORE, background=work)


def _check_method(request: Request) -> None:
    if request.method != "POST":
        raise Problem(405, "method-not-allowed", "Events are sent by POST.", headers={"Allow": "POST"})


def _is_known(header: str) -> bool:
    settings = get_settings()
    if not settings.chargebee_user or settings.chargebee_password is None:
        detail = "The webhook is off: POINTSMAN_CHARGEBEE_USER and POINTSMAN_CHARGEBEE_PASSWORD are not set."
        raise Problem(404, "webhook-off", detail)
    known = f"{settings.chargebee_user}:{settings.chargebee_password.get_secret_value()}".encode()
    scheme, _, encoded = header.partition(" ")
    try:
        given = base64.b64decode(encoded.strip(), validate=True) if scheme.lower() == "basic" else b""
    except (binascii.Error, ValueError):
        given = b""
    return hmac.compare_digest(given, known)


def _keep(raw: bytes) -> Arrival:
    body = as_object(json_of(raw), "event")
    check_json(body, "event")
    event = read_envelope(body)
    return receive_inbound_event(SOURCE, event.id, event.type, body, event.occurred_at)


async def _work(event_id: str, door: Door) -> None:
    """Process the event now; whatever goes wrong, the dispatcher takes it on."""
    try:
        await run_sync(process_inbound_event, event_id, limiter=door.working)
    except PointsmanError as error:
        _log.warning("an event is left to the dispatcher", inbound_event=event_id, error=str(error))


def routes() -> list[Route]:
    """The route /webhooks/chargebee."""
    return [Route("/webhooks/chargebee", partial(chargebee, door=Door()), methods=METHODS)]
