"""Links: an entity starts one template; who holds it is told by name."""

from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import Connection, text

from domain.errors import Conflict, InvalidInput, NotFound
from domain.vocabulary import EntityType
from services.add_link import add_link
from services.get_link import get_link
from services.list_links import MOST_COUNTED, LinkFilter, LinkPage, list_links
from services.remove_link import remove_link
from services.set_link_enabled import set_link_enabled
from tests.factories import AUTHOR, buy, link_of, make_active, make_link, make_template


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


def links_of(page: LinkPage) -> list[tuple[str, str]]:
    return [(row.entity_type.value, row.entity_id) for row in page.rows]


@pytest.fixture
def many(template: str) -> list[tuple[str, str]]:
    """23 links in the order of the list; ids that differ in case and signs, one with a colon."""
    for number in range(11):
        make_link(template, f"{'Plan' if number % 2 else 'plan'}-{number:02}", EntityType.PRODUCT)
        make_link(template, f"service {number:02}: x", EntityType.SERVICE_CATALOG)
    make_link(template, "a:b:c", EntityType.PRODUCT)
    return links_of(list_links(size=100))


@pytest.mark.parametrize("size", [1, 4, 22, 23, 24])
def test_pages_hold_every_link_once_both_ways(many: list[tuple[str, str]], size: int) -> None:
    page = list_links(size=size)
    pages = [page]
    while page.after:
        page = list_links(after=page.after, size=size)
        pages.append(page)
    assert [link for page in pages for link in links_of(page)] == many
    back = [page]
    while page.before:
        page = list_links(before=page.before, size=size)
        back.insert(0, page)
    assert [link for page in back for link in links_of(page)] == many


@pytest.mark.parametrize("cursor", ["x", "PRODUCT", "PRODUCT:", "CAR:x"])
def test_a_cursor_that_is_none_is_told(template: str, cursor: str) -> None:
    with pytest.raises(InvalidInput, match="no page of the list"):
        list_links(after=cursor)


def test_filters_combine(template: str) -> None:
    off = make_link(template, "gst", EntityType.PRODUCT)
    set_link_enabled(off, False, actor=AUTHOR, reason="Paused")
    make_link(template, "gst", EntityType.SERVICE_CATALOG)
    make_link(make_template("Other"), "gst-2")

    def found(**where: Any) -> int:
        return len(list_links(LinkFilter(**where)).rows)

    assert found(template_id=template) == found(entity_type=EntityType.PRODUCT) == 2
    assert found(enabled=False) == found(template_id=template, entity_type=EntityType.PRODUCT) == 1
    assert found(enabled=True, template_id=template, search="GST") == 1
    assert found(enabled=False, entity_type=EntityType.SERVICE_CATALOG) == 0


def test_firings_are_counted_without_duplicates(template: str) -> None:
    make_active(template)
    make_link(template, "gst-plan")
    for event in ("ev_1", "ev_1", "ev_2", "ev_1"):
        buy("gst-plan", event)
    buy("another", "ev_3")
    assert [row.fired for row in list_links().rows] == [2]


def test_firings_are_counted_up_to_a_bound(template: str, database: Connection) -> None:
    make_link(template, "gst-plan")
    database.execute(
        text("""INSERT INTO pointsman.delivery (id, source, source_event_id, entity_type, entity_id, payload)
        SELECT 'd' || n, 's', n, 'PRODUCT', 'gst-plan', '{}' FROM generate_series(1, 1100) n""")
    )
    assert [row.fired for row in list_links().rows] == [MOST_COUNTED]


def test_a_link_is_found_by_its_entity(template: str) -> None:
    link = make_link(template, "gst-plan")
    found = link_of(EntityType.PRODUCT, "gst-plan")
    assert found == get_link(link)
    assert link_of(EntityType.SERVICE_CATALOG, "gst-plan") is None
    with pytest.raises(NotFound, match="no link “gone”"):
        get_link("gone")


def test_the_second_of_two_who_link_an_entity_at_once_is_told_who_holds_it(fresh_database_url: str) -> None:
    templates = [make_template(name) for name in ("First", "Second")]
    barrier, told = Barrier(2), []

    def add(template_id: str) -> None:
        barrier.wait()
        try:
            make_link(template_id, "gst-plan")
        except Conflict as clash:
            told.append(str(clash))

    threads = [Thread(target=add, args=(each,)) for each in templates]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    [row] = list_links().rows
    assert told == [
        f"“gst-plan” is linked to “{row.template_name}” already. Move that link instead: an entity has one."
    ]
