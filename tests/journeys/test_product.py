"""The product itself on real servers."""

import requests
from playwright.sync_api import expect

from tests.journeys.reader import Reader


def test_it_opens_on_the_overview_without_a_complaint(reader: Reader) -> None:
    page = reader.open("/")
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    expect(page).to_have_title("Overview · Pointsman")
    assert reader.complaints == []


def test_it_says_that_it_is_alive_and_ready(web: str) -> None:
    assert requests.get(f"{web}/healthz", timeout=10).ok
    assert requests.get(f"{web}/readyz", timeout=10).json()["status"] == "ready"
