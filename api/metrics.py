"""What Prometheus scrapes: figures about the product, read from PostgreSQL at a bounded cost."""

import hmac
from datetime import UTC, datetime, timedelta
from functools import partial

import anyio
from anyio.to_thread import run_sync
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, ProcessCollector, generate_latest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from api.figures import Figures
from domain.errors import PointsmanError
from domain.settings import get_settings

NO_STORE = {"Cache-Control": "no-store"}


async def metrics(request: Request, registry: CollectorRegistry, threads: anyio.CapacityLimiter) -> Response:
    """The figures in Prometheus' text format; 401 without the token where one is set, 503 while PostgreSQL is away.

    Scrapes wait for each other: at most one reads the database.
    """
    if not _may_read(request.headers.get("authorization", "")):
        challenge = {"WWW-Authenticate": 'Bearer realm="Pointsman"', **NO_STORE}
        return PlainTextResponse("The token is wrong, or missing. See POINTSMAN_METRICS_TOKEN.", 401, challenge)
    try:
        text = await run_sync(generate_latest, registry, limiter=threads)
    except PointsmanError as error:
        return PlainTextResponse(str(error), 503, NO_STORE)
    return Response(text, headers={"Content-Type": CONTENT_TYPE_LATEST, **NO_STORE})


def _may_read(header: str) -> bool:
    token = get_settings().metrics_token
    if token is None:
        return True
    scheme, _, given = header.partition(" ")
    return scheme.lower() == "bearer" and hmac.compare_digest(given.encode(), token.get_secret_value().encode())


def routes() -> list[Route]:
    """The route /metrics. Starts are counted from now on."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Figures(since=datetime.now(UTC) - timedelta(seconds=1)))
    ProcessCollector(registry=registry)
    found = partial(metrics, registry=registry, threads=anyio.CapacityLimiter(1))
    return [Route("/metrics", found, methods=["GET"])]
