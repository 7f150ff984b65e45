"""The whole line: a template is made, published, activated, started, and followed to its end."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.definitions import ask, define, published, run, unique
from tests.journeys.doing import cells, choose, dialog, expect_status, press, write, write_json
from tests.journeys.product import Product
from tests.journeys.reader import Reader


def test_from_an_idea_to_a_completed_family(product: Product, person: Reader, reader_of: Callable[..., Reader]) -> None:
    child, parent = unique("certificate"), unique("incorporate")
    published(child, {"issue": ask("Issue the certificate", serial={"type": "string"})})
    facts = ask("Confirm the facts", company={"type": "string"}, shares={"type": "integer", "minimum": 1})
    page = person.open("/templates")

    make_template(page, parent)
    write_draft(page, define(parent, {"facts": facts}, {"certificate": run(child)}))
    publish_and_activate(page)
    start(person, {"customer": "cus_1"})
    expect_status(page, "Started", "Running")
    watching = reader_of(product.url)
    watching.open(person.page.url.removeprefix(product.url))

    complete(page, Company="Northwind Robotics Inc.", Shares="1000")
    follow_to_the_child(page, child)
    complete(page, Serial="DSC-1")
    expect_status(page, "Completed")
    expect(page.get_by_text("Temporal: Completed")).to_be_visible(timeout=15_000)

    expect_status(watching.page, "Completed")
    expect(watching.page.locator(".st-key-sub_workflows")).to_contain_text("1 completed")
    expect(watching.page.get_by_text("Completed stored")).to_be_visible()
    assert person.complaints == watching.complaints == []


def make_template(page: Page, name: str) -> None:
    press(page, "New template")
    dialog(page).get_by_label("Name", exact=True).fill(name)
    press(dialog(page), "Create")
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def write_draft(page: Page, definition: object) -> None:
    press(page, "New draft")
    choose(dialog(page), "Begin from", "A JSON or YAML file or text of mine")
    write_json(dialog(page), "or paste the text", definition)
    dialog(page).get_by_label("Note", exact=True).fill("The first version")
    press(dialog(page), "Write draft")
    expect(page.get_by_role("heading", name="Version 1.0.0")).to_contain_text("Draft")
    expect(page.get_by_text("The definition is valid and may be published.")).to_be_visible()


def publish_and_activate(page: Page) -> None:
    press(page, "Publish and activate")
    dialog(page).get_by_label("Reason").fill("It is time")
    press(dialog(page), "Publish and activate")
    expect_status(page, "Published", "Active")


def start(person: Reader, given: object) -> None:
    page = person.page
    press(page, "Start")
    write_json(page, "Input", given)
    press(page, "Start")
    dialog(page).get_by_label("Reason").fill("A customer asked for it")
    press(dialog(page), "Start it")
    expect(page.get_by_text("It is started.")).to_be_visible()


def complete(page: Page, **fields: str) -> None:
    for label, value in fields.items():
        write(page, label, value)
    press(page, "Complete the task")


def follow_to_the_child(page: Page, child: str) -> None:
    line = page.locator(".st-key-sub_workflows")
    expect(line).to_contain_text("Sub-workflows")
    expect(line).to_contain_text("1 started")
    parent, link = page.url, line.get_by_role("link", name="certificate")
    own = link.get_attribute("href") or ""
    link.click()
    expect_status(page, "certificate", "Started")
    expect(page).to_have_url(re.compile(f"{re.escape(own)}$"))
    press(page, "Send event")
    expect(dialog(page)).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("certificate")
    page.go_back()
    expect(page).to_have_url(parent)
    expect_status(page, "incorporate", "Started")
    page.get_by_role("tab", name="Tree").click()
    expect(cells(page, child).first).to_be_attached()
    page.get_by_role("group", name="Tree").get_by_role("button", name="certificate").click()
    expect_status(page, "certificate", "Started")
    expect(page.get_by_role("link", name=child)).to_be_visible()
    page.go_back()
    expect_status(page, "incorporate", "Started")
    page.go_forward()
    expect_status(page, "certificate", "Started")
    page.get_by_role("tab", name="Tasks").click()
