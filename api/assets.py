"""Routes for the built browser pieces: hashed names, compressed at build time, cached for good."""

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from ui.bundle import DIST, PREFIX, built_files

FOR_GOOD = "public, immutable, max-age=31536000"
FOR_A_DAY = "public, max-age=86400"
TYPES = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2", ".map": "application/json"}


async def asset(request: Request) -> Response:
    """One built file; only what the build listed can be reached.

    A plain name (``inter.woff2``, for places that cannot know the hash) is the same file, cached for a day.
    """
    asked = request.path_params["name"]
    files = built_files()
    name = files.get(asked, asked)
    if name not in files.values():
        return PlainTextResponse("There is no such file.", status_code=404)
    path = DIST / name
    headers = {"Cache-Control": FOR_A_DAY if asked in files else FOR_GOOD, "Vary": "Accept-Encoding"}
    packed = path.with_name(f"{name}.gz")
    if "gzip" in request.headers.get("accept-encoding", "") and packed.is_file():
        path, headers["Content-Encoding"] = packed, "gzip"
    return FileResponse(path, media_type=TYPES.get(f".{name.rsplit('.', 1)[-1]}"), headers=headers)


def routes() -> list[Route]:
    """The routes below ``/assets/``."""
    return [Route(PREFIX + "{name}", asset, methods=["GET"])]
