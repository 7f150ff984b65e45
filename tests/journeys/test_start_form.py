"""A person fills in the form, looks at the JSON, and starts; and starts many from a file."""

from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from domain.json_types import JsonObject
from domain.pretty import pretty
from services.get_execution import get_execution
from services.list_executions import ExecutionFilter, list_executions
from tests.factories import make_active, make_template, open_workflow
from tests.journeys.definitions import ask, unique
from tests.journeys.doing import cells, choose, dialog, expect_status, press, write
from tests.journeys.reader import Reader

SCHEMA: Any = {
    "type": "object",
    "required": ["company", "plan"],
    "properties": {
        "company": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}},
        "plan": {"enum": ["basic", "premium"]},
        "directors": {"type": "array", "items": {"type": "object", "properties": {"email": {"type": "string"}}}},
        "employees": {"type": "integer", "minimum": 0},
        "since": {"type": "string", "format": "date"},
    },
}
GIVEN: JsonObject = {
    "company": {"name": "Ada’s “Ltd”"},
    "plan": "premium",
    "directors": [{"email": "ada@acme.example"}],
    "employees": 3,
}


def template() -> tuple[str, str]:
    name = unique("form")
    found = make_template(name)
    do: Any = [{"wait": ask("Wait", done={"type": "boolean"})}]
    make_active(found, definition={**open_workflow(name, do=do), "input": {"schema": {"document": SCHEMA}}})
    return found, name


def test_a_form_is_filled_in_by_keyboard_and_its_json_is_the_same(person: Reader) -> None:
    template_id, name = template()
    page = person.open("/start")
    page.get_by_role("combobox", name="What to start").press_sequentially(name[-8:])
    page.keyboard.press("Enter")
    expect(page.get_by_text('"plan" is a required')).to_be_visible()
    write(page, "Name", "Ada’s “Ltd”")
    choose(page, "Plan", "premium")
    write(page, "Employees", "3")
    press(page, "Add one")
    write(page, "Email", "ada@acme.example")
    write(page, "Customer id", unique("cus"))
    page.get_by_role("radio", name="JSON").first.click()
    expect(page.get_by_role("textbox", name="Input")).to_have_value(pretty(GIVEN))
    page.get_by_role("radio", name="Form").first.click()
    expect(page.get_by_role("spinbutton", name="Employees")).to_have_value("3")
    press(page, "Start")
    dialog(page).get_by_label("Reason").fill("A customer called")
    press(dialog(page), "Start it")
    expect_status(page, "Started", "Running")
    [row] = list_executions(ExecutionFilter(template_id=template_id)).rows
    found = get_execution(row.id)
    assert found.input == GIVEN

    customer = str((found.context or {})["customerId"])
    page = person.open(f"/start?template={template_id}")
    write(page, "Customer id", customer)
    expect(page.get_by_text("1 execution already under way")).to_be_visible()


def test_many_are_started_from_a_file_and_watched_to_the_end(person: Reader, tmp_path: Path) -> None:
    template_id, _ = template()
    file = tmp_path / "may.csv"
    rows = "".join(f"Company {number},basic,{number},a{number}@x.example\n" for number in range(20))
    file.write_text(f"company.name,Plan,Employees,directors.0.email\n{rows}Bad,gold,1,\n")
    page = person.open(f"/start_many?template={template_id}")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("20 rows would start.")).to_be_visible()
    expect(page.get_by_text("1 row would not")).to_be_visible()
    press(page, "Start 20")
    dialog(page).get_by_label("Reason").fill("The list of May")
    dialog(page).get_by_role("button", name="Start 20").dblclick()
    expect(page.get_by_text("21 of 21 rows done")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Through")
    expect(cells(page, "✓ Started")).not_to_have_count(0)
    assert len(list_executions(ExecutionFilter(template_id=template_id)).rows) == 20
