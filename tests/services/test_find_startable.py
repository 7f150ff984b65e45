"""One search finds templates and entities, by name and by id."""

import pytest
from sqlalchemy import Connection, text

from domain.vocabulary import EntityType
from services.find_startable import Startable, find_startable
from services.set_link_enabled import set_link_enabled
from tests.factories import AUTHOR, make_active, make_link, make_template

KNOWN = """INSERT INTO pointsman.known_entity (entity_type, entity_id, name, source)
VALUES ('PRODUCT', 'gst-plan', 'GST filing, yearly', 'list'), ('SERVICE_CATALOG', 'trademark', 'Trademark', 'list')"""


@pytest.fixture
def template(database: Connection) -> str:
    found = make_template("GST registration")
    make_active(found)
    database.execute(text(KNOWN))
    return found


def found(search: str = "") -> list[tuple[EntityType | None, str]]:
    return [(each.entity_type, each.name or each.id) for each in find_startable(search)]


def test_templates_come_first_then_linked_entities_then_those_without_a_link(template: str) -> None:
    make_link(template, "gst-plan")
    make_link(template, "gst-monthly")
    assert found() == [
        (None, "GST registration"),
        (EntityType.SERVICE_CATALOG, "Trademark"),
        (EntityType.PRODUCT, "GST filing, yearly"),
        (EntityType.PRODUCT, "gst-monthly"),
    ]


@pytest.mark.parametrize("search", ["registr", "GST REG"])
def test_a_template_is_found_by_a_part_of_its_name_and_with_it_what_starts_it(template: str, search: str) -> None:
    make_link(template, "gst-plan")
    assert found(search) == [(None, "GST registration"), (EntityType.PRODUCT, "GST filing, yearly")]


def test_a_template_is_found_by_its_whole_id_and_an_entity_by_a_part_of_its_id_or_name(template: str) -> None:
    assert found(template) == [(None, "GST registration")]
    assert found("demark") == found("TRADE") == [(EntityType.SERVICE_CATALOG, "Trademark")]


def test_what_the_link_would_do_is_told(template: str) -> None:
    link = make_link(template, "gst-plan")
    set_link_enabled(link, enabled=False, actor=AUTHOR, reason="Not sold")
    [plan] = [each for each in find_startable() if each.id == "gst-plan"]
    assert (plan.template_name, plan.active_version, plan.enabled) == ("GST registration", "1.0.0", False)
    [other] = [each for each in find_startable() if each.id == "trademark"]
    assert other == Startable(EntityType.SERVICE_CATALOG, "trademark", "Trademark", None, None, None, None, True, False)


def test_no_more_are_given_than_asked_for(template: str) -> None:
    assert len(find_startable(limit=1)) == 1
