"""The history of one execution as a file, streamed: however long it is, one page of it is held at a time."""

from collections.abc import Iterator
from itertools import chain

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from domain.errors import NotFound, PointsmanError
from services.export_history import export_history

HEADERS = {"Content-Disposition": 'attachment; filename="history.json"', "Cache-Control": "no-store"}


def execution_history(request: Request) -> Response:
    """Stream it; trouble before the first event is a sentence with 404 or 503."""
    try:
        parts = _begun(export_history(request.query_params.get("id", "")))
    except PointsmanError as error:
        return PlainTextResponse(str(error), status_code=404 if isinstance(error, NotFound) else 503)
    return StreamingResponse(parts, media_type="application/json", headers=HEADERS)


def _begun(parts: Iterator[str]) -> Iterator[str]:
    return chain([next(parts)], parts)


def routes() -> list[Route]:
    """The route /history.json."""
    return [Route("/history.json", execution_history, methods=["GET"])]
