"""The history of an execution's runs as a file, streamed: however long it is, one page of it is held at a time."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from domain.errors import NotFound, PointsmanError
from services.export_history import export_history


def execution_history(request: Request) -> Response:
    """Stream ``run`` of the execution ``id``, by default the newest, or ``all``; trouble is a sentence, 404 or 503."""
    asked = request.query_params
    try:
        found = export_history(asked.get("id", ""), asked.get("run"))
    except PointsmanError as error:
        return PlainTextResponse(str(error), status_code=404 if isinstance(error, NotFound) else 503)
    headers = {"Content-Disposition": f'attachment; filename="{found.name}"', "Cache-Control": "no-store"}
    return StreamingResponse(found.parts, media_type="application/json", headers=headers)


def routes() -> list[Route]:
    """The route /history.json."""
    return [Route("/history.json", execution_history, methods=["GET"])]
