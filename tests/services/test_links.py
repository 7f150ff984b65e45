"""Links: an entity starts one template; who holds it is told by name."""

import pytest
from sqlalchemy import Connection, text

from domain.errors import Conflict, InvalidInput, NotFound
from domain.vocabulary import EntityType
from services.add_link import add_link
from services.list_links import LinkFilter, list_links
from services.remove_link import remove_link
from services.set_link_enabled import set_link_enabled
from tests.factories import AUTHOR, buy, make_active, make_link, make_template


@pytest.fixture
def template(database: Connection) -> str:
    """A template without versions."""
    return make_template("GST registration")


def test_a_new_link_is_enabled_and_never_fired(template: str) -> None:
    make_link(template, "gst-plan")
    [row] = list_links(LinkFilter(template_id=template)).rows
    assert (row.entity_id, row.entity_type, row.enabled, row.last_fired_at) == (
        "gst-plan",
        EntityType.PRODUCT,
        True,
        None,
    )


def test_a_second_link_of_an_entity_is_refused_with_the_name_of_the_template_that_holds_it(template: str) -> None:
    make_link(template, "gst-plan")
    with pytest.raises(Conflict, match=r"“gst-plan” is linked to “GST registration” already\. Move that link instead"):
        make_link(make_template("Annual filing"), "gst-plan")


def test_a_product_and_a_catalogue_entry_may_have_the_same_id(template: str) -> None:
    make_link(template, "gst", EntityType.PRODUCT)
    make_link(template, "gst", EntityType.SERVICE_CATALOG)
    assert len(list_links(LinkFilter(template_id=template)).rows) == 2


def test_an_entity_is_free_again_after_its_link_was_removed(template: str) -> None:
    remove_link(make_link(template, "gst-plan"), actor=AUTHOR, reason="Moved")
    make_link(make_template("Annual filing"), "gst-plan")


def test_disabling_keeps_the_link(template: str) -> None:
    link = make_link(template)
    set_link_enabled(link, enabled=False, actor=AUTHOR, reason="Paused")
    assert [(row.id, row.enabled) for row in list_links().rows] == [(link, False)]


def test_a_link_of_the_backend_is_enabled_and_can_be_disabled(template: str, database: Connection) -> None:
    database.execute(
        text("""INSERT INTO "WorkflowTemplateLink" VALUES ('backend', :template, 'PRODUCT', 'p')"""),
        {"template": template},
    )
    assert [row.enabled for row in list_links().rows] == [True]
    set_link_enabled("backend", enabled=False, actor=AUTHOR, reason="Paused")
    assert [row.enabled for row in list_links().rows] == [False]


def test_a_link_tells_its_templates_active_version_and_when_it_fired_last(template: str) -> None:
    make_active(template)
    make_link(template, "gst-plan")
    buy("gst-plan")
    [row] = list_links().rows
    assert row.active_version == "1.0.0"
    assert row.last_fired_at is not None


@pytest.mark.parametrize("search", ["GST", "plan", "reg", "  gst-plan "])
def test_links_are_found_by_entity_and_by_template_name(template: str, search: str) -> None:
    link = make_link(template, "gst-plan")
    make_link(make_template("Annual filing"), "other")
    assert [row.id for row in list_links(LinkFilter(search=search)).rows] == [link]


@pytest.mark.parametrize("search", ["%", "_", "g%t", "\\", "'", '"'])
def test_signs_that_databases_love_are_only_signs(template: str, search: str) -> None:
    make_link(template, "gst-plan")
    assert list_links(LinkFilter(search=search)).rows == ()


@pytest.mark.parametrize("entity_id", ["", "  ", "x" * 201, "a\0b", "\ud83d"])
def test_an_entity_id_that_cannot_be_one_is_refused(template: str, entity_id: str) -> None:
    with pytest.raises(InvalidInput, match="entity id"):
        make_link(template, entity_id)


def test_a_link_to_a_template_that_is_gone_is_refused(template: str) -> None:
    with pytest.raises(NotFound, match="no template “gone”"):
        add_link("gone", entity_type=EntityType.PRODUCT, entity_id="p", actor=AUTHOR)


def test_a_link_that_is_gone_is_told(template: str) -> None:
    with pytest.raises(NotFound, match="no link “gone”"):
        remove_link("gone", actor=AUTHOR, reason="Moved")
    with pytest.raises(NotFound, match="no link “gone”"):
        set_link_enabled("gone", enabled=False, actor=AUTHOR, reason="Paused")
