"""The CSV holds exactly what the page with the same address shows, all pages of it."""

import csv
import io
from urllib.parse import urlencode

import anyio
import pytest
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import StreamingResponse

from api.executions_csv import executions_csv
from services import export_executions
from services.list_executions import ExecutionFilter, list_executions
from services.start_execution import StartOrder, start_execution
from tests.factories import AUTHOR, make_active, make_template
from tests.services.listed import insert_history


@pytest.fixture(autouse=True)
def history(database: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    insert_history(database)
    monkeypatch.setattr(export_executions, "PAGE", 7)


def answer(**query: str) -> tuple[int, str]:
    """Status and whole body of the route, on the connection of this test."""
    scope = {"type": "http", "method": "GET", "path": "/executions.csv", "headers": []}
    found = executions_csv(Request({**scope, "query_string": urlencode(query).encode()}))
    if not isinstance(found, StreamingResponse):
        return found.status_code, bytes(found.body).decode()

    async def whole() -> str:
        return "".join([str(part) async for part in found.body_iterator])

    return found.status_code, anyio.run(whole)


def rows(**query: str) -> list[dict[str, str]]:
    status, body = answer(**query)
    assert status == 200
    return list(csv.DictReader(io.StringIO(body)))


def test_every_row_of_every_page_is_there_in_order() -> None:
    assert [row["id"] for row in rows()] == [row.id for row in list_executions(size=1000).rows]


def test_filter_and_order_of_the_address_hold() -> None:
    found = rows(customer="c2", sort="name")
    shown = list_executions(ExecutionFilter(customer_id="c2"), size=1000).rows
    assert [row["name"] for row in found] == sorted(row.name for row in shown)


def test_a_text_is_no_formula_and_stays_whole() -> None:
    template = make_template()
    make_active(template)
    name = '=HYPERLINK("https://example.com"), "quoted"\nand a line'
    start_execution(StartOrder(template, {}, "Asked", name=name), actor=AUTHOR)
    assert rows()[0]["name"] == f"'{name}"


def test_a_bad_search_is_a_sentence() -> None:
    status, body = answer(contains='{"a": {}}')
    assert (status, body.split(":")[0]) == (400, "contains")
