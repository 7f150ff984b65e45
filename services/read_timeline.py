"""What happened in a run, in order: Temporal's history folded into one row for each thing that began and ended."""

from dataclasses import dataclass, replace
from datetime import datetime

from runtime.history import HistoryEvent
from runtime.service import temporal
from services._timeline_rows import CLOSING, KINDS, closed, opened
from services._timeline_rows import TimelineRow as TimelineRow

PAGE = 1000


@dataclass(frozen=True)
class Timeline:
    """Rows in the order in which they began; ``has_more`` when the history is longer than what was read."""

    rows: tuple[TimelineRow, ...]
    events_read: int
    has_more: bool


def read_timeline(execution_id: str, *, most_events: int = 3 * PAGE) -> Timeline:
    """Fold the history of the newest run, at most about ``most_events`` events of it.

    Raises: NotFound when Temporal does not know the run (any more), TemporalAway.
    """
    rows: dict[int, TimelineRow] = {}
    page: str | None = None
    read = 0
    while True:
        found = temporal().history(execution_id, page, min(PAGE, most_events))
        read += len(found.events)
        for event in found.events:
            _fold(rows, event)
        page = found.next_page
        if page is None or read >= most_events:
            break
    return Timeline(tuple(rows.values()), read, page is not None)


def _fold(rows: dict[int, TimelineRow], event: HistoryEvent) -> None:
    if event.type == "ActivityTaskStarted":
        _note_attempt(rows, event)
    elif event.type in CLOSING:
        reference, status = CLOSING[event.type]
        begun = rows.get(int(str(event.attributes.get(reference, 0))))
        if begun is not None:
            rows[begun.event_id] = closed(begun, event, status)
    elif event.type in KINDS:
        rows[event.id] = opened(event)
    if event.type in _ENDS:
        _stop_open(rows, event.at)


def _note_attempt(rows: dict[int, TimelineRow], event: HistoryEvent) -> None:
    begun = rows.get(int(str(event.attributes.get("scheduledEventId", 0))))
    if begun is not None:
        rows[begun.event_id] = replace(begun, attempts=int(str(event.attributes.get("attempt", 1))))


def _stop_open(rows: dict[int, TimelineRow], at: datetime) -> None:
    """The run is over: what was still open ended with it."""
    for key, row in rows.items():
        if row.is_open:
            rows[key] = row.stopped(at)


_ENDS = frozenset(
    f"WorkflowExecution{end}" for end in ("Completed", "Failed", "TimedOut", "Canceled", "Terminated", "ContinuedAsNew")
)
