"""Values of secrets are put in and taken out again."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.calls.secrets import COMPUTED, Values, placeholders_of, refuse_unavailable

MARK = "0123456789abcdef"
LONG = st.text(st.characters(exclude_characters="⟦⟧", codec="utf-8"), min_size=4, max_size=30).filter(
    lambda text: text not in ("true", "false") and text not in f"secret:s/key:{MARK}"
)


@given(LONG, st.text(max_size=5))
def test_what_was_put_in_is_taken_out(value: str, around: str) -> None:
    values = Values({"s": {"key": value}}, MARK)
    placeholder = f"⟦secret:s/key:{MARK}⟧"
    sent = values.resolved({"body": [around + placeholder]})
    assert sent == {"body": [around + value]}
    assert value not in str(values.hidden_text(around + value)).replace(placeholder, "")


@given(LONG)
def test_a_value_in_a_uri_is_escaped_wherever_its_placeholder_stood(value: str) -> None:
    values, held = Values({"s": value}, MARK), f"⟦secret:s:{MARK}⟧"
    assert (
        values.resolved_uri(f"http://x/{held}?{quote(held, safe='')}")
        == f"http://x/{quote(value, safe='')}?{quote(value, safe='')}"
    )


def test_one_value_within_another_does_not_leave_the_rest() -> None:
    values = Values({"a": "abcd", "b": "abcdefgh"}, MARK)
    assert values.hidden("abcdefgh abcd") == f"⟦secret:b:{MARK}⟧ ⟦secret:a:{MARK}⟧"


def test_a_placeholder_is_not_searched_for_other_values() -> None:
    values = Values({"a": "secret", "b": "other-value"}, MARK)
    assert values.hidden("other-value") == f"⟦secret:b:{MARK}⟧"


def test_numbers_are_taken_out_too() -> None:
    assert Values({"pin": 48151}, MARK).hidden({"n": [48151, 4]}) == {"n": [f"⟦secret:pin:{MARK}⟧", 4]}


@pytest.mark.parametrize("short", ["abc", "", 12, True, None])
def test_what_is_too_short_is_not_looked_for(short: object) -> None:
    text = f"x {short} abc true 12"
    assert Values({"s": short}, MARK).hidden(text) == text  # type: ignore[dict-item]


def test_without_a_mark_no_text_stands_for_a_value() -> None:
    assert Values({"s": "value"}, "").resolved("⟦secret:s⟧") == "⟦secret:s⟧"


def test_what_was_computed_is_hidden_in_all_and_in_words() -> None:
    values = Values({"s": "value"}, MARK)
    values.learn("Basic dmFsdWU=", "Basic b3RoZXI=")
    assert values.hidden(["Basic dmFsdWU=", "dmFsdWU=", "Basic"]) == [COMPUTED, COMPUTED, "Basic"]


def test_placeholders_have_the_shape_of_the_secrets() -> None:
    shape = placeholders_of({"s": {"a": [1, None], "b": "x"}}, "m")
    assert shape == {"s": {"a": ["⟦secret:s/a/0:m⟧", None], "b": "⟦secret:s/b:m⟧"}}


@pytest.mark.parametrize("text", ["$secrets.a", '$secrets["a"].x', '$secrets."a"', "$secrets . a"])
def test_a_mention_of_an_available_secret_is_allowed(text: str) -> None:
    refuse_unavailable(text, {"a": 1}, ["a", "b"], "/do/0/t")


def test_a_longer_name_is_another_variable() -> None:
    refuse_unavailable("$secretsOfMine.b", {}, ["b"], "/do/0/t")
