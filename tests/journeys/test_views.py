"""A list of executions as one person left it, found by another one, and taken along as a file."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.factories import start
from tests.journeys.definitions import published, unique
from tests.journeys.doing import cells, dialog, press, write
from tests.journeys.product import Product
from tests.journeys.reader import Reader


def test_a_view_is_saved_for_the_team_and_its_list_taken_along(
    product: Product, person: Reader, reader_of: Callable[..., Reader]
) -> None:
    wanted, other = unique("wanted"), unique("other")
    for name in (wanted, other):
        start(published(name, {"done": {"set": {"done": True}}}))
    page = person.open(f"/executions?text={wanted}&sort=name")
    press(page, "Save as view")
    write(dialog(page), "Name", f"View of {wanted}")
    press(dialog(page), "Save as view")
    expect(page.get_by_text(f"Saved the view View of {wanted}.")).to_be_visible()

    shared = reader_of(product.url, "dark").open("/executions")
    press(shared, "Views")
    press(shared, f"View of {wanted}")
    expect(shared).to_have_url(re.compile(rf"(?=.*\btext={wanted}\b)(?=.*\bsort=name\b)"))
    expect(cells(shared, wanted).first).to_be_attached()
    expect(cells(shared, other)).to_have_count(0)

    href = shared.get_by_role("link", name="CSV").get_attribute("href") or ""
    taken = shared.request.get(f"{product.url}/{href.removeprefix('/')}").text()
    assert wanted in taken
    assert other not in taken
