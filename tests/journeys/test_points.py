"""Which version new executions use: rolling back, and what a stale page may not do."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from domain.json_types import JsonObject
from services.get_version import get_version
from services.read_history import read_history
from tests.factories import make_active, make_draft, make_link, make_published, make_template
from tests.journeys.definitions import define, unique
from tests.journeys.doing import dialog, expect_status, press, write
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
    expect(dialog(page).get_by_text("New executions use 1.0.0 in place of 1.1.0.")).to_be_visible()
    press(dialog(page), "Roll back to 1.0.0")
    expect_status(page, "Active")


def test_the_active_version_is_deprecated_only_together_with_the_activation_of_another(person: Reader) -> None:
    [alone] = versions("1.0.0")
    page = person.open(f"/version?id={alone}")
    press(page, "More")
    button = page.get_by_role("button", name="Deprecate", exact=True)
    expect(button).to_be_disabled()
    grey = page.get_by_test_id("stTooltipHoverTarget").filter(has=button)
    grey.hover()
    reason = page.get_by_role("tooltip").filter(has_text="Version 1.0.0 is the active one.")
    expect(reason).to_be_visible()
    page.mouse.move(0, 0)
    expect(reason).to_be_hidden()
    page.get_by_role("button", name="Restore as new draft").focus()
    page.keyboard.press("Tab")
    expect(grey).to_be_focused()
    expect(reason).to_be_visible()

    old, active = versions("1.0.0", "1.1.0")
    page = person.open(f"/version?id={active}")
    press(page, "More")
    press(page, "Deprecate")
    expect(dialog(page)).to_be_visible()
    expect(page.get_by_test_id("stPopoverBody")).to_be_hidden()
    dialog(page).get_by_label("Reason").fill("It asks twice")
    press(dialog(page), "Deprecate")
    expect_status(page, "Deprecated")
    expect_status(person.open(f"/version?id={old}"), "Active")


def test_the_sheet_tells_what_will_happen_and_asks_again_when_a_link_changed(person: Reader) -> None:
    name, entity = unique("sheet"), unique("product")
    template_id = make_template(name)
    active = make_active(template_id, "1.0.0", define(name, GREET))
    page = person.open(f"/version?id={make_draft(template_id, '1.0.1', demanding(name))}")
    press(page, "Publish and activate")
    expect(dialog(page).get_by_text("New executions use 1.0.1 in place of 1.0.0.")).to_be_visible()
    expect(dialog(page).get_by_text("Breaking for callers 1")).to_be_visible()
    expect(dialog(page).get_by_text("A worker polls the task queue.")).to_be_visible()
    write(dialog(page), "Reason", "The law changed")

    make_link(template_id, entity)
    press(dialog(page), "Publish and activate")
    refusal = dialog(page).get_by_test_id("stAlert")
    expect(refusal).to_contain_text(f"The link of “{entity}” was added by")
    expect(dialog(page).get_by_text("1 link will start 1.0.1")).to_be_visible()
    press(dialog(page), "Publish and activate")
    expect(refusal).to_contain_text("asks for a major step, such as 2.0.0")
    dialog(page).get_by_text("1.0.1 is meant all the same").click()
    press(dialog(page), "Publish and activate")
    expect_status(page, "Published", "Active")
    assert [each.version for each in read_history(template_id).periods[:2]] == ["1.0.1", "1.0.0"]
    assert get_version(active).status == "PUBLISHED"


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


def demanding(name: str) -> JsonObject:
    """A definition that breaks its callers: its input must have something that nobody sent so far."""
    schema: JsonObject = {"document": {"type": "object", "required": ["directorId"]}}
    return {**define(name, GREET, version="1.0.1"), "input": {"schema": schema}}
