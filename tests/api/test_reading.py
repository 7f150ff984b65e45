"""What the API tells: deliveries, executions, families, links, templates and their versions, page by page."""

from typing import Any

import pytest
import requests

from domain.ids import new_id
from domain.vocabulary import EntityType
from services.add_link import add_link
from services.get_execution import get_execution
from tests.api.conftest import Client
from tests.factories import AUTHOR, buy, make_active, make_draft, make_link, make_template, start


@pytest.fixture
def template(client: Client) -> str:
    """A template that is on, with a name of its own."""
    found = make_template(f"Filing {new_id()}")
    make_active(found)
    return found


def walk(client: Client, path: str, **query: Any) -> list[Any]:
    """The items of all pages, by the header Link."""
    answer = client.get(path, **query)
    items = list(answer.json()["items"])
    while "next" in answer.links:
        following = answer.links["next"]["url"]
        assert answer.json()["next"]
        answer = client.get(following.removeprefix("/api/v1"))
        items += answer.json()["items"]
    assert answer.json()["next"] is None
    return items


def ids(answer: requests.Response) -> list[str]:
    return [item["id"] for item in answer.json()["items"]]


def test_executions_are_paged_both_ways(client: Client, template: str) -> None:
    made = [start(template).execution_id for _ in range(5)]
    assert [item["id"] for item in walk(client, "/executions", template_id=template, limit=2)] == made[::-1]
    first = client.get("/executions", template_id=template, limit=2)
    second = client.get("/executions", template_id=template, limit=2, page=first.json()["next"])
    back = client.get(second.links["prev"]["url"].removeprefix("/api/v1"))
    assert (ids(second), ids(back)) == (made[2:0:-1], ids(first))
    assert first.json()["previous"] is None


@pytest.mark.parametrize("path", ["/executions", "/deliveries", "/links", "/templates"])
def test_a_page_stands_in_an_address_as_it_is_told(client: Client, template: str, path: str) -> None:
    for number in range(2):
        start(template)
        make_link(template, f"plan-{new_id()}-{number}")
        make_template(f"Another {number}")
    following = client.get(path, limit=1).json()["next"]
    assert ids(client.get(f"{path}?limit=1&page={following}")) != ids(client.get(path, limit=1))


def test_executions_are_filtered_as_on_the_page(client: Client, template: str) -> None:
    execution = start(template).execution_id or ""
    found = get_execution(execution)
    for query in (
        {"status": ["STARTED", "COMPLETED"]},
        {"version_id": found.version_id},
        {"origin": "MANUAL", "kind": "NORMAL", "runtime_status": "RUNNING"},
        {"text": found.name[:30]},
        {"text": execution},
        {"created_from": "2020-01-01T00:00:00+01:00", "roots_only": "true"},
    ):
        assert ids(client.get("/executions", template_id=template, **query)) == [execution]
    for query in ({"status": "FAILED"}, {"origin": "API"}, {"created_before": "2020-01-01T00:00:00Z"}):
        assert ids(client.get("/executions", template_id=template, **query)) == []


def test_an_execution_is_told_in_full(client: Client, template: str) -> None:
    entity = make_link(template, template) and template
    receipt = buy(entity, event_id=entity, payload={"directors": 2})
    told = client.get(f"/executions/{receipt.execution_id}").json()
    assert (told["status"], told["runtimeStatus"], told["isDrifting"]) == ("STARTED", "RUNNING", False)
    assert (told["input"], told["entityId"], told["deliveryId"]) == ({"directors": 2}, entity, receipt.delivery_id)
    assert (told["templateId"], told["version"], told["failure"]) == (template, "1.0.0", None)
    assert told["createdAt"].endswith("Z")
    tree = client.get(f"/executions/{receipt.execution_id}/tree").json()
    assert (tree["rootId"], tree["total"]) == (receipt.execution_id, 1)
    assert [member["id"] for member in tree["members"]] == [receipt.execution_id]


def test_deliveries_are_paged_and_filtered(client: Client, template: str) -> None:
    make_link(template, template)
    made = [buy(template, event_id=f"{template}-{number}").delivery_id for number in range(3)]
    listed = walk(client, "/deliveries", entity_id=template, limit=2)
    assert [item["id"] for item in listed] == made[::-1]
    assert ids(client.get("/deliveries", entity_id=template, outcome="NO_LINK")) == []
    assert ids(client.get("/deliveries", entity_id=template, source="api")) == []
    assert ids(client.get("/deliveries", entity_id=template, source="chargebee", outcome="STARTED")) == made[::-1]


def test_a_delivery_is_told_with_what_was_sent(client: Client) -> None:
    receipt = buy("nothing-of-the-kind", event_id=new_id(), payload={"a": [1, "ü"]})
    told = client.get(f"/deliveries/{receipt.delivery_id}").json()
    assert (told["outcome"], told["payload"], told["executionId"]) == ("NO_LINK", {"a": [1, "ü"]}, None)
    assert told["detail"] == receipt.detail


def test_links_are_paged_by_entity(client: Client, template: str) -> None:
    names = [f"{template} {letter}" for letter in "cabé"]
    made = {make_link(template, name) for name in names}
    service = add_link(template, entity_type=EntityType.SERVICE_CATALOG, entity_id=template, actor=AUTHOR)
    listed = walk(client, "/links", template_id=template, limit=2)
    assert {item["id"] for item in listed} == made | {service}
    assert listed == walk(client, "/links", template_id=template)
    assert [item["activeVersion"] for item in listed] == ["1.0.0"] * 5
    assert ids(client.get("/links", search=f"{template} A")) == [
        item["id"] for item in listed if item["entityId"] == names[1]
    ]


def test_templates_are_paged_by_name(client: Client) -> None:
    word = new_id()
    made = [make_template(f"{word} {name}") for name in ("b", "A", "é", "a", "'%_")]
    listed = walk(client, "/templates", search=word, limit=2)
    assert {item["id"] for item in listed} == set(made)
    assert listed == walk(client, "/templates", search=word)
    assert (listed[0]["activeVersion"], listed[0]["versions"]) == (None, 0)


def test_versions_of_a_template_are_told_without_their_definitions(client: Client, template: str) -> None:
    make_draft(template, "1.1.0")
    told = client.get(f"/templates/{template}/versions").json()["items"]
    assert [(item["version"], item["status"], item["isActive"]) for item in told] == [
        ("1.1.0", "DRAFT", False),
        ("1.0.0", "PUBLISHED", True),
    ]
    assert "definition" not in told[0]
    assert client.get("/templates/gone/versions").status_code == 404
