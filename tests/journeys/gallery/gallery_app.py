"""The real frame around a few pages that show the pieces of the kit (served by the browser tests only)."""

from pathlib import Path

import ui.screens

ui.screens.PAGES = Path(__file__).parent / "pages"

from app import app  # noqa: E402

__all__ = ["app"]
