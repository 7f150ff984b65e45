"""Long silences on a line of time are folded."""

from datetime import UTC, datetime, timedelta

from domain.idling import FOLDED, FoldedTime, silences

BEGIN = datetime(2026, 11, 1, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return BEGIN + timedelta(seconds=seconds)


def test_a_silence_is_a_minute_or_more_and_a_good_part_of_the_whole() -> None:
    assert silences([at(0), at(30), at(50)]) == []
    [found] = silences([at(0), at(2), at(86_400), at(86_403)])
    assert (found.begin, found.end, found.length) == (at(2), at(86_400), timedelta(seconds=86_398))
    assert silences([]) == silences([at(1)]) == []


def test_in_days_of_many_minutes_a_minute_is_no_silence() -> None:
    assert silences([at(number * 90) for number in range(1000)]) == []


def test_what_happened_has_all_the_room_but_that_of_the_folds() -> None:
    moments = [at(0), at(10), at(100_010), at(100_020)]
    axis = FoldedTime(moments, silences(moments))
    places = [axis.place(moment) for moment in moments]
    assert places[0] == 0.0
    assert round(places[1], 6) == round((1 - FOLDED) / 2, 6)
    assert round(places[2], 6) == round((1 - FOLDED) / 2 + FOLDED, 6)
    assert round(places[3], 6) == 1.0


def test_a_moment_is_one_bar_and_what_is_outside_is_at_the_end() -> None:
    axis = FoldedTime([at(0), at(10)], [])
    assert axis.bars(at(10), at(10), 10) == [0.0] * 9 + [1.0]
    assert axis.bars(at(-5), at(5), 4) == [1.0, 1.0, 1.0, 0.0]


def test_all_at_one_moment_has_a_place() -> None:
    assert FoldedTime([at(0)], []).bars(at(0), at(0), 3) == [1.0, 0.0, 0.0]
