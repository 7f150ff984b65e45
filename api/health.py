"""Routes for load balancers and people: does the process live, and could it serve."""

import asyncio
from functools import partial

import anyio
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from domain.errors import PointsmanError
from services.check_readiness import GROUNDS, Ground, check_readiness

PATIENCE = 2.0
NO_STORE = {"Cache-Control": "no-store"}


async def healthz(_request: Request) -> Response:
    """200 as long as the process answers at all."""
    return JSONResponse({"status": "alive"}, headers=NO_STORE)


async def readyz(_request: Request, threads: anyio.CapacityLimiter) -> Response:
    """200 when PostgreSQL, its migrations and Temporal are there, else 503; the body says which is not, and why.

    The checks have ``threads`` of their own, and few, so that hanging ones never eat those of the pages.
    """
    answers = await asyncio.gather(*(_trouble(ground, threads) for ground in GROUNDS))
    checks = {ground: trouble or "ok" for ground, trouble in zip(GROUNDS, answers, strict=True)}
    ready = not any(answers)
    body = {"status": "ready" if ready else "not ready", "checks": checks}
    return JSONResponse(body, status_code=200 if ready else 503, headers=NO_STORE)


async def _trouble(ground: Ground, threads: anyio.CapacityLimiter) -> str | None:
    """What is wrong with one of the three, or None. A check that hangs goes on in its thread, unwaited for."""
    try:
        with anyio.fail_after(PATIENCE):
            await run_sync(partial(check_readiness, ground), abandon_on_cancel=True, limiter=threads)
    except PointsmanError as error:
        return str(error)
    except TimeoutError:
        return f"No answer within {PATIENCE:.0f} seconds."
    return None


def routes() -> list[Route]:
    """The routes /healthz and /readyz."""
    threads = anyio.CapacityLimiter(6)
    return [
        Route("/healthz", healthz, methods=["GET"]),
        Route("/readyz", partial(readyz, threads=threads), methods=["GET"]),
    ]
