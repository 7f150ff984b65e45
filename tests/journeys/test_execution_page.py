"""The page of an execution while it goes on: nothing that a person does there is lost."""

from playwright.sync_api import expect

from services.complete_task import complete_task
from tests.factories import start
from tests.journeys.definitions import ask, published, unique
from tests.journeys.doing import dialog, expect_status, press
from tests.journeys.product import Product
from tests.journeys.reader import Reader


def test_an_open_dialog_outlives_a_change_of_status(product: Product, person: Reader) -> None:
    template = published(unique("waits"), {"confirm": ask("Confirm it", ok={"type": "boolean"})})
    execution = start(template).execution_id or ""
    page = person.open(f"/execution?id={execution}")
    expect(page.get_by_text("Confirm it")).to_be_visible(timeout=30_000)
    press(page, "Cancel")
    dialog(page).get_by_label("Reason").fill("The customer has changed")

    complete_task(execution, "/do/0/confirm", {"ok": True}, actor="ann@acme.example")

    expect_status(page, "Completed")
    expect(page.get_by_text("The rest of the page follows once the dialog is closed.")).to_be_attached()
    expect(dialog(page).get_by_label("Reason")).to_have_value("The customer has changed")
    press(dialog(page), "Not now")
    expect(page.get_by_role("button", name="Cancel", exact=True)).to_be_disabled()
    expect(page.get_by_text("The rest of the page follows")).to_have_count(0)
    assert person.complaints == []
