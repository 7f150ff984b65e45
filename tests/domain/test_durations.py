"""Durations of the language."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.durations import InvalidDuration, parse_duration
from domain.json_types import JsonValue


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ({"days": 1, "hours": 2, "minutes": 3, "seconds": 4, "milliseconds": 5}, 93784.005),
        ({"seconds": 0}, 0),
        ("PT15M", 900),
        ("P1DT2H", 93600),
        ("P2W", 1209600),
        ("PT0.5S", 0.5),
    ],
)
def test_units_and_iso_text_are_read(value: JsonValue, seconds: float) -> None:
    assert parse_duration(value) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({}, "is empty"),
        ({"weeks": 1}, "no unit “weeks”"),
        ({"days": -1}, "zero or more"),
        ({"days": 1.5}, "whole number"),
        ({"days": True}, "whole number"),
        ({"days": 10**30}, "longer than 100 years"),
        ("P1Y", "no fixed length"),
        ("P1M", "no fixed length"),
        ("P", "no ISO 8601 duration"),
        ("PT", "no ISO 8601 duration"),
        ("15 minutes", "no ISO 8601 duration"),
        ("P" + "9" * 99 + "D", "no ISO 8601 duration"),
        ("P" + "9" * 50 + "D", "longer than 100 years"),
        (5, "must be an object"),
        (None, "must be an object"),
    ],
)
def test_what_is_no_duration_is_refused_with_a_reason(value: JsonValue, told: str) -> None:
    with pytest.raises(InvalidDuration, match=told):
        parse_duration(value)


@given(st.text(alphabet="PTYMWDHS.0123456789", max_size=30))
def test_any_text_is_a_duration_or_refused(text: str) -> None:
    with suppress(InvalidDuration):
        assert parse_duration(text) >= timedelta(0)
