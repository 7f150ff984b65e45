"""Chargebee's item prices, asked of a server that speaks its list: pages, filters, refusals."""

import base64
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from chargebee import Chargebee
from sqlalchemy import Connection

from cli.parts.ports import free_port
from domain.errors import InvalidInput
from domain.settings import forget_settings
from services.import_billed_items import BillingAway, can_ask_billing, import_billed_items
from services.list_unlinked import list_unlinked

KEY = "test_key"


class Billing(ThreadingHTTPServer):
    """Lists ``items`` at ``/api/v2/item_prices``, ``limit`` a page; ``broken`` is (status, body) to answer instead."""

    items: list[dict[str, Any]]
    asked: list[dict[str, list[str]]]
    broken: tuple[int, str] | None


class _Answer(BaseHTTPRequestHandler):
    server: Billing

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        asked = parse_qs(url.query)
        self.server.asked.append(asked)
        expected = "Basic " + base64.b64encode(f"{KEY}:".encode()).decode()
        if self.server.broken:
            self._send(*self.server.broken)
        elif self.headers["Authorization"] != expected:
            refusal = {"message": "Sorry, authentication failed", "api_error_code": "api_authentication_failed"}
            self._send(401, json.dumps(refusal))
        elif url.path == "/api/v2/item_prices":
            self._send(200, json.dumps(self._page(asked)))
        else:
            self._send(404, json.dumps({"message": "no such path"}))

    def _page(self, asked: dict[str, list[str]]) -> dict[str, Any]:
        limit, start = int(asked["limit"][0]), int(json.loads(asked.get("offset", ['["0"]'])[0])[0])
        some = self.server.items[start : start + limit]
        page: dict[str, Any] = {"list": [{"item_price": item} for item in some]}
        if start + limit < len(self.server.items):
            page["next_offset"] = json.dumps([str(start + limit)])
        return page

    def _send(self, status: int, body: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def billing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Billing]:
    """The server, and settings that lead to it. Its client insists on TLS unless told otherwise."""
    server = Billing(("127.0.0.1", 0), _Answer)
    server.items, server.asked, server.broken = [], [], None
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setattr(Chargebee, "verify_ca_certs", False)
    monkeypatch.setenv("POINTSMAN_CHARGEBEE_SITE", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("POINTSMAN_CHARGEBEE_API_KEY", KEY)
    forget_settings()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def sell(server: Billing, number: int) -> None:
    server.items = [
        {
            "id": f"plan-{n}",
            "name": f"Plan {n}",
            "external_name": None if n % 2 else f"The plan {n}",
            "status": "active",
        }
        for n in range(number)
    ]


def test_every_page_is_read_and_only_what_is_sold_is_asked_for(database: Connection, billing: Billing) -> None:
    sell(billing, 250)
    learnt = import_billed_items(actor="bea")
    assert (learnt.named, learnt.new, learnt.forgotten) == (250, 250, 0)
    assert [asked["limit"] for asked in billing.asked] == [["100"]] * 3
    assert all(asked["status[is]"] == ["active"] for asked in billing.asked)
    names = {row.entity_id: row.name for row in list_unlinked(size=500).rows}
    assert len(names) == 250
    assert (names["plan-1"], names["plan-2"]) == ("Plan 1", "The plan 2")


def test_what_is_not_sold_any_more_is_forgotten(database: Connection, billing: Billing) -> None:
    sell(billing, 3)
    import_billed_items(actor="bea")
    sell(billing, 1)
    assert import_billed_items(actor="bea").forgotten == 2
    assert [row.entity_id for row in list_unlinked().rows] == ["plan-0"]


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ((500, json.dumps({"message": "It is on fire"})), "It is on fire"),
        ((200, "<html>no JSON</html>"), "no JSON"),
        ((200, '{"list": [{}]}'), "Nothing was changed"),
    ],
)
def test_an_answer_that_is_none_changes_nothing(
    database: Connection, billing: Billing, broken: tuple[int, str], says: str
) -> None:
    sell(billing, 2)
    import_billed_items(actor="bea")
    billing.broken = broken
    with pytest.raises(BillingAway, match=says):
        import_billed_items(actor="bea")
    assert len(list_unlinked().rows) == 2


def test_a_wrong_key_is_told(database: Connection, billing: Billing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POINTSMAN_CHARGEBEE_API_KEY", "wrong")
    forget_settings()
    with pytest.raises(BillingAway, match="authentication failed"):
        import_billed_items(actor="bea")


def test_a_server_that_is_away_is_told(database: Connection, billing: Billing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POINTSMAN_CHARGEBEE_SITE", f"http://127.0.0.1:{free_port()}")
    forget_settings()
    with pytest.raises(BillingAway, match="Nothing was changed"):
        import_billed_items(actor="bea")


def test_without_site_and_key_nobody_is_asked(database: Connection) -> None:
    assert not can_ask_billing()
    with pytest.raises(InvalidInput, match="are not set"):
        import_billed_items(actor="bea")
