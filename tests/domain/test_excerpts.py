"""Short forms of JSON values."""

from domain.excerpts import excerpt
from domain.json_types import JsonValue


def test_a_short_value_stays_as_it_is() -> None:
    value: JsonValue = {"a": [1, True, None, "x" * 1000]}
    assert excerpt(value) == value


def test_what_is_left_out_is_said_where_it_stood() -> None:
    assert excerpt("x" * 30, most=20) == "x" * 20 + "…"
    assert excerpt([1] * 20, most=40) == [*[1] * 10, "… 10 more"]
    assert excerpt({f"{number:04}": 1 for number in range(10)}, most=40) == {
        **{f"{number:04}": 1 for number in range(5)},
        "…": "5 more",
    }


def test_what_lies_deep_is_left_out() -> None:
    value: JsonValue = "deep"
    for _ in range(2000):
        value = [value]
    text = str(excerpt(value))
    assert text.count("[") == 12
    assert "…" in text
