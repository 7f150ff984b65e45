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
from tests.pages.reading import sheet_of, words
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


def test_publishing_says_that_the_base_is_not_active_any_more_and_shows_both_diffs() -> None:
    base, active, draft = moved()
    sheet = sheet_of(draft)
    assert "This draft was begun from 1.0.0, but 1.1.0 is active now" in words(sheet)
    assert "What 1.1.0 changed" in words(sheet)
    assert "What this draft changes" in words(sheet)
    assert "`1.1.0`, was `1.0.0`" in words(sheet)
    assert f"a={base}&b={active}" in links(sheet)
    assert f"a={base}&b={draft}" in links(sheet)


def test_a_draft_of_the_active_version_says_nothing() -> None:
    template = make_template()
    base = make_active(template)
    draft = create_draft(template, version="2.0.0", definition=open_workflow(), actor=AUTHOR, based_on_id=base)
    assert "begun from" not in words(sheet_of(draft))


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
