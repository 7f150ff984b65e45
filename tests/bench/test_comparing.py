"""How long a reader waits for two definitions of 100,000 lines, from the address to the marked texts on the screen.

The first figure is that of a web process and a browser that were never asked before. See docs/benchmarks.md.
"""

import json
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from domain.json_types import JsonObject
from tests.factories import make_custom_template, make_published
from tests.journeys.reader import Reader

ITEMS = 34_000
MOST_SECONDS = 3.0
PATIENCE_MILLISECONDS = 60_000


def definition(shift: int) -> JsonObject:
    return {"items": [{"number": number + shift * (number % 10 == 0)} for number in range(ITEMS)]}


@pytest.fixture
def address() -> str:
    """The comparison of two versions of which each tenth item differs."""
    old, new = definition(0), definition(1)
    assert json.dumps(old, indent=2).count("\n") > 100_000
    template = make_custom_template()
    return f"/compare?a={make_published(template, '1.0.0', old)}&b={make_published(template, '1.1.0', new)}"


def seconds(act: Callable[[], object], page: Page) -> float:
    """From an act to the texts on the screen, of which the second frame has been drawn."""
    began = time.perf_counter()
    act()
    expect(page.locator(".pointsman-merge[data-ready]")).to_be_visible(timeout=PATIENCE_MILLISECONDS)
    return time.perf_counter() - began


def test_a_hundred_thousand_lines_are_on_the_screen_within_three_seconds(reader: Reader, address: str) -> None:
    page = reader.page
    first = seconds(lambda: page.goto(f"{reader.url}{address}&view=sides", wait_until="commit"), page)
    again = seconds(lambda: page.reload(wait_until="commit"), page)
    reader.open(address)
    clicked = seconds(page.get_by_role("radio", name="Side by side").click, page)
    print(f"100,000 lines on the screen: {first:.2f} s at first, {again:.2f} s again, {clicked:.2f} s from the words")
    assert first < MOST_SECONDS
    assert again < MOST_SECONDS
    assert clicked < MOST_SECONDS
