"""Pages are told where the app begins and what they will need, packed or not; nothing else is touched."""

import asyncio

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, PlainTextResponse, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from api.head import SCRIPT, Head
from api.preloading import preloading_tags
from api.security import content_security_policy, inline_script_hashes

PAGE = "<html><head><title>é</title></head></html>"
TOLD = PAGE.replace("<head>", f"<head><script>{SCRIPT}</script>").replace("</head>", f"{preloading_tags()}</head>")


def asked(answer: ASGIApp, encoding: str = "identity") -> httpx.Response:
    inner = Starlette(routes=[Route("/", answer)], middleware=[Middleware(GZipMiddleware, minimum_size=10)])

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app=Head(inner))
        async with httpx.AsyncClient(transport=transport, base_url="http://pointsman") as client:
            return await client.get("/", headers={"Accept-Encoding": encoding})

    return asyncio.run(ask())


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize("pieces", [[PAGE], [PAGE[:9], PAGE[9:]]])
def test_a_page_is_told(pieces: list[str], encoding: str) -> None:
    told = asked(StreamingResponse(pieces, media_type="text/html"), encoding)
    assert told.text == TOLD
    assert told.headers.get("Content-Encoding", "identity") == encoding


@pytest.mark.parametrize(
    "answer", [PlainTextResponse(PAGE), HTMLResponse(PAGE, status_code=404), HTMLResponse("<p>No head</p>")]
)
def test_nothing_else_is_touched(answer: PlainTextResponse) -> None:
    assert asked(answer).content == answer.body


def test_the_script_may_run() -> None:
    assert inline_script_hashes(TOLD)[0] in content_security_policy()
