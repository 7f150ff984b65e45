"""One version: its definition, its buttons, and drafts that are edited as text."""

import json

import pytest
from sqlalchemy import Connection, text
from streamlit.testing.v1 import AppTest

from domain.json_types import JsonValue
from services.get_version import get_version
from services.publish_version import publish_version
from services.save_draft import save_draft
from tests.factories import make_active, make_draft, make_published, make_template, open_workflow
from tests.pages.conftest import Opener
from tests.pages.reading import column, words

pytestmark = pytest.mark.usefixtures("database", "without_pieces")


def text_of(page: AppTest) -> str:
    return str(page.text_area[0].value)


def save(page: AppTest) -> AppTest:
    found = next(button for button in page.button if button.label == "Save draft")
    return found.click().run()


def typed(page: AppTest, old: str, new: str) -> AppTest:
    assert old in text_of(page)
    return page.text_area[0].set_value(text_of(page).replace(old, new)).run()


def refusals(page: AppTest) -> dict[str, str]:
    return {button.label: button.help for button in page.button if button.disabled}


def test_a_published_version_shows_its_definition_and_who_published_it(open_page: Opener) -> None:
    version = make_published(make_template(), "1.0.0")
    page = open_page("version", id=version)
    assert json.loads(page.code[0].value) == open_workflow()
    assert page.code[0].value.index('"document"') < page.code[0].value.index('"do"')
    assert "Published" in page.title[0].value
    assert "What 1.0.0 brings" in words(page)


def test_a_button_that_a_rule_forbids_is_grey_with_the_reason(open_page: Opener) -> None:
    version = make_active(make_template())
    grey = refusals(open_page("version", id=version))
    assert "is the active version already" in grey["Activate"].replace("\\", "")
    assert "Activate another version or switch the template off first" in grey["Deprecate"].replace("\\", "")


def test_activating_an_older_version_is_called_roll_back(open_page: Opener) -> None:
    template = make_template()
    old = make_published(template, "1.0.0")
    make_active(template, "1.1.0")
    newer = make_published(template, "1.2.0")
    assert any("Roll back to 1" in button.label for button in open_page("version", id=old).button)
    assert any(button.label == "Activate" for button in open_page("version", id=newer).button)


def test_a_draft_is_saved_as_typed(open_page: Opener) -> None:
    draft = make_draft(make_template())
    page = save(typed(open_page("version", id=draft), "world", "moon"))
    assert not page.error
    definition = get_version(draft).definition
    assert isinstance(definition, dict)
    assert definition["do"] == [{"greet": {"set": {"hello": "moon"}}}]


def test_without_the_browser_pieces_the_page_says_that_nothing_is_saved_by_itself(open_page: Opener) -> None:
    page = open_page("version", id=make_draft(make_template()))
    assert "nothing is saved by itself" in words(page)


def test_nothing_can_be_published_before_it_is_saved(open_page: Opener) -> None:
    draft = make_draft(make_template())
    page = typed(open_page("version", id=draft), "world", "moon")
    assert "not saved yet" in refusals(page)["Publish and activate"]
    assert "Publish and activate" not in refusals(save(page))


def test_broken_json_is_told_with_its_line_and_kept(open_page: Opener) -> None:
    draft = make_draft(make_template())
    page = typed(open_page("version", id=draft), '"do": [', '"do": ')
    assert "not valid JSON at line" in words(page)
    assert '"do": \n' in text_of(page)
    assert "Save draft" in refusals(page)


def test_what_keeps_a_draft_from_publication_is_told_with_its_path(open_page: Opener) -> None:
    draft = make_draft(make_template())
    page = typed(open_page("version", id=draft), '"set"', '"sett"')
    assert "1 problem before it can be published" in words(page)
    assert column(page, "Where") == ["/do/0/greet"]
    assert column(page, "Suggestion") == ["Did you mean “set”?"]
    (place,) = column(page, "Line")
    line, _, at = str(place).partition(":")
    assert text_of(page).splitlines()[int(line) - 1][int(at) - 1] == "{"
    assert "Save draft" not in refusals(page)


def test_a_warning_is_shown_beside_the_word_that_the_draft_may_be_published(open_page: Opener) -> None:
    tasks: list[JsonValue] = [{"wait": {"listen": {"to": {"any": []}}}}]
    draft = make_draft(make_template(), definition=open_workflow(do=tasks))
    page = open_page("version", id=draft)
    assert "may be published" in words(page)
    assert column(page, "Severity") == ["warning"]
    assert "Publish" not in refusals(page)


