"""Which version new executions use: rolling back, and what a stale page may not do."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.factories import make_active, make_published, make_template
from tests.journeys.definitions import define, unique
from tests.journeys.doing import dialog, expect_status, press
from tests.journeys.product import Product
from tests.journeys.reader import Reader

GREET = {"greet": {"set": {"hello": "world"}}}


def versions(*numbers: str) -> list[str]:
    """Published versions of a new template; the last one is active."""
    name = unique("points")
    template_id = make_template(name)
    definitions = {number: define(name, GREET, version=number) for number in numbers}
    made = [make_published(template_id, number, definitions[number]) for number in numbers[:-1]]
    return [*made, make_active(template_id, numbers[-1], definitions[numbers[-1]])]


def test_a_bad_version_is_rolled_back(person: Reader) -> None:
    old, new = versions("1.0.0", "1.1.0")
    page = person.open(f"/version?id={old}")
    roll_back(page, "Roll back to 1.0.0", "1.1.0 asks for the wrong papers")
    expect_status(page, "Active")
    page = person.open(f"/version?id={new}")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Active")
    expect(page.get_by_role("button", name="Activate", exact=True)).to_be_enabled()


def test_a_stale_page_is_refused_with_who_and_when(
    product: Product, person: Reader, reader_of: Callable[..., Reader]
) -> None:
    first, second, _ = versions("1.0.0", "1.1.0", "1.2.0")
    page = person.open(f"/version?id={first}")
    press(page, "Roll back to 1.0.0")
    dialog(page).get_by_label("Reason").fill("Too late")

    other = reader_of(product.url, "dark").open(f"/version?id={second}")
    roll_back(other, "Roll back to 1.1.0", "Faster")
    expect_status(other, "Active")

    press(dialog(page), "Roll back to 1.0.0")
    refusal = dialog(page).get_by_test_id("stAlert")
    expect(refusal).to_contain_text("ann@")
    expect(refusal).to_contain_text("UTC")
    expect(refusal).to_contain_text("1.1.0")
    expect_status(person.open(f"/version?id={second}"), "Active")


def test_the_active_version_cannot_be_deprecated(person: Reader) -> None:
    _, active = versions("1.0.0", "1.1.0")
    page = person.open(f"/version?id={active}")
    press(page, "More")
    button = page.get_by_role("button", name="Deprecate", exact=True)
    expect(button).to_be_disabled()
    page.get_by_test_id("stTooltipHoverTarget").filter(has=button).hover()
    expect(page.get_by_text("Version 1.1.0 is the active one.")).to_be_visible()


def test_a_version_that_is_not_active_is_deprecated_and_reinstated(person: Reader) -> None:
    old, _ = versions("1.0.0", "1.1.0")
    page = person.open(f"/version?id={old}")
    press(page, "More")
    press(page, "Deprecate")
    dialog(page).get_by_label("Reason").fill("Nobody uses it")
    press(dialog(page), "Deprecate")
    expect_status(page, "Deprecated")
    expect(page.get_by_role("button", name="Roll back to 1.0.0")).to_be_disabled()
    press(page, "More")
    press(page, "Reinstate")
    dialog(page).get_by_label("Reason").fill("Somebody does")
    press(dialog(page), "Reinstate")
    expect_status(page, "Published")


def roll_back(page: Page, label: str, reason: str) -> None:
    press(page, label)
    dialog(page).get_by_label("Reason").fill(reason)
    press(dialog(page), label)
