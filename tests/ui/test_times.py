"""Moments and durations in words."""

from datetime import UTC, datetime, timedelta

import pytest

from ui.times import ago, duration, utc, when

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("back", "words"),
    [
        (timedelta(seconds=2), "just now"),
        (timedelta(seconds=42), "42 s ago"),
        (timedelta(minutes=3, seconds=50), "3 min ago"),
        (timedelta(hours=26), "1 d ago"),
        (timedelta(minutes=-5), "in 5 min"),
    ],
)
def test_a_moment_is_told_from_now(back: timedelta, words: str) -> None:
    assert ago(NOW - back, NOW) == words


def test_a_naive_moment_is_utc() -> None:
    assert utc(datetime(2026, 11, 22, 12, 0)) == "2026-11-22 12:00:00 UTC"  # noqa: DTZ001


def test_both_forms_stand_together() -> None:
    assert when(NOW - timedelta(hours=2), NOW) == "2 h ago · 2026-11-22 10:00:00 UTC"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (0.85, "850 ms"),
        (4.2, "4.2 s"),
        (59.97, "1 min"),
        (60, "1 min"),
        (185, "3 min 5 s"),
        (timedelta(hours=2, minutes=10), "2 h 10 min"),
        (timedelta(days=3, hours=4), "3 d 4 h"),
        (-3, "0 ms"),
    ],
)
def test_a_duration_has_two_units_at_most(span: timedelta | float, words: str) -> None:
    assert duration(span) == words


def test_what_is_not_known_is_a_dash() -> None:
    assert (ago(None), utc(None), when(None), duration(None)) == ("–", "–", "–", "–")
