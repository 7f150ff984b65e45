"""Pages run as people see them: inside the frame, on the real database."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import ui.piece
from tests.with_engine import worked_database, worker, working

__all__ = ["worked_database", "worker", "working"]
MAIN = Path(__file__).resolve().parents[2] / "ui" / "main.py"
Opener = Callable[..., AppTest]


@pytest.fixture
def without_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages as they are where ``frontend/`` has not been built: with plain fallbacks."""
    monkeypatch.setattr(ui.piece, "asset_url", lambda _name: None)


@pytest.fixture
def open_page() -> Opener:
    """``open_page("execution", id=…)``: the page of that name after its first run."""

    def opened(name: str, **query: str) -> AppTest:
        app = AppTest.from_file(MAIN, default_timeout=30).run()
        app.switch_page(f"../pages/{name}.py")
        for key, value in query.items():
            app.query_params[key] = value
        return app.run()

    return opened
