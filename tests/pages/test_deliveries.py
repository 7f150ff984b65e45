"""Deliveries: nothing that came in is ever lost from sight."""

import pytest

from services.list_deliveries import list_deliveries
from tests.factories import buy, make_active, make_link, make_template
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
