"""How far a timeline has come in the history of an execution, in words."""

from services.read_timeline import Timeline
from ui.times import utc
from ui.wording import counted


def how_far_read(timeline: Timeline) -> str:
    """Which part of the history this page is."""
    last = timeline.before + timeline.events_read
    if timeline.before == 0 and last >= timeline.total:
        return f"All {counted(last, 'event')} of this run’s history{_beginning(timeline)}."
    place = f"Events {timeline.before + 1:,} to {last:,} of {timeline.total:,}, counted from the newest"
    return f"{place}{_beginning(timeline)}."


def how_far_searched(timeline: Timeline) -> str:
    """How far a search has looked, and what it found."""
    found = counted(len(timeline.rows), "row") if timeline.rows else "Nothing"
    if timeline.older is None:
        return f"{found} failed or open, in all {counted(timeline.events_read, 'event')}{_beginning(timeline)}."
    back = f", back to {utc(timeline.back_to)}" if timeline.back_to else ""
    return f"{found} failed or open, in {timeline.events_read:,} events{back}. **Earlier** looks further."


def _beginning(timeline: Timeline) -> str:
    return "; the runs before it are not kept by Temporal any more" if timeline.is_cut else ""
