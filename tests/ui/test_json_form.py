"""A form from a JSON Schema: fields for simple things, JSON for the rest, nothing invented."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

SCHEMA = {
    "type": "object",
    "required": ["b"],
    "properties": {
        "a": {"type": "string"},
        "b": {"type": "integer"},
        "rate": {"type": "number"},
        "yes": {"type": "boolean"},
        "kind": {"enum": ["low", 2]},
        "tags": {"type": "array", "items": {"type": "string"}},
        "more": {"type": "object"},
        "day": {"type": "string", "format": "date"},
        "fixed": {"const": "x"},
        "preset": {"type": "string", "default": "old"},
    },
}


def page() -> None:
    import streamlit as st

    from domain.errors import InvalidInput
    from ui.json_form import json_form

    filled = json_form(st.session_state["schema"], key="f")
    try:
        st.session_state["data"] = filled.complete()
    except InvalidInput as error:
        st.session_state["data"] = str(error)


def form(schema: Any) -> AppTest:
    run = AppTest.from_function(page)
    run.session_state["schema"] = schema
    return run.run()


def test_empty_fields_are_left_out_and_presets_are_in() -> None:
    assert form(SCHEMA).session_state["data"] == {"fixed": "x", "preset": "old"}


def test_required_fields_come_first_with_a_star() -> None:
    run = form(SCHEMA)
    assert run.number_input[0].label == "B *"
    assert "required" in run.caption[-1].value


def test_each_field_gives_its_type() -> None:
    run = form(SCHEMA)
    run.text_input(key="f.a").set_value("text")
    run.number_input(key="f.b").set_value(3)
    run.number_input(key="f.rate").set_value(2.5)
    run.button_group(key="f.yes").set_value("No")
    run.selectbox(key="f.kind").set_value(1)
    run.text_area(key="f.more").set_value('{"x": [1]}').run()
    data = run.session_state["data"]
    assert (data["a"], data["b"], data["rate"], data["kind"], data["more"]) == ("text", 3, 2.5, 2, {"x": [1]})
    assert data["yes"] is False


def test_broken_json_is_told_at_its_field_and_stops_the_form() -> None:
    run = form(SCHEMA)
    run.text_area(key="f.more").set_value("{").run()
    assert run.session_state["data"].startswith("more: not valid JSON at line 1, column 2")
    assert run.text_area(key="f.more").value == "{"


def test_labels_are_shown_letter_by_letter() -> None:
    run = form({"properties": {"x": {"type": "string", "title": "**a** <i>"}}})
    assert run.text_input[0].label == "\\*\\*a\\*\\* \\<i\\>"


def test_without_a_usable_schema_one_json_text_stands_for_all() -> None:
    unusable: list[Any] = [None, {}, {"properties": []}, {"type": "array"}]
    for schema in unusable:
        run = form(schema)
        run.text_area(key="f.whole").set_value('{"a": 1}').run()
        assert run.session_state["data"] == {"a": 1}


def test_a_strange_schema_breaks_nothing() -> None:
    strange = {
        "a": True,
        "b": {"type": ["null", "string"]},
        "c": {"enum": []},
        "d": {"type": "integer", "minimum": "x"},
    }
    assert form({"properties": strange, "required": "a"}).session_state["data"] == {}


NESTED = {
    "type": "object",
    "required": ["company"],
    "properties": {
        "company": {"$ref": "#/$defs/company"},
        "people": {"type": "array", "items": {"type": "object", "properties": {"age": {"type": "integer"}}}},
        "site": {"type": "string", "format": "uri"},
        "since": {"type": "string", "format": "date"},
        "size": {"enum": ["small", 2]},
        "tags": {"type": "array", "items": {"type": "string"}},
        "active": {"type": "boolean"},
        "rate": {"type": "number", "maximum": 10},
    },
    "$defs": {"company": {"type": "object", "properties": {"zip": {"type": "string", "default": "00501"}}}},
}


def filled_page() -> None:
    import streamlit as st

    from ui.form_filling import fill_form
    from ui.json_form import json_form

    if "given" in st.session_state:
        fill_form(st.session_state["schema"], st.session_state.pop("given"), key="f")
    filled = json_form(st.session_state["schema"], key="f")
    st.session_state["data"] = filled.complete()


def refilled(given: Any, schema: Any = NESTED) -> AppTest:
    run = AppTest.from_function(filled_page)
    run.session_state["schema"], run.session_state["given"] = schema, given
    return run.run()


GIVEN: list[Any] = [
    {"company": {}},
    {
        "company": {"zip": "1"},
        "people": [{"age": 3}, {"age": 4}],
        "site": "https://x.example",
        "since": "2026-02-01",
        "size": 2,
        "tags": ["a", "b"],
        "active": False,
        "rate": 2.5,
    },
    {
        "company": None,
        "people": [],
        "site": "",
        "since": "yesterday",
        "size": 3,
        "tags": ["a", "a"],
        "active": 0,
        "rate": 11,
    },
    {"company": {"zip": 5, "more": {"x": [None]}}, "people": [{"age": "old", "name": "Ada"}, {}], "other": 1.5},
    {"company": [], "people": [1, {"age": 2}], "site": "a\nb", "tags": [""], "active": "Yes", "rate": 3},
]


@pytest.mark.parametrize("given", GIVEN)
def test_whatever_it_is_filled_with_comes_out_again_and_nothing_else(given: Any) -> None:
    run = refilled(given)
    assert run.exception == []
    assert run.session_state["data"] == given
    assert run.run().session_state["data"] == given


def test_what_was_never_filled_in_has_its_defaults() -> None:
    run = form(NESTED)
    assert run.session_state["data"] == {"company": {"zip": "00501"}}


def test_an_element_is_added_and_another_one_taken_away() -> None:
    run = refilled({"company": {}, "people": [{"age": 1}, {"age": 2}]})
    run.button(key="f.people/add").click().run()
    run.number_input(key="f.people.2.age").set_value(3).run()
    run.button(key="f.people/remove.0").click().run()
    assert run.session_state["data"]["people"] == [{"age": 2}, {"age": 3}]


def test_names_with_dots_do_not_meet_members_of_others() -> None:
    schema = {
        "properties": {"a.b": {"type": "string"}, "a": {"type": "object", "properties": {"b": {"type": "string"}}}}
    }
    given = {"a.b": "x", "a": {"b": "y"}, "": 1}
    assert refilled(given, schema).session_state["data"] == given


def test_a_schema_that_refers_to_itself_ends() -> None:
    schema = {"properties": {"child": {"$ref": "#"}, "name": {"type": "string"}}}
    given = {"child": {"child": {"child": {"child": {"child": {"name": "x"}}}}}}
    assert refilled(given, schema).session_state["data"] == given
