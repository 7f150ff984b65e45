"""Input expressions of links: compiled before they are kept, tried on real payloads, used by the next event."""

import pytest
from sqlalchemy import Connection, text

from domain.errors import Conflict, InvalidInput, NotFound
from domain.json_types import JsonObject
from domain.vocabulary import EntityType
from services.get_execution import get_execution
from services.get_link import get_link
from services.list_payloads import list_payloads
from services.read_ledger import read_ledger
from services.set_link_expression import set_link_expression
from services.switch_off_template import switch_off_template
from services.try_expression import Tried, try_expression
from tests.factories import AUTHOR, buy, make_active, make_custom_template, make_link, make_template, open_workflow

SCHEMA: JsonObject = {"type": "object", "required": ["customer"], "properties": {"customer": {"type": "string"}}}


@pytest.fixture
def template(database: Connection) -> str:
    """A template whose active version wants a customer."""
    found = make_template("GST registration")
    make_active(found, definition={**open_workflow(), "input": {"schema": {"document": SCHEMA}}})
    return found


@pytest.fixture
def link(template: str) -> str:
    return make_link(template, "gst")


def express(link: str, expression: str, seen: str | None = None) -> None:
    set_link_expression(link, expression, seen=seen, actor=AUTHOR, reason="Fits the template")


def test_the_next_event_is_handed_over_as_the_expression_makes_it(link: str) -> None:
    express(link, "  {customer: .who.id}  ")
    assert get_link(link).input_expression == "{customer: .who.id}"
    receipt = buy("gst", payload={"who": {"id": "c1"}})
    assert get_execution(receipt.execution_id or "").input == {"customer": "c1"}


def test_an_empty_expression_hands_the_payload_over_again(link: str) -> None:
    express(link, "{customer: .who}")
    express(link, " ", seen="{customer: .who}")
    assert get_link(link).input_expression is None
    row = read_ledger(subject_id=link)[0]
    assert (row.action, row.before, row.after, row.reason) == (
        "link.expression",
        {"inputExpression": "{customer: .who}"},
        {"inputExpression": None},
        "Fits the template",
    )


@pytest.mark.parametrize("wrong", ["{", "nosuch(1)", "$input.a", ".a |", "${ { }"])
def test_what_jq_does_not_compile_is_not_kept(link: str, wrong: str) -> None:
    with pytest.raises(InvalidInput, match="input expression: jq does not accept it: "):
        express(link, wrong)
    assert get_link(link).input_expression is None


def test_text_with_the_languages_brackets_is_an_expression_too(link: str) -> None:
    express(link, "${ {customer: .c} }")
    assert buy("gst", payload={"c": "x"}).execution_id


def test_a_stale_page_is_refused_with_who_changed_it(link: str) -> None:
    set_link_expression(link, ".a", seen=None, actor="bea", reason="First")
    with pytest.raises(Conflict, match=r"“gst” was changed meanwhile by bea at .* UTC\. Look again"):
        express(link, ".b")
    assert get_link(link).input_expression == ".a"


def test_a_link_that_is_gone_is_told(database: Connection) -> None:
    with pytest.raises(NotFound, match="no link “gone”"):
        express("gone", ".a")


def test_what_fits_and_what_does_not_is_told_at_its_place(template: str) -> None:
    payload: JsonObject = {"who": {"id": "c1"}, "n": 7}
    assert try_expression(template, "{customer: .who.id}", payload) == Tried({"customer": "c1"}, None, "1.0.0", True)
    assert try_expression(template, "{customer: .n}", payload).problems == (("/customer", '7 is not of type "string"'),)
    assert try_expression(template, "", payload).problems == (("", '"customer" is a required property'),)


def test_why_there_is_no_input_is_told(template: str) -> None:
    assert "jq does not accept it" in (try_expression(template, "{", {}).trouble or "")
    assert "input expression failed" in (try_expression(template, ".a.b", {"a": [1]}).trouble or "")
    assert not try_expression(template, ".a | keys", {"a": 1}).fits


def test_without_an_active_version_nothing_is_asked_of_the_input(template: str, database: Connection) -> None:
    active = database.scalar(text('SELECT "activeVersionId" FROM "WorkflowTemplate" WHERE id = :id'), {"id": template})
    switch_off_template(template, reason="Pause", seen_active_id=str(active), actor=AUTHOR)
    assert try_expression(template, None, {"a": 1}) == Tried({"a": 1})


def test_a_custom_template_checks_its_input_itself(database: Connection) -> None:
    custom = make_custom_template()
    make_active(custom, definition={"input": {"schema": {"document": {"type": "string"}}}})
    assert try_expression(custom, None, {"a": 1}) == Tried({"a": 1}, None, "1.0.0")


def test_payloads_to_try_on_are_the_newest_without_duplicates_and_giants(link: str) -> None:
    for number in (1, 2, 2, 1):
        buy("gst", f"ev_{number}", {"customer": f"c{number}"})
    buy("gst", "ev_big", {"customer": "".join(map(str, range(100_000)))})
    buy("other", "ev_3", {"customer": "c3"})
    found = list_payloads(EntityType.PRODUCT, "gst")
    assert [each.value for each in found] == [{"customer": "c2"}, {"customer": "c1"}]
