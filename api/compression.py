"""Streamlit serves its own bundles uncompressed; this middleware serves them compressed, each packed once."""

import gzip
from pathlib import Path

import anyio.to_thread
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import file_util

TYPES = {".js": "text/javascript", ".css": "text/css"}


class CompressedStatic:
    """Answers GET ``/static/….js|css`` with gzip from memory; hashed names never go stale."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.root = Path(file_util.get_static_dir()).resolve()
        self.packed: dict[Path, bytes] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = self._bundle(scope)
        if path is None:
            await self.app(scope, receive, send)
            return
        if path not in self.packed:
            self.packed[path] = await anyio.to_thread.run_sync(_pack, path)
        headers = {
            "Content-Encoding": "gzip",
            "Vary": "Accept-Encoding",
            "Cache-Control": "public, immutable, max-age=31536000",
        }
        response = Response(self.packed[path], media_type=TYPES[path.suffix], headers=headers)
        await response(scope, receive, send)

    def _bundle(self, scope: Scope) -> Path | None:
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith("/static/"):
            return None
        if "gzip" not in Headers(scope=scope).get("accept-encoding", ""):
            return None
        path: Path = (self.root / scope["path"].lstrip("/")).resolve()
        if path.suffix in TYPES and path.is_relative_to(self.root) and path.is_file():
            return path
        return None


def _pack(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 6, mtime=0)
