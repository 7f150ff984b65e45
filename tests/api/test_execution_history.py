"""The history of an execution as a file: all of it, or a sentence why there is none."""

import json

import anyio
import pytest
from starlette.requests import Request
from starlette.responses import StreamingResponse

from api.execution_history import execution_history
from domain.ids import new_id
from services import export_history
from tests.services.conftest import PointTo, temporal_at, temporal_away
from tests.services.team import start_on_temporal

__all__ = ["PointTo", "temporal_at", "temporal_away"]


def answer(execution: str) -> tuple[int, str]:
    """Status and whole body of the route."""
    scope = {"type": "http", "method": "GET", "path": "/history.json", "headers": []}
    found = execution_history(Request({**scope, "query_string": f"id={execution}".encode()}))
    if not isinstance(found, StreamingResponse):
        return found.status_code, bytes(found.body).decode()

    async def whole() -> str:
        return "".join([str(part) async for part in found.body_iterator])

    return found.status_code, anyio.run(whole)


@pytest.mark.usefixtures("temporal_address")
def test_every_page_of_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_history, "PAGE", 1)
    execution = new_id()
    start_on_temporal(execution, f"nobody-polls-{execution}", "wait")
    status, body = answer(execution)
    assert (status, [event["eventId"] for event in json.loads(body)["events"]]) == (200, ["1", "2"])


@pytest.mark.usefixtures("temporal_address")
def test_a_run_that_temporal_does_not_know_is_a_sentence() -> None:
    status, body = answer("nobody")
    assert (status, "keeps no history" in body) == (404, True)


@pytest.mark.usefixtures("temporal_away")
def test_temporal_away_is_a_sentence() -> None:
    status, body = answer("anything")
    assert (status, "cannot be reached" in body) == (503, True)
