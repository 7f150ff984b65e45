"""POST /api/v1/starts: every answer, and one execution for one key."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import psycopg
import pytest
import requests

from domain.json_types import JsonObject, JsonValue
from domain.settings import forget_settings
from domain.vocabulary import ExecutionStatus, Origin, Outcome, Scope
from services.create_token import create_token
from services.deprecate_version import deprecate_version
from services.get_execution import get_execution
from services.get_template import get_template
from services.list_deliveries import DeliveryRow, get_delivery, list_deliveries
from services.list_executions import ExecutionFilter, list_executions
from services.set_link_enabled import set_link_enabled
from services.switch_off_template import switch_off_template
from tests.api.conftest import Client, Serve, caller
from tests.factories import (
    AUTHOR,
    make_active,
    make_custom_template,
    make_draft,
    make_link,
    make_published,
    make_template,
    open_workflow,
)

NEEDS_NUMBER: JsonObject = {"type": "object", "properties": {"directors": {"type": "integer"}}}


@pytest.fixture
def template(client: Client) -> str:
    """A template that is on, and that a product is linked to."""
    found = make_template("US company incorporation")
    make_active(found, definition={**open_workflow(), "input": {"schema": {"document": NEEDS_NUMBER}}})
    make_link(found, found)
    return found


def product(template: str, suffix: str = "") -> dict[str, str]:
    """The product that is linked to it, or another one."""
    return {"type": "PRODUCT", "id": template + suffix}


def executions(template: str) -> int:
    """How many there are of a template."""
    return len(list_executions(ExecutionFilter(template_id=template), size=200).rows)


def refused(answer: requests.Response, outcome: Outcome) -> DeliveryRow:
    """The delivery of a refused start, which tells what the answer tells."""
    problem = answer.json()
    assert (answer.status_code, problem["outcome"], problem["executionId"]) == (422, outcome, None)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert problem["type"] == f"urn:pointsman:problem:{outcome.lower().replace('_', '-')}"
    row, _ = get_delivery(problem["deliveryId"])
    assert (row.outcome, row.detail, row.source) == (outcome, problem["detail"], "api")
    assert problem["instance"] == f"/api/v1/deliveries/{row.id}"
    return row


def test_an_entity_starts_what_it_is_linked_to(client: Client, template: str) -> None:
    context = {"customerId": "cus_1"}
    answer = client.start(entity=product(template), input={"directors": 2}, context=context, idempotencyKey="order-17")
    told = answer.json()
    assert (answer.status_code, told["outcome"], told["detail"]) == (202, "STARTED", None)
    assert answer.headers["Location"] == f"/api/v1/executions/{told['executionId']}"
    found = get_execution(told["executionId"])
    assert (found.status, found.origin, found.started_by) == (ExecutionStatus.STARTED, Origin.LINK, client.name)
    assert (found.input, found.context, found.delivery_id) == ({"directors": 2}, context, told["deliveryId"])
    row, payload = get_delivery(told["deliveryId"])
    assert (row.source, row.source_event_id, payload) == ("api", f"{client.name}/order-17", {"directors": 2})


def test_a_template_starts_on_purpose(client: Client, template: str) -> None:
    answer = client.start(templateId=template, input={"directors": 1}, name="Acme", reason="Order 17")
    found = get_execution(answer.json()["executionId"])
    assert (answer.status_code, found.name, found.reason, found.origin) == (202, "Acme", "Order 17", Origin.API)


def test_a_version_is_named_by_its_number_or_its_id(client: Client, template: str) -> None:
    older = make_published(template, "0.9.0")
    for name in ("0.9.0", older):
        answer = client.start(templateId=template, version=name)
        assert get_execution(answer.json()["executionId"]).version == "0.9.0"


def test_any_json_is_an_input(client: Client) -> None:
    template = make_template()
    make_active(template)
    values: list[JsonValue] = [None, [], "👩‍👩‍👧 <b>", 0, 10**40, 0.1, {"": {"": []}}]
    for value in values:
        answer = client.start(templateId=template, input=value)
        told = client.get(f"/executions/{answer.json()['executionId']}").json()
        assert (answer.status_code, told["input"]) == (202, value)


def test_what_is_linked_to_nothing_leaves_a_delivery(client: Client) -> None:
    row = refused(client.start(entity={"type": "SERVICE_CATALOG", "id": "gst"}), Outcome.NO_LINK)
    assert (row.entity_type, row.entity_id) == ("SERVICE_CATALOG", "gst")


def test_a_disabled_link_leaves_a_delivery(client: Client, template: str) -> None:
    link = make_link(template, f"{template} paused")
    set_link_enabled(link, False, actor=AUTHOR, reason="Paused")
    refused(client.start(entity=product(template, " paused")), Outcome.LINK_DISABLED)


def test_a_template_that_is_off_leaves_a_delivery(client: Client, template: str) -> None:
    switch_off_template(template, reason="Law", seen_active_id=get_template(template).active_version_id, actor=AUTHOR)
    refused(client.start(entity=product(template)), Outcome.NO_ACTIVE_VERSION)
    refused(client.start(templateId=template), Outcome.NO_ACTIVE_VERSION)


def test_an_input_that_does_not_fit_leaves_a_delivery_that_says_where(client: Client, template: str) -> None:
    row = refused(client.start(templateId=template, input={"directors": "two"}), Outcome.INVALID_INPUT)
    assert "/directors" in (row.detail or "")


def test_what_cannot_be_started_leaves_a_delivery_that_says_why(client: Client, template: str) -> None:
    draft, old = make_draft(template, "2.0.0"), make_published(template, "0.9.0")
    deprecate_version(old, reason="Wrong form", actor=AUTHOR)
    for body, why in (
        ({"templateId": "gone"}, "no template “gone”"),
        ({"templateId": template, "version": "7.7.7"}, "no version of this template “7.7.7”"),
        ({"templateId": template, "version": draft}, "is a draft"),
        ({"templateId": template, "version": "0.9.0"}, "is deprecated"),
        ({"templateId": template, "serviceRequestId": "sr_404"}, "not known to the backend"),
    ):
        row = refused(client.start(**body), Outcome.INVALID_INPUT)
        assert why in (row.detail or "")
    assert executions(template) == 0


def test_what_temporal_refuses_for_good_is_refused_with_its_execution(client: Client) -> None:
    template = make_custom_template(task_queue="/_sys/reserved")
    make_active(template, definition={"steps": []})
    answer = client.start(templateId=template, idempotencyKey="k")
    told = answer.json()
    assert (answer.status_code, told["outcome"]) == (422, "FAILED_TO_START")
    assert get_execution(told["executionId"]).status is ExecutionStatus.FAILED_TO_START
    assert client.start(templateId=template, idempotencyKey="k").json() == told


def test_the_same_key_is_answered_the_same_and_starts_nothing(client: Client, template: str) -> None:
    body = {"templateId": template, "input": {"directors": 1}, "idempotencyKey": "k"}
    first, again = client.start(**body), client.start(**body)
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert first.headers["Location"] == again.headers["Location"]
    assert executions(template) == 1


def test_the_same_key_of_a_refused_request_is_refused_the_same(client: Client, template: str) -> None:
    body = {"entity": product(template, " later"), "idempotencyKey": "k"}
    first = client.start(**body)
    make_link(template, f"{template} later")
    again = client.start(**body)
    assert (again.status_code, again.json()) == (422, first.json())
    assert executions(template) == 0


@pytest.mark.parametrize(
    "other",
    [
        {"input": {"directors": 2}},
        {"context": {"a": 1}},
        {"reason": "Another"},
        {"version": "1.0.0"},
        {"name": "Another"},
    ],
)
def test_the_same_key_with_another_body_is_a_conflict(client: Client, template: str, other: dict[str, Any]) -> None:
    body = {"templateId": template, "input": {"directors": 1}, "idempotencyKey": "k"}
    first, clash = client.start(**body), client.start(**{**body, **other})
    assert (clash.status_code, clash.json()["deliveryId"]) == (409, first.json()["deliveryId"])
    assert clash.json()["type"] == "urn:pointsman:problem:key-used-for-another-request"
    assert executions(template) == 1


def test_the_order_of_keys_in_a_body_says_nothing(client: Client, template: str) -> None:
    texts = ('{"templateId": "%s", "idempotencyKey": "k"}', '{"idempotencyKey": "k", "templateId": "%s"}')
    json_type = {"Content-Type": "application/json"}
    answers = [client.ask("POST", "/starts", data=text % template, headers=json_type) for text in texts]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].json() == answers[1].json()


def test_the_key_may_come_in_the_header(client: Client, template: str) -> None:
    def ask(header: str, **body: Any) -> requests.Response:
        return client.ask("POST", "/starts", json={"templateId": template, **body}, headers={"Idempotency-Key": header})

    first = ask("k").json()
    assert ask("k").json() == first == ask("k", idempotencyKey="k").json()
    clash = ask("other", idempotencyKey="k")
    assert (clash.status_code, clash.json()["errors"][0]["pointer"]) == (422, "#/idempotencyKey")


def test_without_a_key_every_request_is_one_of_its_own(client: Client, template: str) -> None:
    first, second = client.start(templateId=template), client.start(templateId=template)
    assert first.json()["executionId"] != second.json()["executionId"]


def test_twenty_requests_at_once_under_one_key_make_one_execution(client: Client, template: str) -> None:
    body = {"templateId": template, "input": {"directors": 1}, "idempotencyKey": "rush"}
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: client.start(**body), range(20)))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["executionId"] for answer in answers}) == 1
    assert executions(template) == 1
    rows = list_deliveries(source="api", size=200).rows
    assert len([row for row in rows if row.source_event_id == f"{client.name}/rush"]) == 20


def test_callers_of_two_names_never_share_a_key(client: Client, template: str) -> None:
    other = caller(client.url)
    body = {"templateId": template, "idempotencyKey": "k"}
    first, second = client.start(**body).json(), other.start(**body).json()
    assert first["executionId"] != second["executionId"]


def test_a_token_that_replaces_another_goes_on_with_its_keys(client: Client, template: str) -> None:
    secret = create_token(client.name, [Scope.START], actor="ada", further=True).secret
    fresh = replace(client, secret=secret)
    body = {"templateId": template, "idempotencyKey": "k"}
    assert client.start(**body).json() == fresh.start(**body).json()


def test_while_temporal_is_away_a_start_is_taken_on(
    client: Client, template: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POINTSMAN_TEMPORAL_ADDRESS", "127.0.0.1:1")
    forget_settings()
    answer = client.start(templateId=template)
    assert (answer.status_code, answer.json()["outcome"]) == (202, None)
    assert get_execution(answer.json()["executionId"]).status is ExecutionStatus.CREATED


def test_a_temporal_that_never_answers_holds_nobody_up(
    serve: Serve, deaf_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = make_template()
    make_active(template)
    monkeypatch.setenv("POINTSMAN_TEMPORAL_ADDRESS", deaf_address)
    forget_settings()
    begun = time.monotonic()
    with serve() as client, ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: client.start(templateId=template), range(60)))
        assert {(answer.status_code, answer.json()["outcome"]) for answer in answers} == {(202, None)}
        assert time.monotonic() - begun < 15
    assert executions(template) == 60


def test_a_service_request_is_tied_to_the_execution(client: Client, template: str, standing_database: str) -> None:
    with psycopg.connect(standing_database) as connection:
        connection.execute("""INSERT INTO "ServiceRequest" (id) VALUES ('sr_1')""")
    execution = client.start(templateId=template, serviceRequestId="sr_1").json()["executionId"]
    assert client.get(f"/executions/{execution}").json()["serviceRequestId"] == "sr_1"
    [found] = client.get("/executions", service_request_id="sr_1").json()["items"]
    assert found["id"] == execution


def test_an_execution_is_found_by_the_customer_and_the_subscription_of_its_context(
    client: Client, template: str
) -> None:
    context = {"customerId": f"cus {template}", "subscriptionId": f"sub {template}"}
    execution = client.start(templateId=template, context=context).json()["executionId"]
    client.start(templateId=template)
    for query in ({"customer_id": context["customerId"]}, {"subscription_id": context["subscriptionId"]}):
        assert [item["id"] for item in client.get("/executions", **query).json()["items"]] == [execution]
    assert client.get("/executions", customer_id="cus_404").json()["items"] == []
