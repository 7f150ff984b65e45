"""The start page: filled from the address or from an execution, checked while it is written."""

import json
import re

import pytest
from sqlalchemy import Connection, text
from streamlit.testing.v1 import AppTest

from domain.errors import NotAllowed
from domain.json_types import JsonObject
from services.deprecate_version import deprecate_version
from services.get_template import get_template
from services.start_execution import StartOrder, start_execution
from tests.factories import AUTHOR, make_active, make_draft, make_link, make_published, make_template, open_workflow
from tests.pages.conftest import Opener
from tests.pages.reading import words
from tests.pages.rows import made_by_the_backend
from ui.start.draft import Draft
from ui.start.prefill import LARGEST_FIELD

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


def field(page: AppTest, name: str) -> str:
    """The key of a field of the input's form."""
    return f"start.input.{page.selectbox(key='start.version').value}.{name}"


def typed(page: AppTest) -> object:
    return json.loads(page.session_state["start.input"])


def test_the_schema_becomes_a_form_and_what_is_missing_is_told(open_page: Opener, template: str) -> None:
    page = open_page("start", template=template)
    assert "PAN <b> *" in [re.sub(r"\\(.)", r"\1", each.label) for each in page.text_input]
    assert 'the whole input: "pan" is a required property' in words(page)
    assert page.button(key="start.template.go.open").disabled
    page.text_input(key=field(page, "pan")).set_value("ABC").run()
    assert "does not fit" not in words(page)
    assert not page.button(key="start.template.go.open").disabled
    assert typed(page) == {"pan": "ABC"}


def test_form_and_text_show_the_same_whichever_was_typed_in(open_page: Opener, template: str) -> None:
    page = open_page("start", template=template)
    page.text_input(key=field(page, "pan")).set_value("ABC").run()
    page.button_group(key="start.input.view").set_value("JSON").run()
    assert json.loads(page.text_area(key="start.input").value or "") == {"pan": "ABC"}
    page.text_area(key="start.input").set_value('{"pan": "DEF", "note": 5, "more": [null]}').run()
    page.button_group(key="start.input.view").set_value("Form").run()
    assert page.text_input(key=field(page, "pan")).value == "DEF"
    assert page.text_area(key=field(page, "note")).value == "5"
    page.text_input(key=field(page, "pan")).set_value("GHI").run()
    page.button_group(key="start.input.view").set_value("JSON").run()
    assert typed(page) == {"pan": "GHI", "note": 5, "more": [None]}


def test_broken_json_is_told_with_line_and_column_and_cannot_be_sent(open_page: Opener, template: str) -> None:
    page = open_page("start", template=template)
    page.button_group(key="start.input.view").set_value("JSON").run()
    page.text_area(key="start.input").set_value('{\n  "pan": \n}').run()
    assert "line 3, column 1" in words(page)
    assert page.button(key="start.template.go.open").disabled
    page.button_group(key="start.input.view").set_value("Form").run()
    assert "Mend the text first" in words(page)
    assert page.text_area(key="start.input").value == '{\n  "pan": \n}'


def test_one_like_another_has_all_of_its_inputs(open_page: Opener, template: str) -> None:
    order = StartOrder(template, {"pan": "ABC", "note": "ü"}, "Ticket", context={"a": 1}, name="Ours")
    like = start_execution(order, actor=AUTHOR).execution_id or ""
    page = open_page("start", like=like)
    assert page.selectbox(key="start.what").value == f"template:{template}"
    assert typed(page) == {"pan": "ABC", "note": "ü"}
    assert json.loads(page.session_state["start.context"]) == {"a": 1}
    assert page.text_input(key="start.name").value == "Ours"


def test_one_like_another_whose_version_is_deprecated_says_so_and_chooses_no_other(
    open_page: Opener, template: str
) -> None:
    old = make_published(template, "0.9.0", open_workflow("gst", version="0.9.0"))
    order = StartOrder(template, {"pan": "ABC"}, "Ticket", version_id=old)
    like = start_execution(order, actor=AUTHOR).execution_id or ""
    deprecate_version(old, reason="Wrong", actor=AUTHOR)
    page = open_page("start", like=like)
    assert "Version 0.9.0 is deprecated and not started here" in words(page)
    assert page.selectbox(key="start.version").value is None
    assert typed(page) == {"pan": "ABC"} if page.session_state["start.input"] else False


