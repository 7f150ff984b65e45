"""Links: what starts which template."""

import pytest

from domain.vocabulary import EntityType
from services.move_link import move_link
from services.set_link_enabled import set_link_enabled
from services.set_link_expression import set_link_expression
from services.switch_off_template import switch_off_template
from tests.factories import buy, make_active, make_link, make_template
from tests.pages.conftest import Opener
from tests.pages.reading import column, words

pytestmark = pytest.mark.usefixtures("database")


def test_without_links_it_says_what_to_do(open_page: Opener) -> None:
    assert "No links yet" in words(open_page("links"))


def test_without_templates_nothing_can_be_linked(open_page: Opener) -> None:
    button = open_page("links").button(key="links.add.open")
    assert button.disabled
    assert "There is no template yet" in button.help.replace("\\", "")


def test_a_link_shows_its_template_and_whether_that_is_off(open_page: Opener) -> None:
    on, off = make_template("GST registration"), make_template("Annual filing")
    make_active(on, "2.0.0")
    version = make_active(off)
    switch_off_template(off, reason="Not sold", seen_active_id=version, actor="bea")
    make_link(on, "gst")
    make_link(off, "filing")
    page = open_page("links")
    assert column(page, "Entity") == ["filing", "gst"]
    assert column(page, "Template") == ["Annual filing", "GST registration"]
    assert column(page, "Active version") == [["○ Off"], ["★ 2.0.0"]]


def test_the_search_in_the_address_is_the_search_of_the_page(open_page: Opener) -> None:
    template = make_template()
    make_link(template, "gst")
    make_link(template, "filing")
    assert column(open_page("links", search="GS"), "Entity") == ["gst"]
    assert "No link matches" in words(open_page("links", search="zzz"))


def test_a_chosen_link_can_be_disabled_or_enabled_again(open_page: Opener) -> None:
    link = make_link(make_template(), "**gst** <b>")
    page = open_page("links", id=link)
    assert "**gst** <b>" in words(page)
    assert page.button(key=f"links.switch.{link}.open").label == "Disable"
    set_link_enabled(link, False, actor="bea", reason="Paused")
    page = page.run()
    assert page.button(key=f"links.switch.{link}.open").label == "Enable"
    assert column(page, "State", table=-1) == [["‖ Disabled"]]
    assert column(page, "What")[0] == "Disabled a link"


def test_a_link_that_is_gone_is_told(open_page: Opener) -> None:
    assert "There is no link “nobody”" in words(open_page("links", id="nobody"))


def test_the_address_holds_the_filters(open_page: Opener) -> None:
    template, other = make_template("GST registration"), make_template("Annual filing")
    make_link(template, "gst")
    make_link(other, "filing")
    paused = make_link(other, "paused", EntityType.SERVICE_CATALOG)
    set_link_enabled(paused, False, actor="bea", reason="Paused")

    def found(**query: str) -> list[object]:
        return column(open_page("links", **query), "Entity")

    assert found(template=template) == ["gst"]
    assert found(enabled="no") == ["paused"]
    assert found(type="PRODUCT", template=other) == ["filing"]
    assert found(gap="off", search="f") == ["paused", "filing"]
    assert found(gap="nonsense", type="nonsense", enabled="perhaps") == ["paused", "filing", "gst"]
    assert "No link matches" in words(open_page("links", template="gone"))


def test_pages_follow_the_address(open_page: Opener) -> None:
    template = make_template()
    for number in range(53):
        make_link(template, f"plan-{number:02}")
    page = open_page("links")
    assert len(column(page, "Entity")) == 50
    page = page.button(key="links.pages.older").click().run()
    assert column(page, "Entity") == ["plan-50", "plan-51", "plan-52"]
    assert page.query_params["older_than"] == "PRODUCT:plan-49"
    page = page.button(key="links.pages.newer").click().run()
    assert column(page, "Entity")[0] == "plan-00"
    assert "no page of the list" in words(open_page("links", older_than="nonsense"))


def test_a_moved_link_shows_where_it_came_from(open_page: Opener) -> None:
    old, new = make_template("GST registration"), make_template("Annual filing")
    link = make_link(old, "gst")
    move_link(link, new, seen_template_id=old, actor="bea", reason="Reorganised")
    page = open_page("links", id=link)
    assert column(page, "What")[0] == "Moved product gst here from “GST registration”"
    assert column(open_page("template", id=old), "What", table=-1)[0] == "Moved product gst away to “Annual filing”"


def test_an_input_expression_is_tried_on_the_newest_payload(open_page: Opener) -> None:
    template = make_template()
    make_active(template)
    link = make_link(template, "gst")
    buy("gst", payload={"customer": "c1", "n": 1})
    page = open_page("links", id=link, open="expression")
    key = f"links.expression.{link}"
    assert [each.value for each in page.code] == ['{"n": 1, "customer": "c1"}'] * 2
    page = page.text_area(key=key).set_value("{who: .customer}").run()
    assert page.code[1].value == '{"who": "c1"}'
    page = page.text_area(key=key).set_value("{who: .customer").run()
    assert "jq does not accept it" in words(page)
    assert not page.button(key=f"links.express.{link}.open").disabled


def test_an_expression_that_somebody_else_saved_meanwhile_is_shown_beside_what_was_typed(open_page: Opener) -> None:
    link = make_link(make_template(), "gst")
    key = f"links.expression.{link}"
    page = open_page("links", id=link, open="expression").text_area(key=key).set_value(".mine").run()
    set_link_expression(link, ".theirs", seen=None, actor="bea", reason="First")
    page = page.run()
    assert "Somebody saved another expression meanwhile" in words(page)
    assert ".theirs" in [each.value for each in page.code]
    assert page.text_area(key=key).value == ".mine"
    kept = page.button(key=f"{key}.mine").click().run()
    assert kept.text_area(key=key).value == ".mine"
    assert "meanwhile" not in words(kept)


def test_an_expression_that_was_only_looked_at_follows_the_saved_one(open_page: Opener) -> None:
    link = make_link(make_template(), "gst")
    page = open_page("links", id=link, open="expression")
    set_link_expression(link, ".theirs", seen=None, actor="bea", reason="First")
    page = page.run()
    assert page.text_area(key=f"links.expression.{link}").value == ".theirs"
    assert "meanwhile" not in words(page)
