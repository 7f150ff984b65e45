"""A person reads a definition by its drawing: folds scopes, follows a sub-workflow, sees how a run fared on it."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from services.get_template import get_template
from tests.factories import start
from tests.journeys.definitions import ask, published, run, unique
from tests.journeys.doing import cells
from tests.journeys.product import Product
from tests.journeys.reader import Reader

pytestmark = pytest.mark.skipif(
    not (Path(__file__).parents[2] / "frontend" / "dist" / "manifest.json").is_file(),
    reason="frontend/ is not built (npm ci && npm run build)",
)


def drawing(person: Reader) -> Locator:
    graph = person.page.locator(".pointsman-graph[data-ready]")
    expect(graph).to_be_visible()
    return graph


def task(graph: Locator, reference: str) -> Locator:
    return graph.locator(f'g.node[data-node="{reference}"]')


def test_a_scope_folds_in_its_place_and_a_sub_workflow_leads_on(product: Product, person: Reader) -> None:
    child = unique("child")
    child_id = published(child, {"issue": {"set": {"a": 1}}})
    steps = {"do": [{"first": {"set": {"a": 1}}}, {"second": {"wait": {"days": 5}}}]}
    template = published(unique("drawn"), {"scope": steps}, {"call-child": run(child)})
    person.open(f"/version?id={get_template(template).active_version_id}")
    graph = drawing(person)
    expect(task(graph, "/do/0/scope/do/1/second")).to_contain_text("wait 5 days")

    head = task(graph, "/do/0/scope")
    before = head.bounding_box()
    head.click()
    expect(head).to_contain_text("2 tasks")
    expect(head).to_have_attribute("aria-expanded", "false")
    expect(task(graph, "/do/0/scope/do/0/first")).to_have_count(0)
    after = head.bounding_box()
    assert before
    assert after
    assert abs(after["x"] - before["x"]) < 3
    assert abs(after["y"] - before["y"]) < 3

    head.focus()
    person.page.keyboard.press("Enter")
    expect(task(graph, "/do/0/scope/do/0/first")).to_be_visible()
    task(graph, "/do/1/call-child").click()
    expect(person.page).to_have_url(f"{person.url}/template?id={child_id}")
    assert person.complaints == []


def test_a_run_is_painted_on_its_definition_and_goes_on(product: Product, person: Reader) -> None:
    child = unique("child")
    published(child, {"issue": ask("Issue it")})
    template = published(
        unique("painted"), {"prepare": {"set": {"a": 1}}}, {"certificate": run(child)}, {"late": run(child)}
    )
    execution = start(template).execution_id
    person.open(f"/execution?id={execution}&tab=On the definition")
    graph = drawing(person)
    expect(task(graph, "/do/0/prepare")).to_contain_text("✓ Completed")
    waiting = task(graph, "/do/1/certificate")
    expect(waiting).to_contain_text("◷ Waiting · since")
    expect(task(graph, "/do/2/late")).to_contain_text("○ Not reached")
    waiting.click()
    expect(cells(person.page, "Waiting")).to_be_attached()
    person.page.get_by_role("link", name="Child execution").click()
    expect(person.page.get_by_role("heading", level=1)).to_contain_text("certificate")
    assert person.complaints == []
