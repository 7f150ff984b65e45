"""A timeline says how much of the history it shows or has searched."""

from dataclasses import replace
from datetime import UTC, datetime

from services.read_timeline import Timeline, of_run
from ui.execution.reach import how_far_read, how_far_searched

MOMENT = datetime(2026, 11, 29, 20, 0, tzinfo=UTC)
PART = Timeline((), "run", events_read=500, before=1000, total=48_000, back_to=MOMENT, older=of_run("run"))
WHOLE = Timeline((), "run", events_read=26, before=0, total=26, back_to=MOMENT, older=None)


def test_a_page_says_which_part_it_is() -> None:
    assert how_far_read(PART) == "Events 1,001 to 1,500 of 48,000, counted from the newest."
    assert how_far_read(WHOLE) == "All 26 events of this run’s history."


def test_a_search_that_did_not_see_everything_says_how_far_it_looked() -> None:
    told = "Nothing failed or open, in 500 events, back to 2026-11-29 20:00:00 UTC. **Earlier** looks further."
    assert how_far_searched(PART) == told
    assert how_far_searched(WHOLE) == "Nothing failed or open, in all 26 events."


def test_runs_before_that_are_not_kept_are_told() -> None:
    told = "; the runs before it are not kept by Temporal any more."
    assert how_far_read(replace(WHOLE, is_cut=True)).endswith(told)
    assert how_far_searched(replace(WHOLE, is_cut=True)).endswith(told)
