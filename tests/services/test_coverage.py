"""Coverage: what is known and has no link, and links that do their work in vain."""

import pytest
from sqlalchemy import Connection, text

from domain.coverage import Gap
from domain.errors import InvalidInput
from domain.vocabulary import EntityType
from services.import_entities import import_entities
from services.list_links import LinkFilter, list_links
from services.list_unlinked import UnlinkedEntity, list_unlinked
from services.read_coverage import read_coverage
from services.read_ledger import read_ledger
from services.set_link_enabled import set_link_enabled
from tests.factories import AUTHOR, buy, make_active, make_link, make_template

AGE = text("UPDATE pointsman.delivery SET received_at = received_at - interval '91 days' WHERE entity_id = :entity")
HEAD = b"entity_type,entity_id,name\n"


@pytest.fixture
def template(database: Connection) -> str:
    found = make_template()
    make_active(found)
    return found


def unlinked() -> list[str]:
    return [row.entity_id for row in list_unlinked().rows]


BY_BACKEND = text("""
    INSERT INTO "WorkflowTemplateLink" (id, "workflowTemplateId", "entityType", "entityId")
    VALUES ('l-' || :entity, :template, 'PRODUCT', :entity)""")


def with_gap(gap: Gap) -> list[str]:
    return [row.entity_id for row in list_links(LinkFilter(gap=gap)).rows]


def test_what_was_asked_for_and_has_no_link_is_told_the_last_one_first(template: str) -> None:
    make_link(template, "linked")
    for number, entity in enumerate(["first", "linked", "second", "first"]):
        buy(entity, f"ev_{number}")
    first, second = list_unlinked().rows
    assert (first.entity_id, second.entity_id) == ("first", "second")
    assert first.sources == ("deliveries",)
    assert first.asked_at is not None
    assert read_coverage().unlinked == 2


def test_what_a_file_names_and_nobody_asked_for_comes_last(template: str) -> None:
    buy("asked")
    content = HEAD + b"PRODUCT,sold,Sold by nobody\nSERVICE_CATALOG,asked,\nPRODUCT,asked,Asked for\n"
    assert import_entities(content, actor="bea").new == 3
    rows = {(row.entity_type, row.entity_id): row for row in list_unlinked().rows}
    assert next(iter(rows)) == (EntityType.PRODUCT, "asked")
    product = rows[EntityType.PRODUCT, "asked"]
    assert (product.name, product.sources) == ("Asked for", ("deliveries", "file"))
    sold = UnlinkedEntity(EntityType.PRODUCT, "sold", "Sold by nobody", ("file",), None)
    assert rows[EntityType.PRODUCT, "sold"] == sold


def test_a_new_file_is_the_whole_list_and_the_ledger_tells_what_it_brought(template: str) -> None:
    import_entities(HEAD + b"PRODUCT,a,\nPRODUCT,b,\n", actor="bea")
    learnt = import_entities(HEAD + b"PRODUCT,b,Bee\nPRODUCT,c,\n", actor="bea")
    assert (learnt.named, learnt.new, learnt.forgotten) == (2, 1, 1)
    assert sorted(unlinked()) == ["b", "c"]
    [row, _] = read_ledger(subject_id="file")
    assert (row.actor, row.action, row.after) == ("bea", "entities.list", {"named": 2, "new": 1, "forgotten": 1})


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"CAR,x,", "line 3, entity_type: is “CAR”"),
        (b"PRODUCT,,x", "line 3, entity_id: must have 1 to 200"),
        (b"PRODUCT,x\0,", "line 3 holds the character NUL"),
    ],
)
def test_a_wrong_line_is_told_and_nothing_of_the_file_is_taken(template: str, line: bytes, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        import_entities(HEAD + b"PRODUCT,fine,\n" + line, actor="bea")
    assert unlinked() == []


@pytest.mark.parametrize("size", [1, 3, 7, 8])
def test_pages_hold_every_entity_once(template: str, size: int) -> None:
    for number in range(4):
        buy(f"asked-{number}", f"ev_{number}")
    import_entities(HEAD + b"PRODUCT,a,\nPRODUCT,b,\nSERVICE_CATALOG,b,\n", actor="bea")
    expected = list_unlinked().rows
    page = list_unlinked(size=size)
    found = list(page.rows)
    while page.older:
        page = list_unlinked(size=size, older_than=page.older)
        found += page.rows
    assert tuple(found) == expected
    assert len(found) == 7


def test_they_are_found_by_id_by_name_and_by_type(template: str) -> None:
    import_entities(HEAD + b"PRODUCT,p-1,Payroll\nSERVICE_CATALOG,s-1,\n", actor="bea")
    for search, kind in (("P-", None), ("ROLL", None), ("", EntityType.PRODUCT)):
        assert [row.entity_id for row in list_unlinked(search=search, entity_type=kind).rows] == ["p-1"]
    assert list_unlinked(search="%").rows == ()


def test_a_link_to_a_template_that_is_off_is_a_gap(template: str) -> None:
    make_link(template, "on")
    make_link(make_template("Off"), "off")
    assert with_gap(Gap.OFF) == ["off"]


def test_a_disabled_link_is_a_gap_only_while_somebody_asks_for_it(template: str) -> None:
    asked, quiet, again = (make_link(template, name) for name in ("asked", "quiet", "again"))
    for link in (asked, quiet, again):
        set_link_enabled(link, False, actor=AUTHOR, reason="Paused")
    buy("asked", "ev_1")
    buy("again", "ev_2")
    set_link_enabled(again, True, actor=AUTHOR, reason="On again")
    assert with_gap(Gap.REFUSED) == ["asked"]
    buy("again", "ev_3")
    set_link_enabled(again, False, actor=AUTHOR, reason="Paused again")
    assert with_gap(Gap.REFUSED) == ["asked"]


def test_a_link_that_did_not_fire_for_ninety_days_is_a_gap(template: str, database: Connection) -> None:
    for entity in ("fires", "fired", "never"):
        database.execute(BY_BACKEND, {"entity": entity, "template": template})
    make_link(template, "new")
    buy("fires", "ev_1")
    buy("fired", "ev_2")
    database.execute(AGE, {"entity": "fired"})
    assert with_gap(Gap.QUIET) == ["fired", "never"]
    assert read_coverage().links == {Gap.OFF: 0, Gap.REFUSED: 0, Gap.QUIET: 2}
