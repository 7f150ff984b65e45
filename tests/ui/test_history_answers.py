""" "What was active on 3 March?" in words."""

from datetime import UTC, date, datetime

from services.read_history import History, Period
from ui.template.history import answer, answer_at

MADE = datetime(2026, 1, 1, tzinfo=UTC)
MOVED = datetime(2026, 3, 3, 14, 5, 3, tzinfo=UTC)
NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)
OLD = Period("a", "1.0.0", MADE, MOVED, "ada", "First")
NEW = Period("b", "1.1.0", MOVED, None, "bea", "Better")
HISTORY = History(MADE, (NEW, OLD), is_whole=True)


def said(history: History, day: date) -> str:
    return "\n".join(answer(history, day, NOW)).replace("\\", "")


def said_at(history: History, moment: str) -> str:
    return "\n".join(answer_at(history, datetime.fromisoformat(f"{moment}Z"), NOW)).replace("\\", "")


def test_a_moment_has_one_version_also_on_the_day_of_a_move() -> None:
    before, after = said_at(HISTORY, "2026-03-03T14:05:02"), said_at(HISTORY, "2026-03-03T14:05:03")
    assert "**3 March 2026, 14:05:02 UTC**" in before
    assert "**1.0.0** was active from 2026-01-01 00:00:00 UTC until 2026-03-03 14:05:03 UTC, moved by ada" in before
    assert "1.1.0" not in before
    assert "**1.1.0** was active from 2026-03-03 14:05:03 UTC until now, moved by bea" in after
    assert "1.0.0" not in after


def test_a_moment_that_nobody_knows_is_told_so() -> None:
    assert "did not exist" in said_at(HISTORY, "2025-12-31T12:00")
    assert "has not come yet" in said_at(HISTORY, "2026-04-01T12:01")
    lost = (
        Period("b", "1.1.0", MADE, None, is_start_known=False),
        Period("a", "1.0.0", MADE, None, is_end_known=False),
    )
    told = said_at(History(MADE, lost, is_whole=True), "2026-03-03T00:00")
    assert "**1.0.0** was active from 2026-01-01 00:00:00 UTC until a time that is not recorded" in told
    assert "one of the versions that are named" in told


def test_a_day_within_one_period_has_one_version_all_day() -> None:
    told = said(HISTORY, date(2026, 3, 4))
    assert "**1.1.0** was active all day, moved by bea at 2026-03-03 14:05:03 UTC: “Better”" in told
    assert "1.0.0" not in told


def test_the_day_of_a_move_has_both_with_their_times() -> None:
    told = said(HISTORY, date(2026, 3, 3))
    assert told.index("**1.0.0** was active until 14:05:03") < told.index("**1.1.0** was active from 14:05:03")


def test_a_day_on_which_it_was_off_says_so() -> None:
    off = History(MADE, (Period(None, None, MADE, None),), is_whole=True)
    assert "**no version** was active all day" in said(off, date(2026, 3, 3))


def test_a_day_before_the_template_was_made_says_so() -> None:
    assert "did not exist: it was made at 2026-01-01 00:00:00 UTC" in said(HISTORY, date(2025, 12, 31))


def test_a_day_to_come_says_so() -> None:
    assert "has not come yet" in said(HISTORY, date(2026, 4, 2))


def test_a_move_that_nobody_recorded_leaves_two_answers() -> None:
    first = Period("a", "1.0.0", MADE, None, "ada", "First", is_end_known=False)
    lost = (Period("b", "1.1.0", MADE, None, is_start_known=False), first)
    told = said(History(MADE, lost, is_whole=True), date(2026, 3, 3))
    assert "**1.0.0** was active until a time that is not recorded" in told
    assert "**1.1.0** was active from a time that is not recorded, after 2026-01-01 00:00:00 UTC" in told
    assert "one of the versions that are named" in told