def test_one_like_one_of_the_backend_is_refused_with_the_reason(
    open_page: Opener, template: str, database: Connection
) -> None:
    version = get_template(template).active_version_id or ""
    page = open_page("start", like=made_by_the_backend(database, version))
    assert "Nothing was filled in. The backend made it itself" in words(page)
    assert page.selectbox(key="start.what").value == f"template:{template}"


def test_one_like_one_with_a_huge_input_is_refused_with_a_way_out(open_page: Opener) -> None:
    template = make_template("Huge")
    make_active(template)
    order = StartOrder(template, {"text": "x" * LARGEST_FIELD}, "Ticket")
    page = open_page("start", like=start_execution(order, actor=AUTHOR).execution_id or "")
    assert "start it with pointsman start TEMPLATE --input FILE" in words(page)


def test_a_version_in_the_address_may_be_its_number(open_page: Opener, template: str) -> None:
    other = make_published(template, "1.1.0", open_workflow("gst", version="1.1.0"))
    assert open_page("start", template=template, version="1.1.0").selectbox(key="start.version").value == other
    page = open_page("start", template=template, version="9.9.9")
    assert "This template has no such version any more" in words(page)


def test_an_address_fills_in_everything(open_page: Opener, template: str) -> None:
    page = open_page(
        "start",
        template=template,
        input='{"pan":"ABC"}',
        context='{"customerId":"c_1"}',
        service_request="sr_1",
        task_group="tg_1",
    )
    assert page.text_input(key=field(page, "pan")).value == "ABC"
    assert page.text_input(key="start.context.form.customerId").value == "c_1"
    assert page.text_input(key="start.service_request").value == "sr_1"
    shown = [each.value for each in page.code]
    assert any(text.startswith("pointsman start ") and "--service-request=sr_1" in text for text in shown)
    assert any("/api/v1/starts" in text and '"taskGroupId": "tg_1"' in text for text in shown)
    assert any(f"template={template}" in text and "task_group=tg_1" in text for text in shown)


def test_what_runs_for_the_same_customer_or_service_request_is_told(
    open_page: Opener, template: str, database: Connection
) -> None:
    database.execute(text("""INSERT INTO "ServiceRequest" VALUES ('sr_1')"""))
    order = StartOrder(
        template, {"pan": "A"}, "Ticket", context={"customerId": "c_1"}, name="The first", service_request_id="sr_1"
    )
    start_execution(order, actor=AUTHOR)
    page = open_page("start", template=template, context='{"customerId":"c_1"}')
    assert "1 execution already under way" in words(page)
    assert "The first" in " ".join(str(each.proto.label) for each in page.get("page_link"))
    page = open_page("start", template=template, service_request="sr_1")
    assert "1 execution already under way" in words(page)
    assert "already under way" not in words(open_page("start", template=template, context='{"customerId":"c_2"}'))


def test_one_like_nothing_leads_to_empty_fields(open_page: Opener) -> None:
    assert "There is no execution “gone”" in words(open_page("start", like="gone"))


def test_an_entity_tells_beforehand_what_it_would_start(open_page: Opener, template: str) -> None:
    make_link(template, "gst-plan")
    page = open_page("start", entity_type="PRODUCT", entity_id="gst-plan")
    assert "It starts **GST registration**, version **1.0.0**" in words(page)
    page = open_page("start", entity_type="PRODUCT", entity_id="other")
    assert "linked to no template" in words(page)
    assert "gst-plan · Product, starts GST registration" in page.selectbox(key="start.what").options


def test_a_template_that_is_gone_is_told(open_page: Opener, template: str) -> None:
    assert "There is no template “gone” any more" in words(open_page("start", template="gone"))


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
