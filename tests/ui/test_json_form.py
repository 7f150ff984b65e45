"""A form from a JSON Schema: fields for simple things, JSON for the rest, nothing invented."""

from typing import Any

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
    run.button_group(key="f.yes").set_value(["No"])
    run.selectbox(key="f.kind").set_value(1)
    run.text_area(key="f.more").set_value('{"x": [1]}').run()
    data = run.session_state["data"]
    assert (data["a"], data["b"], data["rate"], data["kind"], data["more"]) == ("text", 3, 2.5, 2, {"x": [1]})


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
