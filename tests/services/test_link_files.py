"""Links out to a file and back: every line has its verdict before anything is done, and then all of it is done."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from domain.errors import Conflict, InvalidInput, NotAllowed
from domain.vocabulary import EntityType
from services.export_links import export_links
from services.get_link import get_link
from services.import_links import Verdict, import_links, preview_links
from services.list_links import LinkFilter, list_links
from services.move_link import move_link
from services.read_ledger import read_ledger
from services.remove_link import remove_link
from services.set_link_enabled import set_link_enabled
from services.set_link_expression import set_link_expression
from tests.factories import AUTHOR, link_of, make_link, make_template

HEAD = "entity_type,entity_id,template,enabled,input_expression\n"


@pytest.fixture
def gst(database: Connection) -> str:
    return make_template("GST registration")


@pytest.fixture
def filing(database: Connection) -> str:
    return make_template("Annual filing")


def of(*lines: str) -> bytes:
    return (HEAD + "".join(f"{line}\n" for line in lines)).encode()


def verdicts(content: bytes, *, may_move: bool = False) -> list[Verdict]:
    return [row.verdict for row in preview_links(content, may_move=may_move).rows]


def take(content: bytes, *, may_move: bool = False, leave_out: bool = False) -> int:
    plan = preview_links(content, may_move=may_move)
    return import_links(plan, actor="bea", reason="From the sheet", leave_out=leave_out)


def exported(where: LinkFilter | None = None) -> bytes:
    return "".join(export_links(where)).encode("utf-8-sig")


def test_what_is_exported_is_the_same_when_it_is_imported(gst: str, filing: str) -> None:
    for entity in ("=1+1", "@x", "-a", "'=b", 'say "hi", twice', "plain"):
        make_link(gst, entity)
    link = make_link(filing, "filing", EntityType.SERVICE_CATALOG)
    set_link_enabled(link, False, actor=AUTHOR, reason="Paused")
    set_link_expression(link, '{a: .b,\n c: "d"}', seen=None, actor=AUTHOR, reason="Smaller")
    content = exported()
    assert b"'=1+1" in content
    assert set(verdicts(content)) == {Verdict.SAME}
    before = list_links(size=100)
    for row in before.rows:
        remove_link(row.id, actor=AUTHOR, reason="Start again")
    assert take(content) == 7
    again = list_links(size=100).rows
    assert [(row.entity_id, row.template_id, row.enabled) for row in again] == [
        (row.entity_id, row.template_id, row.enabled) for row in before.rows
    ]
    found = link_of(EntityType.SERVICE_CATALOG, "filing")
    assert found is not None
    assert found.input_expression == '{a: .b,\n c: "d"}'


def test_an_export_holds_exactly_the_links_of_its_filter(gst: str, filing: str) -> None:
    make_link(gst, "gst")
    make_link(filing, "filing")
    lines = exported(LinkFilter(template_id=gst)).decode("utf-8-sig").splitlines()
    assert lines == ["entity_type,entity_id,template,template_id,enabled,input_expression",
                     f"PRODUCT,gst,GST registration,{gst},yes,"]  # fmt: skip


def test_an_export_is_read_as_it_is_asked_for(gst: str) -> None:
    make_link(gst, "gst")
    lines = export_links()
    assert isinstance(lines, Iterator)
    assert next(lines).startswith("entity_type")
    lines.close()  # type: ignore[attr-defined] # a generator


def test_every_line_has_its_verdict(gst: str, filing: str) -> None:
    make_link(gst, "same")
    make_link(gst, "held")
    make_link(gst, "quiet")
    plan = preview_links(
        of(
            "PRODUCT,new,GST registration,,",
            "product,same,GST registration,yes,",
            "PRODUCT,held,Annual filing,,",
            "PRODUCT,quiet,GST registration,no,.a",
            "PRODUCT,unknown,Nothing of the kind,,",
            "CAR,x,GST registration,,",
            "PRODUCT,,GST registration,,",
            "PRODUCT,x,,,",
            "PRODUCT,x,GST registration,perhaps,",
            "PRODUCT,broken,GST registration,,{",
            "Service Catalog,new,GST registration,,",
            "PRODUCT,new,Annual filing,,",
        )
    )
    assert [(row.line.line, row.verdict.value, row.detail) for row in plan.rows] == [
        (2, "NEW", ""),
        (3, "SAME", ""),
        (4, "CLASH", "“GST registration” holds it."),
        (5, "CHANGED", "It is enabled. It has no input expression."),
        (6, "UNKNOWN_TEMPLATE", "There is no such template."),
        (7, "WRONG", "entity_type: is “CAR”, not SERVICE_CATALOG or PRODUCT."),
        (8, "WRONG", "entity_id: must have 1 to 200 characters."),
        (9, "WRONG", "template: is missing."),
        (10, "WRONG", "enabled: is “perhaps”, not yes or no."),
        (11, "WRONG", plan.rows[9].detail),
        (12, "NEW", ""),
        (13, "CLASH", "Line 2 names this entity already."),
    ]
    assert plan.rows[9].detail.startswith("jq does not accept its input expression: ")
    assert plan.obstacles == 8


def test_a_template_may_be_named_by_id_and_must_be_where_names_are_shared(gst: str) -> None:
    make_template("GST registration")
    [row] = preview_links(of("PRODUCT,x,GST registration,,")).rows
    assert (row.verdict, row.detail) == (
        Verdict.UNKNOWN_TEMPLATE,
        "Several templates have this name; give template_id.",
    )
    content = f"entity_type,entity_id,template_id\nPRODUCT,x,{gst}\nPRODUCT,y,gone\n".encode()
    assert verdicts(content) == [Verdict.NEW, Verdict.UNKNOWN_TEMPLATE]


def test_an_entity_is_moved_only_where_that_is_allowed(gst: str, filing: str) -> None:
    link = make_link(gst, "held")
    content = of("PRODUCT,held,Annual filing,no,.a")
    with pytest.raises(NotAllowed, match="1 line cannot be applied"):
        take(content)
    assert verdicts(content, may_move=True) == [Verdict.MOVED]
    assert take(content, may_move=True) == 1
    found = get_link(link)
    assert (found.template_id, found.enabled, found.input_expression) == (filing, False, ".a")
    rows = read_ledger(subject_id=link)
    assert [(row.action, row.actor, row.reason) for row in rows[:3]] == [
        ("link.expression", "bea", "From the sheet"),
        ("link.disable", "bea", "From the sheet"),
        ("link.move", "bea", "From the sheet"),
    ]


def test_all_of_it_is_done_or_nothing(gst: str) -> None:
    content = of("PRODUCT,new,GST registration,,", "PRODUCT,bad,Nothing of the kind,,")
    with pytest.raises(NotAllowed, match="leave out on purpose"):
        take(content)
    assert list_links().rows == ()
    assert take(content, leave_out=True) == 1
    assert [row.entity_id for row in list_links().rows] == ["new"]


def test_what_changed_since_the_preview_stops_the_import(gst: str, filing: str) -> None:
    link = make_link(gst, "held")
    plan = preview_links(of("PRODUCT,new,GST registration,,", "PRODUCT,held,Annual filing,,"), may_move=True)
    move_link(link, filing, seen_template_id=gst, actor="cleo", reason="Meanwhile")
    with pytest.raises(Conflict, match="1 line would not do any more what you saw; the first is line 3"):
        import_links(plan, actor="bea", reason="From the sheet")
    assert [row.entity_id for row in list_links().rows] == ["held"]


def test_an_empty_cell_changes_nothing(gst: str) -> None:
    link = make_link(gst, "held")
    set_link_enabled(link, False, actor=AUTHOR, reason="Paused")
    set_link_expression(link, ".a", seen=None, actor=AUTHOR, reason="Smaller")
    assert verdicts(of("PRODUCT,held,GST registration,,")) == [Verdict.SAME]


def test_a_file_that_is_none_of_links_is_told(gst: str) -> None:
    with pytest.raises(InvalidInput, match="lacks the column template"):
        preview_links(b"entity_type,entity_id\nPRODUCT,x\n")
    with pytest.raises(InvalidInput, match="has no rows"):
        preview_links(of())
    with pytest.raises(InvalidInput, match="reason: is missing"):
        import_links(preview_links(of("PRODUCT,x,GST registration,,")), actor="bea", reason="")


def test_a_line_that_ends_early_is_wrong_and_stops_no_other(gst: str) -> None:
    plan = preview_links(of("PRODUCT", "PRODUCT,new,GST registration"))
    assert [(row.verdict, row.detail) for row in plan.rows] == [
        (Verdict.WRONG, "entity_id: must have 1 to 200 characters."),
        (Verdict.NEW, ""),
    ]


def test_thousands_of_lines_are_one_import(gst: str) -> None:
    assert take(of(*(f"PRODUCT,entity-{number},GST registration,," for number in range(3000)))) == 3000
    assert len(list_links(size=5000).rows) == 3000
