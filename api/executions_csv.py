"""The list of executions as a file: exactly what the page with the same query shows, all pages of it."""

from collections.abc import Iterator
from itertools import chain

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from domain.errors import DatabaseAway, PointsmanError
from services.execution_address import filter_of, order_of
from services.export_executions import export_executions

HEADERS = {"Content-Disposition": 'attachment; filename="executions.csv"', "Cache-Control": "no-store"}


def executions_csv(request: Request) -> Response:
    """Stream the rows; trouble before the first of them is a sentence with 400 or 503."""
    try:
        lines = _begun(export_executions(filter_of(request.query_params), order_of(request.query_params)))
    except PointsmanError as error:
        return PlainTextResponse(str(error), status_code=503 if isinstance(error, DatabaseAway) else 400)
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=HEADERS)


def _begun(lines: Iterator[str]) -> Iterator[str]:
    return chain([next(lines)], lines)


def routes() -> list[Route]:
    """The route /executions.csv."""
    return [Route("/executions.csv", executions_csv, methods=["GET"])]
