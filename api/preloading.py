"""Names the large bundles that almost every page needs, so that a browser fetches them while the first ones run."""

import re
from collections.abc import Iterable
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import file_util

_NEEDED = (
    *("BidiComponent", "Button", "Checkbox", "DataFrame", "Html", "Multiselect", "PageLink", "Selectbox"),
    "TextInput",
)
"""Elements of Streamlit, each in a bundle of its own, that its page asks for only when it is to show one."""
_LARGE = 10_000
"""Bytes from which on a bundle is named: a proxy in front may take no more than 4 kB of headers."""
_IMPORTED = re.compile(r'(?:from|import)\s*"\./([\w.-]+\.js)"')


def late_bundles(folder: Path) -> list[str]:
    """The large files in ``folder`` of these bundles and of what they import, but what the page itself asks for."""
    first = _closure(folder, folder.glob("index.*.js"))
    late = _closure(folder, (path for name in _NEEDED for path in folder.glob(f"{name}.*.js")))
    return sorted(name for name in late - first if (folder / name).stat().st_size >= _LARGE)


def _closure(folder: Path, roots: Iterable[Path]) -> set[str]:
    found, left = set[str](), [path.name for path in roots]
    while left:
        name = left.pop()
        if name not in found and (folder / name).exists():
            found.add(name)
            left += _IMPORTED.findall((folder / name).read_text("utf-8"))
    return found


class Preloading:
    """Adds the names to every HTML answer, as a ``Link`` header (RFC 8288)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        folder = Path(file_util.get_static_dir(), "static", "js")
        self.links = ", ".join(f"</static/js/{name}>; rel=modulepreload" for name in late_bundles(folder))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_links(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers["Link"] = self.links
            await send(message)

        await self.app(scope, receive, send_with_links if scope["type"] == "http" else send)
