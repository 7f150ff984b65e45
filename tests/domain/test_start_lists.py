"""Lists of starts: whatever a value is, the cell that it is written to gives it back."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.csv_reading import read_csv
from domain.errors import InvalidInput
from domain.json_types import JsonObject, JsonValue
from domain.json_values import compact
from domain.start_lists.cells import typed_cell
from domain.start_lists.listing import ListedStart, listed_starts
from domain.start_lists.targets import (
    LEFT_OUT,
    OUTCOME_HEADS,
    Place,
    Target,
    check_targets,
    is_known,
    suggest_targets,
    target_of,
    written,
)

SCHEMA: JsonObject = {
    "type": "object",
    "properties": {
        "directors": {"type": "integer"},
        "share": {"type": "number"},
        "listed": {"type": "boolean"},
        "plan": {"enum": ["basic", 2, None]},
        "company": {"$ref": "#/$defs/company"},
        "people": {"type": "array", "items": {"type": "object", "properties": {"age": {"type": "integer"}}}},
        "either": {"type": ["integer", "string"]},
        "name": {"type": "string", "title": "Legal name"},
    },
    "$defs": {"company": {"type": "object", "properties": {"taxId": {"type": "string"}, "zip": {"type": "string"}}}},
}
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | words
documents = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(words, inner), max_leaves=4)
KINDS: dict[str, st.SearchStrategy[Any]] = {
    "integer": st.integers(),
    "number": st.floats(allow_nan=False, allow_infinity=False),
    "boolean": st.booleans(),
    "object": st.dictionaries(words, documents),
    "array": st.lists(documents),
}


def read(text: str, schema: JsonObject | None = SCHEMA, **targets: str) -> list[ListedStart]:
    table = read_csv(text.encode())
    return listed_starts(table, check_targets({**suggest_targets(table.heads, schema), **targets}), schema)


def one(text: str, schema: JsonObject | None = SCHEMA, **targets: str) -> ListedStart:
    [row] = read(text, schema, **targets)
    return row


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_a_value_written_as_json_is_read_with_its_type(kind: str, data: st.DataObject) -> None:
    value: JsonValue = data.draw(KINDS[kind])
    assert typed_cell(compact(value), {"type": kind}, "x") == value


@given(text=words)
def test_a_text_field_takes_every_text_as_it_stands(text: str) -> None:
    assert typed_cell(text, {"type": "string"}, "x") == text


@given(text=st.text())
def test_no_cell_is_too_strange_to_be_read_or_refused(text: str) -> None:
    for kind in [*KINDS, "unheard of"]:
        with suppress(InvalidInput):
            compact(typed_cell(text, {"type": kind}, "x"))


@given(path=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), min_size=1, max_size=4))
def test_a_path_is_written_so_that_it_is_read_again(path: list[str]) -> None:
    target = Target(Place.INPUT, tuple(path))
    assert target_of(target.name) == target
    assert written(target.place, target.path) == target.name


def test_columns_lead_to_fields_and_cells_get_their_types() -> None:
    row = one("directors,share,listed,company.zip,/company/taxId,people.0.age\n2,0.5,yes,00501,7,30\n")
    assert row.input == {
        "directors": 2,
        "share": 0.5,
        "listed": True,
        "company": {"zip": "00501", "taxId": "7"},
        "people": [{"age": 30}],
    }


def test_reserved_columns_go_where_they_belong() -> None:
    row = one("name,context.customerId,serviceRequestId,taskGroupId,/name\nAda's,c_1,sr_1,tg_1,Ada Ltd\n")
    assert (row.name, row.context, row.service_request_id, row.task_group_id) == (
        "Ada's",
        {"customerId": "c_1"},
        "sr_1",
        "tg_1",
    )
    assert row.input == {"name": "Ada Ltd"}


def test_an_empty_cell_leaves_its_field_out() -> None:
    assert one("directors,share\n,1\n").input == {"share": 1}


def test_elements_are_read_in_order_wherever_their_columns_stand() -> None:
    assert one("people.1.age,people.0.age\n2,1\n").input == {"people": [{"age": 1}, {"age": 2}]}


def test_a_gap_between_elements_is_told() -> None:
    assert one("people.0.age,people.1.age\n,2\n").problem == "people.1.age: element 1 is given, but element 0 is not."


@pytest.mark.parametrize(
    ("head", "cell", "problem"),
    [
        ("directors", "two", "directors: “two” must be a number, such as 1200 or 12.5."),
        ("directors", "2.5", "directors: “2.5” must be a whole number."),
        ("directors", "007", "directors: “007” must be a number, such as 1200 or 12.5."),
        ("share", "NaN", "share: “NaN” must be a number, such as 1200 or 12.5."),
        ("listed", "maybe", "listed: “maybe” must be true or false."),
        ("company", "[1]", "company: “[1]” must be an object in JSON."),
    ],
)
def test_a_cell_that_does_not_fit_is_told_with_its_column(head: str, cell: str, problem: str) -> None:
    bad, good = read(f"{head},note,name\n{cell},,Ada\n,x,\n")
    assert (bad.problem, good.problem) == (problem, None)
    assert bad.name == "Ada"
    assert bad.input == {head: [1] if cell == "[1]" else cell}


@pytest.mark.parametrize(("cell", "value"), [("2", 2), ("basic", "basic"), ("null", None), ("other", "other")])
def test_a_choice_is_the_option_that_is_written_so(cell: str, value: JsonValue) -> None:
    assert one(f"plan\n{cell}\n").input == {"plan": value}


def test_the_first_type_that_takes_the_text_is_used_and_text_last() -> None:
    assert [row.input for row in read("either\n7\nseven\n")] == [{"either": 7}, {"either": "seven"}]


def test_without_a_schema_json_in_a_cell_is_read_and_all_else_is_text() -> None:
    row = one('a,b,c\n1,"{""x"": 1}",{x\n', schema=None)
    assert row.input == {"a": "1", "b": {"x": 1}, "c": "{x"}


def test_the_whole_input_may_stand_in_one_column() -> None:
    assert one('input,context\n"{""directors"": 2}","{""customerId"": ""c""}"\n').context == {"customerId": "c"}


def test_heads_are_matched_to_the_schemas_spelling_and_titles() -> None:
    heads = ["Directors", "Legal Name", "service request id", "company_tax-id", "other"]
    assert suggest_targets(heads, SCHEMA) == {
        "Directors": "directors",
        "Legal Name": "/name",
        "service request id": "serviceRequestId",
        "company_tax-id": "company.taxId",
        "other": "other",
    }


@pytest.mark.parametrize(
    ("target", "known"),
    [
        ("people.0.age", True),
        ("company.zip", True),
        ("context.x", True),
        ("name", True),
        ("company.town", False),
        ("x", False),
    ],
)
def test_a_field_that_the_schema_does_not_name_is_noticed(target: str, known: bool) -> None:
    assert is_known(target, SCHEMA) is known


def test_a_list_with_outcomes_can_be_uploaded_again() -> None:
    found = suggest_targets([*OUTCOME_HEADS, "name", "input"], SCHEMA)
    assert found == {**dict.fromkeys(OUTCOME_HEADS, LEFT_OUT), "name": "name", "input": "input"}


@pytest.mark.parametrize(
    ("targets", "told"),
    [
        ({"a": "x", "b": "/x"}, "b: goes to “x”, and so does column “a”"),
        ({"a": "x.y", "b": "x"}, "b: goes to “x”, and so does column “a” (“x.y”)"),
        ({"a": "name", "b": "name"}, "b: goes to “name”"),
        ({"a": "x..y"}, "“x..y” has an empty step"),
    ],
)
def test_columns_that_clash_are_told(targets: dict[str, str], told: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_targets(targets)
    assert told in str(refused.value)
