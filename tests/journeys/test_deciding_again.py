"""A purchase that was refused is put right and started, on the page of its delivery."""

from playwright.sync_api import expect

from domain.json_types import JsonObject
from domain.vocabulary import EntityType
from services.receive_event import Event, receive_event
from tests.factories import make_active, make_link, make_published, make_template, open_workflow
from tests.journeys.definitions import unique
from tests.journeys.doing import choose, dialog, press, write_json
from tests.journeys.reader import Reader


def test_an_unlinked_purchase_with_a_wrong_payload_is_linked_corrected_and_started(person: Reader) -> None:
    plan = unique("plan")
    bought = Event("chargebee", unique("ev"), EntityType.PRODUCT, plan, {"directors": "two"})
    receipt = receive_event(bought, actor="chargebee")
    name = unique("directors")
    make_active(make_template(name), definition=strict())
    page = person.open(f"/deliveries?id={receipt.delivery_id}")
    press(page, "Add link")
    choose(dialog(page), "Template", name)
    press(dialog(page), "Add link")
    expect(page.get_by_text(f"“{plan}” is linked.")).to_be_visible()
    decide_again(person, "Linked now")
    expect(page.get_by_role("heading", name="Delivery")).to_contain_text("Invalid input")

    press(page, "Try again")
    write_json(dialog(page), "Payload", {"directors": 2})
    confirm(person, "The shop sent a word for a number")
    expect(page.get_by_role("heading", name="Delivery")).to_contain_text("Started")
    page.get_by_role("link", name=f"· {plan}").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(plan)


def test_a_purchase_that_found_its_template_off_is_started_once_a_version_is_active(person: Reader) -> None:
    plan = unique("plan")
    template = make_template(unique("off"))
    version = make_published(template, definition=open_workflow(unique("off")))
    make_link(template, plan)
    receipt = receive_event(Event("chargebee", unique("ev"), EntityType.PRODUCT, plan, {}), actor="chargebee")
    page = person.open(f"/deliveries?id={receipt.delivery_id}")
    expect(page.get_by_role("heading", name="Delivery")).to_contain_text("No active version")

    page = person.open(f"/version?id={version}")
    press(page, "Activate")
    dialog(page).get_by_label("Reason").fill("It is ready")
    press(dialog(page), "Activate")
    expect(dialog(page)).to_have_count(0)
    person.open(f"/deliveries?id={receipt.delivery_id}")
    decide_again(person, "It is on now")
    expect(person.page.get_by_role("heading", name="Delivery")).to_contain_text("Started")


def strict() -> JsonObject:
    number: JsonObject = {"type": "object", "properties": {"directors": {"type": "integer"}}, "required": ["directors"]}
    return {**open_workflow(unique("strict")), "input": {"schema": {"format": "json", "document": number}}}


def decide_again(person: Reader, reason: str) -> None:
    press(person.page, "Try again")
    confirm(person, reason)


def confirm(person: Reader, reason: str) -> None:
    asked = dialog(person.page)
    asked.get_by_label("Reason").fill(reason)
    press(asked, "Try again")
    expect(asked).to_have_count(0)
    person.idle()
