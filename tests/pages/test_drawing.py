"""The drawing stands wherever a definition is shown."""

import pytest

from services.find_workflow import find_workflow
from services.get_version import get_version
from tests.factories import calling, make_active, make_custom_template, make_draft, make_published, make_template
from tests.factories import open_workflow as defined
from tests.pages.conftest import Opener
from tests.pages.reading import drawing, words

pytestmark = pytest.mark.usefixtures("database")


def test_a_version_is_drawn_beside_its_json(open_page: Opener) -> None:
    version = make_published(make_template())
    page = open_page("version", id=version)
    assert '"/do/0/greet" [class="card task icon-set' in drawing(page, f"drawing.{version}")
    assert page.code


@pytest.mark.usefixtures("without_pieces")
def test_the_drawing_of_a_draft_follows_what_is_typed(open_page: Opener) -> None:
    draft = make_draft(make_template())
    page = open_page("version", id=draft)
    page.text_area[0].set_value(str(page.text_area[0].value).replace('"greet"', '"welcome"')).run()
    assert "/do/0/welcome" in drawing(page, f"drawing.{draft}")


@pytest.mark.usefixtures("without_pieces")
def test_while_the_text_of_a_draft_is_broken_its_last_drawing_stays(open_page: Opener) -> None:
    draft = make_draft(make_template())
    page = open_page("version", id=draft)
    page.text_area[0].set_value("{").run()
    assert "/do/0/greet" in drawing(page, f"drawing.{draft}")


def test_a_draft_that_is_not_valid_is_drawn_with_what_is_wrong(open_page: Opener) -> None:
    draft = make_draft(make_template(), definition=defined(do=[{"odd": {"sett": {}}}]))
    page = open_page("version", id=draft)
    assert "has no known kind" in drawing(page, f"drawing.{draft}")
    assert not page.exception


def test_a_custom_version_says_that_it_has_no_drawing(open_page: Opener) -> None:
    version = make_published(make_custom_template(), definition={"steps": []})
    page = open_page("version", id=version)
    assert "has no drawing" in words(page)
    assert not drawing(page, f"drawing.{version}")


def test_a_template_shows_what_its_active_version_does(open_page: Opener) -> None:
    template = make_template()
    active = make_active(template)
    make_draft(template, "1.1.0", defined(do=[{"later": {"set": {}}}]))
    assert "/do/0/greet" in drawing(open_page("template", id=template), f"drawing.{active}")


def test_a_template_that_is_off_shows_no_drawing(open_page: Opener) -> None:
    template = make_template()
    make_published(template)
    assert "What it does" not in [each.value for each in open_page("template", id=template).subheader]


def test_a_comparison_draws_both_definitions_in_one(open_page: Opener) -> None:
    template = make_template()
    old = make_published(template, "1.0.0")
    new = make_draft(template, "1.1.0", defined(do=[{"later": {"wait": {"seconds": 1}}}]))
    page = open_page("compare", a=old, b=new, view="graph")
    hashes = [get_version(version).content_hash[:16] for version in (old, new)]
    drawn = drawing(page, f"compare.graph.{'.'.join(hashes)}")
    assert "/do/0/greet" in drawn
    assert "/do/0/later" in drawn


def test_a_sub_workflow_is_found_by_the_name_of_its_definition() -> None:
    called = make_template("Child")
    make_published(called, definition=defined("kyc"))
    make_draft(make_template(), definition=defined(do=calling("kyc")))
    assert find_workflow("acme", "kyc") == called
    assert find_workflow("other", "kyc") is None
