"""What is added to the head of Streamlit's page: where the app begins, and the bundles that it will need.

Streamlit would try its own address first, where nothing answers, and rest for a tenth of a second before it tries the
one above; and it asks for the bundle of an element only when it is to show one.
"""

import gzip
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.preloading import preloading_tags

SCRIPT = 'window.__streamlit = { BACKEND_BASE_URL: new URL("./", location.href).href }'
"""Every page is one step below the beginning, as is also where its bundles are (``./static``)."""


class Head:
    """Adds the script to every page, whose hash is in the content security policy, and names the bundles."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.script = f"<head><script>{SCRIPT}</script>".encode()
        self.bundles = f"{preloading_tags()}</head>".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_asked = scope["type"] == "http" and scope["method"] == "GET"
        await self.app(scope, receive, _Page(send, self.complete).send if is_asked else send)

    def complete(self, page: bytes) -> bytes:
        """The page with what is added to it."""
        return page.replace(b"<head>", self.script, 1).replace(b"</head>", self.bundles, 1)


class _Page:
    """Holds a page back until all of it is there."""

    def __init__(self, send: Send, complete: Callable[[bytes], bytes]) -> None:
        self._send = send
        self._complete = complete
        self._start: Message | None = None
        self._page = b""

    async def send(self, message: Message) -> None:
        if _begins_page(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._page += message.get("body", b"")
            if not message.get("more_body", False):
                await self._send_page(self._start)

    async def _send_page(self, start: Message) -> None:
        headers = MutableHeaders(scope=start)
        is_packed = headers.get("Content-Encoding") == "gzip"
        page = self._complete(gzip.decompress(self._page) if is_packed else self._page)
        page = gzip.compress(page, 6, mtime=0) if is_packed else page
        headers["Content-Length"] = str(len(page))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": page})


def _begins_page(message: Message) -> bool:
    if message["type"] != "http.response.start" or message["status"] != 200:
        return False
    return Headers(raw=message["headers"]).get("content-type", "").startswith("text/html")
