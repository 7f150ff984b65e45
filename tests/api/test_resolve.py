"""GET /api/v1/resolve: what an entity would start, for programs."""

import pytest

from tests.api.conftest import Client
from tests.factories import buy, calling, make_active, make_link, make_template, open_workflow


def test_it_answers_the_whole_chain(client: Client) -> None:
    child = make_template("Child")
    make_active(child, definition=open_workflow("child"))
    template = make_template("GST registration")
    version = make_active(template, definition=open_workflow("top", do=[*calling("child")]))
    link = make_link(template, "gst")
    newest = buy("gst", payload={"customer": "c1"})
    answer = client.get("/resolve", entity_type="PRODUCT", entity_id="gst", customer_id="cust_1")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    body = answer.json()
    assert body["outcome"] == "STARTED"
    assert body["target"] == {
        "linkId": link, "templateId": template, "template": "GST registration",
        "versionId": version, "version": "1.0.0",
    }  # fmt: skip
    assert (body["input"], body["payloadOfDelivery"]) == ({"customer": "c1"}, newest.delivery_id)
    assert [step["part"] for step in body["steps"]] == [
        "link", "version", "input", "customer", "worker", "subflows",
    ]  # fmt: skip
    [row] = body["subWorkflows"]
    assert (row["template"], row["version"], row["problem"]) == ("Child", "1.0.0", None)


def test_an_entity_without_a_link_is_an_answer_not_an_error(client: Client) -> None:
    body = client.get("/resolve", entity_type="SERVICE_CATALOG", entity_id="nobody").json()
    assert (body["outcome"], body["target"]) == ("NO_LINK", None)
    assert [(step["part"], step["state"]) for step in body["steps"]] == [("link", "obstacle")]


@pytest.mark.parametrize("query", [{}, {"entity_type": "CAR", "entity_id": "x"}, {"entity_type": "PRODUCT"}])
def test_a_wrong_question_is_a_problem_that_names_the_parameter(client: Client, query: dict[str, str]) -> None:
    answer = client.get("/resolve", **query)
    assert answer.status_code == 422
    assert {fault["parameter"] for fault in answer.json()["errors"]} & {"entity_type", "entity_id"}
