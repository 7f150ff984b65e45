"""What every request to the API passes: token, rate, scope and body, in this order; then its endpoint, in a thread."""

from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from functools import wraps
from typing import Annotated, Any

from fastapi import Depends
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from api.bodies import check_is_json, drain, json_of, read_body
from api.problems import Problem, answer_problem
from api.rates import Rates
from api.threads import Threads
from api.v1.attempts import Attempts
from api.v1.queries import check_query, parameters_of
from domain.errors import Unauthenticated
from domain.json_types import JsonValue
from domain.settings import Settings
from domain.vocabulary import Scope
from services.authenticate import Caller, authenticate

_threads: ContextVar[Threads] = ContextVar("threads")


class Door:
    """Limits of one process: how often callers may ask, how large a body is, and how many threads work for them.

    Together the threads hold at most as many connections to PostgreSQL as the pool keeps open; what it opens beyond
    them in need is left to the pages.
    """

    def __init__(self, settings: Settings) -> None:
        connections = settings.database_pool_size
        self.body_limit = settings.api_body_limit
        self.rates = Rates(settings.api_rate)
        self.mistakes = Rates(settings.api_bad_token_rate)
        self.attempts = Attempts(max(1, connections // 2))
        self.doorkeepers = Threads(max(1, connections // 5))
        self.workers = {
            Scope.START: Threads(max(1, connections // 2)),
            Scope.READ: Threads(max(1, connections * 3 // 10)),
        }

    async def let_in(self, request: Request, scope: Scope) -> Caller:
        """Find out who calls. Raises: Problem 401, 403 or 429."""
        try:
            caller = await self.doorkeepers.run(authenticate, _bearer(request))
        except Unauthenticated:
            address = request.client.host if request.client else ""
            self._check(self.mistakes, address, "Too many bad tokens came from this address.")
            raise
        self._check(self.rates, caller.token_id, f"At most {self.rates.per_minute:,} requests a minute for each token.")
        caller.check_may(scope)
        return caller

    @staticmethod
    def _check(rates: Rates, name: str, detail: str) -> None:
        seconds = rates.take(name)
        if seconds:
            raise Problem(429, "too-many-requests", detail, retry_after=seconds)


def _bearer(request: Request) -> str:
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise Problem(
            401,
            "unauthenticated",
            "Send a token, as “Authorization: Bearer pmt_…”. `pointsman tokens create NAME` makes one.",
            headers={"WWW-Authenticate": 'Bearer realm="pointsman"'},
        )
    return secret.strip()


def needs(scope: Scope) -> dict[str, Any]:
    """The part of the document that says which scope a request needs; the same part is what is enforced."""
    return {"security": [{"token": [scope.value]}]}


class _Parsed(Request):
    """A request whose body was read and parsed already."""

    def __init__(self, request: Request, body: bytes, value: JsonValue) -> None:
        super().__init__(request.scope, request.receive)
        self._whole, self._value = body, value

    async def body(self) -> bytes:
        return self._whole

    async def json(self) -> Any:
        return self._value


class ApiRoute(APIRoute):
    """A route of the API. Its endpoint is a plain function that returns a ``Response``; it runs in a thread."""

    def __init__(self, path: str, endpoint: Callable[..., Response], **options: Any) -> None:
        self.needed = Scope(options["openapi_extra"]["security"][0]["token"][0])
        super().__init__(path, _in_thread(endpoint), **options)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        known = parameters_of(self.dependant.query_params)

        async def pass_the_door(request: Request) -> Response:
            door: Door = request.app.state.door
            try:
                request.state.caller = await door.let_in(request, self.needed)
                body = await _body(request, door.body_limit) if self.body_field else None
            except Exception as error:  # noqa: BLE001 - nothing that goes wrong leaves the API as a traceback
                await drain(request)
                return answer_problem(request, error)
            _threads.set(door.workers[self.needed])
            try:
                check_query(request, known)
                return await handle(request if body is None else await _parsed(request, body))
            except Exception as error:  # noqa: BLE001 - as above
                return answer_problem(request, error)

        return pass_the_door


async def _body(request: Request, limit: int) -> bytes:
    check_is_json(request)
    return await read_body(request, limit)


async def _parsed(request: Request, body: bytes) -> Request:
    return _Parsed(request, body, await _threads.get().run(json_of, body))


def _in_thread(endpoint: Callable[..., Response]) -> Callable[..., Coroutine[Any, Any, Response]]:
    @wraps(endpoint)
    async def run(**values: Any) -> Response:
        return await _threads.get().run(endpoint, **values)

    return run


async def _let_in(request: Request) -> Caller:
    caller: Caller = request.state.caller
    return caller


CallerNow = Annotated[Caller, Depends(_let_in)]
"""The parameter of an endpoint that wants to know who calls."""
