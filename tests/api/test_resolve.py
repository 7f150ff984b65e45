"""GET /api/v1/resolve: what an entity would start, for machines."""

import json
from typing import Any
from urllib.parse import urlencode

import anyio
import pytest
from starlette.requests import Request
from starlette.responses import Response

from api.resolve import resolve
from domain.errors import InvalidInput
from tests.factories import buy, calling, make_active, make_link, make_template, open_workflow

pytestmark = pytest.mark.usefixtures("fresh_database_url")  # the handler works in threads with connections of their own


def ask(**query: str) -> Response:
    """What the handler answers to a GET with this query."""
    scope = {"type": "http", "method": "GET", "query_string": urlencode(query).encode(), "headers": []}
    return anyio.run(resolve, Request(scope))


def body_of(response: Response) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(bytes(response.body))
    return found


def test_it_answers_the_whole_chain() -> None:
    child = make_template("Child")
    make_active(child, definition=open_workflow("child"))
    template = make_template("GST registration")
    make_active(template, definition=open_workflow("top", do=[*calling("child")]))
    link = make_link(template, "gst")
    newest = buy("gst", payload={"customer": "c1"})
    answer = ask(entity_type="PRODUCT", entity_id="gst", customer_id="cust_1")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    body = body_of(answer)
    assert (body["outcome"], body["linkId"]) == ("STARTED", link)
    assert body["template"] == {"id": template, "name": "GST registration"}
    assert body["version"]["version"] == "1.0.0"
    assert (body["input"], body["payloadOfDelivery"]) == ({"customer": "c1"}, newest.delivery_id)
    assert [step["step"] for step in body["steps"]] == [
        "link", "version", "input", "customer", "worker", "subflows",
    ]  # fmt: skip
    [row] = body["subWorkflows"]
    assert (row["template"], row["version"], row["problem"]) == ("Child", "1.0.0", None)


def test_an_entity_without_a_link_is_an_answer_not_an_error() -> None:
    body = body_of(ask(entity_type="SERVICE_CATALOG", entity_id="nobody"))
    assert (body["outcome"], body["template"], body["version"]) == ("NO_LINK", None, None)
    assert [(step["step"], step["state"]) for step in body["steps"]] == [("link", "obstacle")]


@pytest.mark.parametrize("query", [{}, {"entity_type": "CAR", "entity_id": "x"}, {"entity_type": "PRODUCT"}])
def test_a_wrong_question_is_refused_in_a_sentence(query: dict[str, str]) -> None:
    with pytest.raises(InvalidInput, match="entity"):
        ask(**query)
