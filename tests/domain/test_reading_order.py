"""Definitions in the order in which people read them."""

from hypothesis import given

from domain.json_types import JsonValue
from domain.reading_order import reading_order
from tests.domain.test_diff import VALUES


@given(VALUES)
def test_only_the_order_of_keys_changes(value: JsonValue) -> None:
    assert reading_order(value) == value


def test_a_document_stands_before_its_tasks_whatever_the_database_says() -> None:
    stored: JsonValue = {"do": [{"ask": {"then": "end", "with": {}, "call": "http"}}], "input": {}, "document": {}}
    ordered = reading_order(stored)
    assert isinstance(ordered, dict)
    assert list(ordered) == ["document", "input", "do"]
    assert str(ordered["do"]) == "[{'ask': {'call': 'http', 'with': {}, 'then': 'end'}}]"


def test_keys_unknown_to_the_language_keep_their_order() -> None:
    ordered = reading_order({"zeta": 1, "alpha": 2, "do": []})
    assert isinstance(ordered, dict)
    assert list(ordered) == ["do", "zeta", "alpha"]
