"""However often a person clicks, reloads or goes back: one order starts one execution."""

from playwright.sync_api import expect

from services.list_executions import ExecutionFilter, list_executions
from tests.journeys.definitions import ask, published, unique
from tests.journeys.doing import dialog, expect_status, press, write_json
from tests.journeys.reader import Reader


def test_a_double_click_starts_once_and_a_reload_starts_nothing(person: Reader) -> None:
    name = unique("once")
    template_id = published(name, {"wait": ask("Wait", done={"type": "boolean"})})
    page = person.open(f"/start?template={template_id}")
    write_json(page, "Input", {"n": 1})
    press(page, "Start")
    dialog(page).get_by_label("Reason").fill("Once is enough")
    dialog(page).get_by_role("button", name="Start it").dblclick()
    expect_status(page, "Started", "Running")
    assert starts_of(template_id) == 1

    page.reload()
    person.idle()
    expect_status(page, "Started")
    page.go_back()
    person.idle()
    expect(page.get_by_role("heading", name="Start")).to_be_visible()
    assert starts_of(template_id) == 1


def starts_of(template_id: str) -> int:
    return len(list_executions(ExecutionFilter(template_id=template_id)).rows)
