"""What would it start? The chain in one look, by an address that can be shared."""

import json

import pytest

from services.list_deliveries import list_deliveries
from services.set_link_enabled import set_link_enabled
from tests.chargebee_samples import subscribed
from tests.factories import AUTHOR, buy, calling, make_active, make_link, make_template, open_workflow
from tests.pages.conftest import Opener
from tests.pages.reading import column, words
from tests.services.conftest import temporal_at, temporal_away

__all__ = ["temporal_at", "temporal_away"]
pytestmark = pytest.mark.usefixtures("database", "temporal_away")
HOSTILE = "<img src=x> **b** :red[x] شركة " + "long-" * 30


@pytest.fixture
def template() -> str:
    found = make_template("GST registration")
    make_active(found)
    return found


def test_without_a_question_it_asks_for_one(open_page: Opener) -> None:
    assert "Name an entity, or paste an event" in words(open_page("foresee"))


def test_the_address_names_the_entity_and_the_chain_is_told(open_page: Opener, template: str) -> None:
    make_link(template, "gst")
    buy("gst", payload={"n": 1})
    told = words(open_page("foresee", entity_id="gst", customer="cust_1"))
    assert "Product **gst** would start **GST registration**" in told
    for part in ("✓ Link", "✓ Active version", "✓ Input", "✓ Customer", "? Worker", "✓ Sub-workflows"):
        assert part in told


def test_the_first_obstacle_is_marked_and_leads_to_its_place(open_page: Opener, template: str) -> None:
    link = make_link(template, HOSTILE)
    set_link_enabled(link, False, actor=AUTHOR, reason="Paused")
    page = open_page("foresee", entity_type="PRODUCT", entity_id=HOSTILE)
    told = words(page)
    assert "would start nothing" in told
    assert "✕ Link" in told
    assert "**Its link to “GST registration” is disabled.**" in told
    assert page.button(key="foresee.0.mend").label == "Enable it"
    assert HOSTILE[:120] not in "".join(str(each.value) for each in page.markdown)


def test_what_has_no_link_can_be_linked_at_once(open_page: Opener, template: str) -> None:
    page = open_page("foresee", entity_type="SERVICE_CATALOG", entity_id="nobody")
    assert "Service catalogue **nobody** would start nothing" in words(page)
    assert page.button(key="foresee.0.add.open").label == "Add link"


def test_sub_workflows_are_listed_as_a_tree(open_page: Opener) -> None:
    child = make_template("Child")
    make_active(child, definition=open_workflow("child"))
    top = make_template("Top")
    make_active(top, definition=open_workflow("top", do=[*calling("child")]))
    make_link(top, "gst")
    page = open_page("foresee", entity_id="gst")
    assert column(page, "Sub-workflow") == ["↳ acme/child 1.0.0"]
    assert column(page, "Runs") == [["★ 1.0.0"]]
    assert column(page, "Template") == ["Child"]


def test_a_pasted_event_tells_a_chain_for_each_item(open_page: Opener, template: str) -> None:
    make_link(template, "plan")
    event = json.dumps(subscribed("ev_1", ["plan", "addon"]))
    told = words(open_page("foresee", by="An event", event=event))
    assert "Product **plan** would start **GST registration**" in told
    assert "Product **addon** would start nothing" in told
    assert "no execution of this template is open." in told


def test_a_payload_of_ones_own_is_taken_from_the_address(open_page: Opener, template: str) -> None:
    make_link(template, "gst")
    page = open_page("foresee", entity_id="gst", payload_of="mine", payload='{"n":42}')
    assert '{"n": 42}' in [each.value for each in page.code]
    told = words(open_page("foresee", entity_id="gst", payload_of="mine", payload='{"n":'))
    assert "not valid JSON" in told


@pytest.mark.parametrize("event", ['{"x": 1}', "[]", '{"content": {}}'])
def test_an_event_that_names_nothing_is_told(open_page: Opener, event: str) -> None:
    assert "event" in words(open_page("foresee", by="An event", event=event))


def test_looking_leaves_no_delivery(open_page: Opener, template: str) -> None:
    make_link(template, "gst")
    open_page("foresee", entity_id="gst", payload_of="mine", payload='{"n":42}')
    assert list_deliveries().rows == ()
