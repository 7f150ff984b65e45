"""Links: what starts which template."""

import pytest

from services.set_link_enabled import set_link_enabled
from services.switch_off_template import switch_off_template
from tests.factories import make_active, make_link, make_template
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
