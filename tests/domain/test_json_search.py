"""Finding a text in a JSON document."""

from domain.json_search import Hit, search_json
from domain.json_types import JsonObject

ORDER: JsonObject = {
    "customer": {"id": "cus_8412", "plan": None},
    "directors": [{"id": "dir_31", "name": "Ada"}, {"id": "dir_32", "name": "ÅSA"}],
    "a/b~c": True,
    "amount": 8412.5,
}


def found(text: str, most: int = 10) -> list[Hit]:
    return search_json(ORDER, text, most)


def test_values_are_found_with_their_place_in_order() -> None:
    assert found("8412") == [Hit("/customer/id", "cus_8412"), Hit("/amount", 8412.5)]


def test_a_name_is_found_with_all_that_is_below_it() -> None:
    assert found("directors") == [Hit("/directors", ORDER["directors"])]


def test_case_does_not_matter_in_any_alphabet() -> None:
    assert found("åsa") == [Hit("/directors/1/name", "ÅSA")]


def test_what_is_no_text_is_found_as_json_writes_it() -> None:
    assert found("null") == [Hit("/customer/plan", None)]
    assert found("TRUE") == [Hit("/a~1b~0c", True)]


def test_no_more_than_asked_for_and_nothing_for_an_empty_text() -> None:
    assert len(found("id", 2)) == 2
    assert found(" ") == []
    assert search_json("plain", "lai", 1) == [Hit("", "plain")]
