"""Deliveries: nothing that came in is ever lost from sight."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, text

from domain.chargebee import SOURCE, read_envelope
from domain.settings import forget_settings
from domain.vocabulary import Outcome
from services.decide_event_again import decide_event_again
from services.list_deliveries import list_deliveries
from services.process_inbound_event import process_inbound_event
from services.receive_inbound_event import receive_inbound_event
from tests.chargebee_samples import PLAN, subscribed
from tests.factories import AUTHOR, buy, make_active, make_link, make_template
from tests.pages.conftest import Opener
from tests.pages.reading import column, words

pytestmark = pytest.mark.usefixtures("database")


def test_without_deliveries_it_says_so(open_page: Opener) -> None:
    assert "No request came yet" in words(open_page("deliveries"))


def test_an_unlinked_purchase_is_seen_with_its_reason(open_page: Opener) -> None:
    buy("unknown-plan")
    page = open_page("deliveries")
    assert column(page, "Outcome") == [["∅ No link"]]
    assert column(page, "Detail") == ["“unknown-plan” is linked to no template."]


def test_outcome_and_entity_filter_from_the_address(open_page: Opener) -> None:
    buy("unknown-plan", "ev_1")
    buy("other-plan", "ev_2")
    page = open_page("deliveries", outcome="NO_LINK", entity="other-plan")
    assert column(page, "Event id") == ["ev_2"]
    page = open_page("deliveries", outcome="STARTED")
    assert "No delivery matches" in words(page)
    page.button(key="deliveries.clear.empty").click().run()
    assert len(column(page, "Event id")) == 2


def test_a_chosen_delivery_shows_its_payload_and_its_outcome_in_words(open_page: Opener) -> None:
    template = make_template()
    make_active(template)
    make_link(template)
    buy(payload={"plan": "<b>premium</b>"})
    (row,) = list_deliveries().rows
    page = open_page("deliveries", id=row.id)
    assert "<b>premium</b>" in page.code[0].value
    assert "on its way" in words(page).lower()


def test_an_unknown_delivery_leads_back(open_page: Opener) -> None:
    assert "There is no delivery “nope”" in words(open_page("deliveries", id="nope"))


def keep(event_id: str = "ev_1") -> str:
    """An event of the billing system, kept and not worked on; gives its id."""
    body = subscribed(event_id)
    return receive_inbound_event(SOURCE, event_id, "subscription_created", body, read_envelope(body).occurred_at).id


def test_the_chain_leads_from_the_event_to_the_execution_in_one_look(open_page: Opener) -> None:
    template = make_template()
    make_active(template)
    make_link(template, PLAN)
    process_inbound_event(keep())
    (row,) = list_deliveries().rows
    page = open_page("deliveries", id=row.id)
    text = words(page).replace("\\_", "_")
    for step in ("Subscription created", PLAN, "● Enabled", "★ 1.0.0", "○ Created", "ev_1"):
        assert step in text
    assert [each.proto.label for each in page.get("page_link") if "Started" in each.proto.label] == [r"Started 1\.0\.0"]


def test_a_purchase_without_a_link_leads_to_adding_it(open_page: Opener) -> None:
    make_template()
    receipt = buy("new-plan")
    page = open_page("deliveries", id=receipt.delivery_id)
    page.button(key=f"delivery.link.{receipt.delivery_id}.open").click().run()
    assert page.radio(key=f"delivery.link.{receipt.delivery_id}.type").value == "PRODUCT"
    assert page.selectbox(key=f"delivery.link.{receipt.delivery_id}.entity.PRODUCT").value == "new-plan"
    assert not page.button(key=f"delivery.retry.{receipt.delivery_id}.open").disabled


def test_what_started_cannot_be_decided_again_and_the_button_says_why(open_page: Opener) -> None:
    template = make_template()
    make_active(template)
    make_link(template)
    receipt = buy()
    button = open_page("deliveries", id=receipt.delivery_id).button(key=f"delivery.retry.{receipt.delivery_id}.open")
    assert button.disabled
    assert "on its way" in button.proto.help


def test_source_template_and_days_filter_from_the_address(open_page: Opener) -> None:
    template = make_template()
    make_active(template)
    make_link(template)
    buy()
    buy("unknown-plan", "ev_2")
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    assert len(column(open_page("deliveries", source="chargebee", **{"from": today, "to": today}), "Event id")) == 2
    assert column(open_page("deliveries", template=template), "Event id") == ["ev_1"]
    assert "No delivery matches" in words(open_page("deliveries", to="2020-01-01"))
    assert "No delivery matches" in words(open_page("deliveries", source="fax"))


def test_events_that_are_still_to_be_worked_on_are_seen(open_page: Opener, database: Connection) -> None:
    keep("ev_9")
    page = open_page("deliveries")
    assert page.expander[0].label.endswith("1 event received and still to be worked on")
    assert column(page, "Event id") == ["ev_9"]
    database.execute(text("UPDATE pointsman.inbound_event SET trouble = 'No <b>luck</b>'"))
    assert column(open_page("deliveries"), "Trouble") == ["No <b>luck</b>"]


def test_all_that_the_filters_show_can_be_decided_again_where_their_outcome_allows(open_page: Opener) -> None:
    buy("plan", "ev_1")
    buy("plan", "ev_2")
    labels = [button.label for button in open_page("deliveries", outcome="NO_LINK").button]
    assert "Try all again" in labels
    assert "Try all again" not in [button.label for button in open_page("deliveries").button]


def ignored(event_id: str = "ev_1") -> str:
    """The delivery of an event whose type starts no work."""
    body = subscribed(event_id, event_type="subscription_renewed")
    happened = read_envelope(body).occurred_at
    process_inbound_event(receive_inbound_event(SOURCE, event_id, "subscription_renewed", body, happened).id)
    return next(row.id for row in list_deliveries().rows if row.source_event_id == event_id)


def test_an_ignored_event_says_why_it_stays_and_offers_no_button_for_many(open_page: Opener) -> None:
    delivery = ignored()
    page = open_page("deliveries", id=delivery, outcome="IGNORED")
    button = page.button(key=f"delivery.retry.{delivery}.open")
    assert (button.label, button.disabled) == ("Decide again", True)
    assert "POINTSMAN" in button.proto.help
    assert "Try all again" not in [each.label for each in page.button]


def test_an_event_whose_type_starts_work_by_now_is_decided_again_and_leads_to_its_items(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = ignored()
    monkeypatch.setenv("POINTSMAN_CHARGEBEE_EVENTS", "subscription_renewed")
    forget_settings()
    page = open_page("deliveries", id=delivery, outcome="IGNORED")
    assert "Try all again" in [each.label for each in page.button]
    page.button(key=f"delivery.retry.{delivery}.open").click().run()
    assert "Each item that it tells of" in words(page)
    decide_event_again(delivery, seen=Outcome.IGNORED, actor=AUTHOR, reason="Renewals start work")
    page = open_page("deliveries", id=delivery)
    assert page.button(key=f"delivery.retry.{delivery}.open").disabled
    assert PLAN in [each.proto.label.replace("\\", "") for each in page.get("page_link")]
