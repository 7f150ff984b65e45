"""The start page: filled from the address or from an execution, checked while it is written."""

import json

import pytest

from domain.errors import NotAllowed
from domain.json_types import JsonObject
from services.start_execution import StartOrder, start_execution
from tests.factories import AUTHOR, make_active, make_draft, make_link, make_published, make_template, open_workflow
from tests.pages.conftest import Opener
from tests.pages.reading import words
from ui.start.draft import Draft

pytestmark = pytest.mark.usefixtures("database")
SCHEMA: JsonObject = {
    "type": "object",
    "required": ["pan"],
    "properties": {"pan": {"type": "string", "title": "PAN <b>"}, "note": {"type": "string"}},
}


@pytest.fixture
def template() -> str:
    found = make_template("GST registration")
    make_active(found, definition={**open_workflow("gst"), "input": {"schema": {"document": SCHEMA}}})
    return found


def test_without_templates_it_says_so(open_page: Opener) -> None:
    assert "There is no template yet" in words(open_page("start"))


def test_the_active_version_is_chosen_and_others_are_named_for_what_they_are(open_page: Opener, template: str) -> None:
    make_published(template, "1.1.0", open_workflow("gst", version="1.1.0"))
    make_draft(template, "2.0.0")
    options = open_page("start", template=template).selectbox(key="start.version").options
    assert options == ["1.0.0 · active", "1.1.0 · published, not active", "2.0.0 · draft, as a test run"]


def test_a_draft_is_started_as_a_test_run(open_page: Opener, template: str) -> None:
    draft = make_draft(template, "2.0.0")
    page = open_page("start", template=template, version=draft)
    assert "Start the test run" in [button.label for button in page.button]


def test_a_template_that_is_off_asks_for_a_version(open_page: Opener) -> None:
    template = make_template()
    make_published(template)
    page = open_page("start", template=template)
    assert "switched off" in words(page)
    assert page.selectbox(key="start.version").value is None


def test_the_schema_is_told_and_a_skeleton_helps(open_page: Opener, template: str) -> None:
    page = open_page("start", template=template)
    assert "**pan** :gray[string] · PAN <b>" in words(page)
    page.button(key="start.skeleton").click().run()
    assert json.loads(page.text_area(key="start.input").value or "") == {"pan": ""}


def test_broken_json_is_told_with_line_and_column_and_cannot_be_sent(open_page: Opener, template: str) -> None:
    page = open_page("start", template=template)
    page.text_area(key="start.input").set_value('{\n  "pan": \n}').run()
    assert "line 3, column 1" in words(page)
    assert page.button(key="start.template.go.open").disabled
    assert page.text_area(key="start.input").value == '{\n  "pan": \n}'


def test_one_like_another_has_all_of_its_inputs(open_page: Opener, template: str) -> None:
    order = StartOrder(template, {"pan": "ABC", "note": "ü"}, "Ticket", context={"a": 1}, name="Ours")
    like = start_execution(order, actor=AUTHOR).execution_id or ""
    page = open_page("start", like=like)
    assert page.selectbox(key="start.template").value == template
    assert json.loads(page.text_area(key="start.input").value or "") == {"pan": "ABC", "note": "ü"}
    assert json.loads(page.text_area(key="start.context").value or "") == {"a": 1}
    assert page.text_input(key="start.name").value == "Ours"


def test_one_like_nothing_leads_to_empty_fields(open_page: Opener) -> None:
    assert "There is no execution “gone”" in words(open_page("start", like="gone"))


def test_an_entity_tells_beforehand_what_it_would_start(open_page: Opener, template: str) -> None:
    make_link(template, "gst-plan")
    page = open_page("start", entity_type="PRODUCT", entity_id="gst-plan")
    assert "It starts **GST registration**, version **1.0.0**" in words(page)
    page.text_input(key="start.entity_id").set_value("other").run()
    assert "linked to no template" in words(page)


def test_an_order_gets_a_new_key_once_it_is_decided() -> None:
    draft = Draft("key")
    assert draft.take("It is started.", "d1", "e1") == "e1"
    assert draft.key != "key"
    assert draft.refused is None


def test_a_refused_order_keeps_its_sentence_and_its_delivery() -> None:
    draft = Draft("key")
    with pytest.raises(NotAllowed, match="Nothing was started"):
        draft.take("Nothing was started.", "d1", None)
    assert draft.refused == ("Nothing was started.", "d1")
