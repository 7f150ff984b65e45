"""What is bought or requested starts what it is linked to; what is linked to nothing leaves a visible delivery."""

import re

from playwright.sync_api import Page, expect

from services.list_executions import ExecutionFilter, list_executions
from tests.factories import buy, make_link
from tests.journeys.definitions import published, unique
from tests.journeys.doing import (
    cells,
    dialog,
    expect_status,
    find_to_start,
    name_entity,
    open_row,
    press,
    write_json,
)
from tests.journeys.reader import Reader

GREET = {"greet": {"set": {"hello": "${ .customer }"}}}


def test_a_purchase_of_a_linked_product_starts_its_template(person: Reader) -> None:
    name, entity = unique("filing"), unique("annual-filing-USD-Yearly")
    template_id = published(name, GREET)
    link(person, template_id, entity)

    page = order(person, entity, {"customer": "cus_1"})
    expect(page.get_by_text(f"It starts {name}, version 1.0.0 (the active one).")).to_be_visible()
    send(page)
    expect_status(page, "Completed")
    expect(page.get_by_text(f"Product: {entity}")).to_be_visible()
    page.get_by_role("tab", name="Result").click()
    expect(page.get_by_test_id("stCode").filter(has_text='"hello": "cus_1"')).to_be_visible()

    person.open(f"/deliveries?entity={entity}")
    expect(cells(page, "✓ Started")).to_have_count(1)
    open_row(page, entity)
    expect(page.get_by_text("It started an execution.").first).to_be_visible()
    page.get_by_role("link", name=re.compile(f"^{name} ")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def test_an_order_of_an_unlinked_product_is_kept_and_shown(person: Reader) -> None:
    entity = unique("trademark-filing")
    page = order(person, entity, {"mark": "Pointsman"})
    expect(page.get_by_text("It is linked to no template")).to_be_visible()
    send(page)
    expect(dialog(page).get_by_text("Nothing was started.")).to_be_visible()
    press(dialog(page), "Not now")
    page.get_by_role("link", name="Look at the delivery").click()
    expect(page.get_by_role("heading", name="Delivery")).to_contain_text("No link")
    expect(page.get_by_text(f"“{entity}” is linked to no template.").first).to_be_visible()
    expect(page.get_by_test_id("stCode").filter(has_text="Pointsman")).to_be_visible()


def test_a_purchase_of_an_unlinked_product_told_by_the_billing_software_is_shown(person: Reader) -> None:
    entity, event = unique("nobody-sells-this"), unique("ev")
    buy(entity, event)
    page = person.open(f"/deliveries?entity={entity}")
    expect(cells(page, event)).to_have_count(1)
    expect(cells(page, "∅ No link")).to_have_count(1)


def test_a_template_that_is_off_starts_nothing_and_says_so(person: Reader) -> None:
    name, entity = unique("paused"), unique("paused-product")
    template_id = published(name, GREET)
    make_link(template_id, entity)
    page = person.open(f"/template?id={template_id}")
    press(page, "More")
    press(page, "Switch off")
    dialog(page).get_by_label("Reason").fill("Not sold for now")
    press(dialog(page), "Switch off")
    expect_status(page, "○ Off")
    buy(entity, unique("ev"))
    person.open(f"/deliveries?entity={entity}&outcome=NO_ACTIVE_VERSION")
    expect(cells(page, f"“{name}” has no active version.")).to_have_count(1)
    assert list_executions(ExecutionFilter(template_id=template_id)).rows == ()


def link(person: Reader, template_id: str, entity: str) -> None:
    page = person.open(f"/links?template={template_id}")
    press(page, "Add link")
    dialog(page).get_by_text("Product", exact=True).click()
    name_entity(dialog(page), entity)
    press(dialog(page), "Add link")
    expect(page.get_by_text(f"“{entity}” is linked.")).to_be_visible()


def order(person: Reader, entity: str, payload: object) -> Page:
    page = person.open("/start")
    find_to_start(page, entity)
    write_json(page, "Payload", payload)
    return page


def send(page: Page) -> None:
    press(page, "Send the order")
    dialog(page).get_by_label("Reason").fill("Ordered by telephone")
    press(dialog(page), "Send it")
