"""Where a draft comes from, and what is told when the active version has moved on since."""

import pytest
from sqlalchemy import Connection
from streamlit.testing.v1 import AppTest

from domain.errors import InvalidInput
from domain.json_types import JsonValue
from services._activation import Activation
from services.create_draft import create_draft
from services.get_template import get_template
from services.get_version import get_version
from services.publish_version import publish_version
from tests.factories import AUTHOR, make_active, make_published, make_template, open_workflow
from tests.pages.conftest import Opener
from tests.pages.reading import words
from ui.act import Decision
from ui.template.draft_form import FOREIGN, write_draft

pytestmark = pytest.mark.usefixtures("database")


def links(page: AppTest) -> str:
    return " ".join(str(each.proto.label) + each.proto.query_string for each in page.get("page_link"))


def moved() -> tuple[str, str, str]:
    """(base, now active, draft): the draft was begun before another version became active."""
    template = make_template()
    base = make_active(template, "1.0.0")
    draft = create_draft(template, version="2.0.0", definition=open_workflow(), actor=AUTHOR, based_on_id=base)
    active = create_draft(template, version="1.1.0", definition=open_workflow(version="1.1.0"), actor=AUTHOR, note="n")
    publish_version(active, actor=AUTHOR, activate=Activation("Better", seen_active_id=base))
    return base, active, draft


def test_a_draft_whose_base_is_not_active_any_more_says_so_and_leads_to_both_diffs(open_page: Opener) -> None:
    base, active, draft = moved()
    page = open_page("version", id=draft)
    assert "Based on 1.0.0, while 1.1.0 is active now" in words(page)
    assert f"a={base}&b={active}" in links(page)
    assert f"a={base}&b={draft}" in links(page)


def test_a_draft_of_the_active_version_says_nothing(open_page: Opener) -> None:
    template = make_template()
    base = make_active(template)
    draft = create_draft(template, version="2.0.0", definition=open_workflow(), actor=AUTHOR, based_on_id=base)
    assert "is active now" not in words(open_page("version", id=draft))


def written(template: str, **fields: object) -> JsonValue:
    """The definition of the draft that the dialog writes with these answers."""
    answers = {"base": FOREIGN, "version": "1.0.0", "note": "", **fields}
    done = write_draft(get_template(template), Decision(AUTHOR, "", answers))
    return get_version(done.query["id"]).definition


def test_a_draft_begins_from_a_version_of_another_template(database: Connection) -> None:
    tasks: list[JsonValue] = [{"theirs": {"set": {"a": 1}}}]
    theirs = make_published(make_template("Another one"), "3.0.0", open_workflow(do=tasks, version="3.0.0"))
    assert written(make_template(), foreign=theirs) == open_workflow(do=tasks)


def test_without_a_version_of_the_other_template_nothing_is_written(database: Connection) -> None:
    with pytest.raises(InvalidInput, match="Choose a template and one of its versions"):
        written(make_template(), foreign=None)
