"""Finding an execution: filters live in the address, survive the way there and back, and can be shared."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.factories import start
from tests.journeys.definitions import ask, published, unique
from tests.journeys.doing import cells, choose, expect_status, open_row, press, write
from tests.journeys.product import Product
from tests.journeys.reader import Reader


def test_filters_combine_survive_back_and_can_be_shared(
    product: Product, person: Reader, reader_of: Callable[..., Reader]
) -> None:
    waiting, other = unique("waiting"), unique("other")
    start(published(waiting, {"wait": ask("Wait", done={"type": "boolean"})}))
    start(published(other, {"done": {"set": {"done": True}}}))
    page = person.open("/executions")
    write(page, "Search", waiting)
    expect(cells(page, other)).to_have_count(0)
    choose(page, "Origin", "Manual")
    expect_filtered(page, waiting)

    open_row(page, waiting)
    expect_status(page, waiting, "Started")
    page.go_back()
    expect(page.get_by_role("heading", name="Executions")).to_be_visible()
    expect_filtered(page, waiting)

    shared = reader_of(product.url, "dark").open(page.url.removeprefix(product.url))
    expect_filtered(shared, waiting)
    press(shared, "Clear")
    expect(shared.get_by_role("searchbox", name="Search")).to_have_value("")
    expect(cells(shared, other).first).to_be_attached()


def expect_filtered(page: Page, name: str) -> None:
    expect(page.get_by_role("searchbox", name="Search")).to_have_value(name)
    expect(page.get_by_role("combobox", name="Origin")).to_have_value("• Manual")
    expect(cells(page, name).first).to_be_attached()
    expect(page).to_have_url(re.compile(rf"(?=.*\btext={name}\b)(?=.*\borigin=MANUAL\b)"))


def test_an_execution_like_another_one_keeps_its_input(product: Product, person: Reader) -> None:
    name = unique("again")
    receipt = start(published(name, {"echo": {"set": {"n": "${ .n }"}}}), {"n": 42, "deep": {"list": [1, None, "x"]}})
    page = person.open(f"/execution?id={receipt.execution_id}")
    page.get_by_role("link", name="Start one like this").click()
    expect(page.get_by_label("Input", exact=True)).to_have_value('{\n  "n": 42,\n  "deep": {"list": [1, null, "x"]}\n}')
    expect(page.get_by_role("combobox", name="What to start")).to_have_value(re.compile(name))


def test_back_leads_to_the_page_that_one_came_from(product: Product, person: Reader) -> None:
    name = unique("back")
    template_id = published(name, {"done": {"set": {"done": True}}})
    page = person.open(f"/template?id={template_id}")
    open_row(page, "● Published")
    expect_status(page, "Version 1.0.0")
    page.go_back()
    expect_status(page, name)
    press(page, "Start")
    expect_status(page, "Start")
    page.go_back()
    expect_status(page, name)
    assert page.url.endswith(f"/template?id={template_id}")