def test_a_draft_saved_by_somebody_else_is_never_overwritten_unseen(open_page: Opener) -> None:
    draft = make_draft(make_template())
    page = typed(open_page("version", id=draft), "world", "moon")
    theirs = open_workflow(do=[{"theirs": {"set": {"hello": "sun"}}}])
    seen = get_version(draft).content_hash
    save_draft(draft, definition=theirs, version="1.0.0", note="x", seen_hash=seen, actor="bea@acme.example")
    page = save(page)
    assert "saved this draft" in words(page)
    assert "moon" in text_of(page)
    assert get_version(draft).definition == theirs
    mine = next(button for button in page.button if button.label.startswith("Keep mine on top"))
    page = save(mine.click().run())
    assert "moon" in json.dumps(get_version(draft).definition)


def test_of_two_notes_the_second_author_is_asked_which_one_stays(open_page: Opener) -> None:
    draft = make_draft(make_template())
    page = open_page("version", id=draft)
    stored = get_version(draft)
    save_draft(
        draft,
        definition=stored.definition,
        version="1.0.0",
        note="Theirs",
        seen_hash=stored.content_hash,
        actor="bea@acme.example",
    )
    page.text_input[1].set_value("Mine").run()
    assert "bea@acme.example named this draft 1.0.0, “Theirs”" in words(page)
    next(button for button in page.button if button.label == "Keep mine").click().run()
    save(page)
    assert get_version(draft).note == "Mine"


def test_what_was_typed_while_somebody_published_is_offered(open_page: Opener) -> None:
    draft = make_draft(make_template())
    page = typed(open_page("version", id=draft), "world", "moon")
    publish_version(draft, actor="bea@acme.example")
    page = page.run()
    assert "was published while you were writing" in words(page)
    assert next(each.proto.label for each in page.get("download_button")) == "My text"


def test_theirs_can_be_taken_over(open_page: Opener) -> None:
    draft = make_draft(make_template())
    page = typed(open_page("version", id=draft), "world", "moon")
    theirs = open_workflow(do=[{"theirs": {"set": {"hello": "sun"}}}])
    seen = get_version(draft).content_hash
    save_draft(draft, definition=theirs, version="1.0.0", note="x", seen_hash=seen, actor="bea@acme.example")
    page = page.run()
    page = next(button for button in page.button if button.label.startswith("Take theirs")).click().run()
    assert json.loads(text_of(page)) == theirs
    assert "saved this draft" not in words(page)


def test_an_untouched_draft_follows_what_others_save(open_page: Opener) -> None:
    draft = make_draft(make_template())
    page = open_page("version", id=draft)
    theirs = open_workflow(do=[{"theirs": {"set": {"hello": "sun"}}}])
    seen = get_version(draft).content_hash
    save_draft(draft, definition=theirs, version="1.0.1", note="x", seen_hash=seen, actor="bea@acme.example")
    page = page.run()
    assert json.loads(text_of(page)) == theirs
    assert page.text_input[0].value == "1.0.1"


@pytest.mark.parametrize("definition", ['"text"', "[1, 2]", "null", "7"])
def test_a_definition_of_the_backend_that_is_no_object_is_told(
    open_page: Opener, database: Connection, definition: str
) -> None:
    database.execute(
        text(
            'INSERT INTO "WorkflowTemplateVersion" (id, "workflowTemplateId", version, definition, "updatedAt") '
            "VALUES ('odd', :template, 'latest', CAST(:definition AS jsonb), now())"
        ),
        {"template": make_template(), "definition": definition},
    )
    page = open_page("version", id="odd")
    assert "must be a JSON object" in words(page)
    assert not page.exception


def test_the_history_of_a_version_is_its_own(open_page: Opener) -> None:
    template = make_template()
    make_published(template, "1.0.0")
    other = make_published(template, "1.1.0")
    page = open_page("version", id=other)
    assert column(page, "What", table=-1) == ["Published 1.1.0", "Wrote draft 1.1.0"]


def test_an_unknown_version_is_told_with_a_way_back(open_page: Opener) -> None:
    page = open_page("version", id="nobody")
    assert "There is no version “nobody”" in words(page)
