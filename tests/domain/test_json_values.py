"""JSON that people and machines send: what is taken, and the sentence for what is not."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.json_types import JsonValue
from domain.json_values import (
    MAX_DEPTH,
    as_object,
    check_json,
    check_text,
    compact,
    content_hash,
    parse_json,
    parse_object,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(), inside, max_size=4),
    max_leaves=12,
)


def nested(levels: int) -> JsonValue:
    value: JsonValue = "core"
    for _ in range(levels):
        value = [value]
    return value


@given(JSON)
def test_what_is_written_compactly_is_read_back_equal(value: JsonValue) -> None:
    assert parse_json(compact(value), "value") == value


def test_a_syntax_error_is_told_with_line_and_column() -> None:
    with pytest.raises(InvalidInput, match="input: not valid JSON at line 2, column 6"):
        parse_json('{\n"a": }', "input")


@pytest.mark.parametrize("source", ["NaN", "[Infinity]", '{"a": -Infinity}'])
def test_numbers_that_json_does_not_know_are_refused_when_read(source: str) -> None:
    with pytest.raises(InvalidInput, match="which JSON does not know"):
        parse_json(source, "input")


@pytest.mark.parametrize("source", ['{"a": 1, "b": 2, "a": 1}', '[{"b": {"a": 1, "\\u0061": 2}}]'])
def test_a_name_that_comes_twice_in_an_object_is_refused(source: str) -> None:
    with pytest.raises(InvalidInput, match="input: holds “a” twice in one object"):
        parse_json(source, "input")


def test_a_name_that_comes_twice_among_many_costs_no_more_than_reading_them() -> None:
    source = "{" + ",".join(f'"{number}":1' for number in range(200_000)) + ',"7":1}'
    begun = time.monotonic()
    with pytest.raises(InvalidInput, match="“7” twice"):
        parse_json(source, "input")
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("source", ["[" * 100_000, '{"a":' * 100_000, "1" * 5000])
def test_text_that_would_break_the_reader_is_refused(source: str) -> None:
    with pytest.raises(InvalidInput, match="nested deeper than 100 levels, or holds a number that is too long"):
        parse_json(source, "input")


@pytest.mark.parametrize("source", ["", "  \n "])
def test_empty_text_is_an_empty_object(source: str) -> None:
    assert parse_object(source, "input") == {}


@pytest.mark.parametrize(
    ("value", "named"),
    [(None, "null"), (True, "a boolean"), (4, "a number"), (1.5, "a number"), ("{}", "a text"), ([], "an array")],
)
def test_what_is_no_object_is_named(value: JsonValue, named: str) -> None:
    with pytest.raises(InvalidInput, match=f"must be a JSON object, such as {{…}}, but is {named}"):
        as_object(value, "context")


def test_the_deepest_json_that_is_taken_has_99_arrays_around_its_core() -> None:
    check_json(nested(MAX_DEPTH - 1), "input")
    with pytest.raises(InvalidInput, match="nested deeper than 100 levels"):
        check_json(nested(MAX_DEPTH), "input")


@pytest.mark.parametrize("levels", [10_000, 200_000])
def test_endless_nesting_is_refused_without_recursing_into_it(levels: int) -> None:
    with pytest.raises(InvalidInput, match="nested deeper"):
        check_json(nested(levels), "input")


@pytest.mark.parametrize("value", ["a\0b", ["\0"], {"\0": 1}, {"a": {"b": "\0"}}])
def test_the_character_nul_is_refused_wherever_it_hides(value: JsonValue) -> None:
    with pytest.raises(InvalidInput, match="the character NUL"):
        check_json(value, "input")


@pytest.mark.parametrize("value", ["\ud83d", ["\udc00"], {"\ud800": 1}])
def test_half_a_surrogate_pair_is_refused(value: JsonValue) -> None:
    with pytest.raises(InvalidInput, match="half of a surrogate pair"):
        check_json(value, "input")


@pytest.mark.parametrize("value", [float("nan"), {"a": float("inf")}, [-float("inf")]])
def test_a_number_that_is_not_finite_is_refused(value: JsonValue) -> None:
    with pytest.raises(InvalidInput, match="not finite"):
        check_json(value, "input")


def test_a_number_of_5000_digits_is_refused() -> None:
    with pytest.raises(InvalidInput, match="number"):
        check_json(10**5000, "input")


def test_five_megabytes_are_refused_with_both_numbers() -> None:
    with pytest.raises(InvalidInput, match="5,000,002 bytes of JSON, but at most 1,572,864 are accepted"):
        check_json("x" * 5_000_000, "input")


@pytest.mark.parametrize("text", ["𝔓oints", "👩‍👩‍👧", "مرحبا", "<script>", "**bold**", "tab\tnewline\n", ""])
def test_any_valid_unicode_text_is_taken(text: str) -> None:
    check_text(text, "name")


@given(st.dictionaries(st.text(), st.integers(), min_size=2))
def test_the_order_of_keys_does_not_change_the_content_hash(value: dict[str, JsonValue]) -> None:
    turned = dict(reversed(value.items()))
    assert content_hash(turned) == content_hash(value)


@given(JSON, JSON)
def test_different_values_have_different_hashes(one: JsonValue, other: JsonValue) -> None:
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (content_hash(one) == content_hash(other)) == same
