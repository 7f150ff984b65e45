"""An ops person asks what happens when someone buys X; two people move the same link at once."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from domain.vocabulary import EntityType
from services.list_deliveries import list_deliveries
from services.list_links import LinkFilter, list_links
from tests.factories import buy, link_of, make_link, make_template
from tests.journeys.definitions import ask, published, run, unique
from tests.journeys.doing import cells, choose, dialog, name_entity, press
from tests.journeys.product import Product
from tests.journeys.reader import Reader


def test_what_happens_when_someone_buys_it_is_told_in_one_look_and_mended_from_there(person: Reader) -> None:
    child, top, entity = unique("dsc"), unique("incorporate"), unique("plan")
    published(child, {"wait": ask("Sign", done={"type": "boolean"})})
    published(top, {"child": run(child)})
    page = person.open(f"/foresee?entity_type=PRODUCT&entity_id={entity}")
    expect(page.get_by_text("would start nothing")).to_be_visible()
    press(page, "Add link")
    choose(dialog(page), "Template", top)
    press(dialog(page), "Add link")
    expect(page.get_by_text(f"“{entity}” is linked.")).to_be_visible()

    buy(entity, unique("ev"), {"customer": "c1"})
    before = len(list_deliveries(entity_id=entity).rows)
    page = person.open("/foresee")
    name_entity(page, entity)
    expect(page.get_by_role("heading", name=f"Product {entity} would start {top}")).to_be_visible()
    for sign in ("✓ Link", "✓ Active version", "✓ Input", "✓ Worker", "✓ Sub-workflows"):
        expect(page.get_by_text(sign, exact=True)).to_be_visible()
    expect(cells(page, f"↳ journeys/{child} 1.0.0")).to_be_attached()

    page = person.open(page.url.removeprefix(person.url))
    expect(page.get_by_role("heading", name=f"Product {entity} would start {top}")).to_be_visible()
    assert len(list_deliveries(entity_id=entity).rows) == before
    assert person.complaints == []


def test_the_second_of_two_who_move_a_link_is_refused_in_words(
    product: Product, reader_of: Callable[..., Reader]
) -> None:
    names = [unique(word) for word in ("first", "second", "third")]
    templates, entity = [make_template(name) for name in names], unique("plan")
    link = make_link(templates[0], entity)
    ada, bea = (reader_of(product.url) for _ in range(2))
    pages = [person.open(f"/links?id={link}") for person in (ada, bea)]
    for page, target in zip(pages, names[1:], strict=True):
        prepare_move(page, target)
    press(dialog(pages[0]), "Move")
    expect(pages[0].get_by_text(f"“{entity}” was moved.")).to_be_visible()
    press(dialog(pages[1]), "Move")
    expect(dialog(pages[1]).get_by_text("it was moved meanwhile by ann@")).to_be_visible()
    found = link_of(EntityType.PRODUCT, entity)
    assert found is not None
    assert found.template_id == templates[1]


def prepare_move(page: Page, template: str) -> None:
    """Open the dialog, choose the template and write why."""
    press(page, "Move")
    choose(dialog(page), "New template", template)
    dialog(page).get_by_label("Reason").fill("Reorganised")


def test_links_come_from_a_file_once_each_line_was_seen_with_its_verdict(person: Reader, tmp_path: Path) -> None:
    holder, target, held, new = unique("holder"), unique("target"), unique("held"), unique("new")
    make_link(make_template(holder), held)
    target_id = make_template(target)
    file = tmp_path / "links.csv"
    lines = [f"PRODUCT;{held};{target}", f"PRODUCT;{new};{target}", f"CAR;{unique('bad')};{target}"]
    file.write_text("\n".join(["\ufeffentity_type;entity_id;template", *lines, ""]))

    page = person.open("/links")
    press(page, "Import")
    dialog(page).locator("input[type=file]").set_input_files(file)
    expect(dialog(page).get_by_text("+ 1 new · ✕ 1 clash · ⚠ 1 wrong")).to_be_visible()
    for told in (f"“{holder}” holds it.", "entity_type: is “CAR”, not SERVICE_CATALOG or PRODUCT."):
        expect(cells(page, told)).to_be_attached()
    dialog(page).get_by_label("Reason").fill("The list of May")
    press(dialog(page), "Import")
    expect(dialog(page).get_by_text("2 lines cannot be applied")).to_be_visible()
    assert list_links(LinkFilter(template_id=target_id)).rows == ()

    dialog(page).get_by_text("Leave out the 2 lines that cannot be applied").click()
    press(dialog(page), "Import")
    expect(page.get_by_text(re.compile("1 link made, changed or moved"))).to_be_visible()
    assert [row.entity_id for row in list_links(LinkFilter(template_id=target_id)).rows] == [new]
