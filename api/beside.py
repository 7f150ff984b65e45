"""An ASGI app beside the pages: it gets every request below its path before Streamlit looks at it."""

from starlette.types import ASGIApp, Receive, Scope, Send


class Beside:
    """Hands HTTP requests below ``path`` to ``other``, so that all its answers, refusals too, are its own."""

    def __init__(self, app: ASGIApp, path: str, other: ASGIApp) -> None:
        self.app, self.path, self.other = app, path, other

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_below = scope["type"] == "http" and f"{scope['path']}/".startswith(f"{self.path}/")
        await (self.other if is_below else self.app)(scope, receive, send)
