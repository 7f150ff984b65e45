"""The HTTP API as one ASGI app, with its OpenAPI 3.1 document at /api/v1/openapi.json."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.bodies import drain
from api.problems import answer_problem
from api.v1 import catalogue, deliveries, executions, resolve, starts
from api.v1.door import Door
from api.v1.shapes import ProblemShape
from domain.settings import Settings

PREFIX = "/api"
ROUTERS = (starts.router, deliveries.router, executions.router, catalogue.router, resolve.router)
"""A subject that comes with a file of its own is added here."""
_ABOUT = (
    "Start work, and see what became of it. Every request needs a token as `Authorization: Bearer pmt_…`, with the "
    "scope that the operation names. Errors are problem documents (RFC 9457). More in docs/api.md."
)
Handler = Callable[[Request, Exception], Awaitable[Response]]


def rest_api(settings: Settings) -> FastAPI:
    """The app for everything below ``/api``. No page of documentation: those would load scripts of other hosts."""
    app = FastAPI(
        title="Pointsman",
        version="1",
        description=_ABOUT,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
        exception_handlers={HTTPException: _tell, Exception: _tell},
    )
    app.state.door = Door(settings)
    for router in ROUTERS:
        app.include_router(router, prefix="/api/v1")
    app.openapi = lambda: _document(app)  # type: ignore[method-assign]
    return app


async def _tell(request: Request, error: Exception) -> Response:
    """Of what no route took: a foreign address or method."""
    await drain(request)
    return answer_problem(request, error)


def _document(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        found = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            routes=app.routes,
        )
        parts = found.setdefault("components", {})
        parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer", "description": "A token, `pmt_…`."}}
        problem = ProblemShape.model_json_schema(ref_template="#/components/schemas/{model}")
        parts["schemas"] |= {**problem.pop("$defs", {}), "Problem": problem}
        app.openapi_schema = found
    return app.openapi_schema
