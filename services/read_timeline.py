"""What happened in a run, in order: Temporal's history folded into one row for each thing that began and ended.

A history is read from its end, page by page: every row is complete, since the events that say how it ended were seen
before it.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.errors import NotFound
from domain.json_types import JsonObject
from runtime.contracts import RETRIED_MEMO, TaskStatus
from runtime.histories import PendingActivity, Spot
from runtime.history import HistoryEvent, memo_of
from runtime.service import temporal
from services._timeline_rows import KINDS, EventSpot, Later, TimelineRow, followed, later_of, opened

__all__ = ["PAGE", "START", "EventSpot", "Place", "Timeline", "TimelineRow", "read_events", "read_timeline"]
PAGE = 500
"""Temporal counts batches of events, those that one request or one answer of a worker brought: a page may hold more."""
MOST_SEARCHED = 10_000
ENOUGH = 100
"""So many rows of trouble are looked for at once, in at most so many events."""
_ENDS = frozenset(
    f"WorkflowExecution{end}" for end in ("Completed", "Failed", "TimedOut", "Canceled", "Terminated", "ContinuedAsNew")
)
NEWEST = Spot()


@dataclass(frozen=True)
class Place:
    """Where a reader is in a history: the page, what newer pages said of older rows, and when the run ended (UTC)."""

    spot: Spot = NEWEST
    later: tuple[Later, ...] = ()
    ended_at: datetime | None = None
    before: int = 0


START = Place()


@dataclass(frozen=True)
class Timeline:
    """Rows in the order in which they began; ``older`` is where to go on reading, None at the beginning of it all.

    ``events_read`` were read for them, ``before`` on newer pages; ``total`` events has the newest run, None where it is
    not told. An execution that continued as new, or was retried, goes on, to the past, with the run before.
    """

    rows: tuple[TimelineRow, ...]
    events_read: int
    before: int
    total: int | None
    older: Place | None


def read_timeline(execution_id: str, place: Place = START, *, size: int = PAGE, only_trouble: bool = False) -> Timeline:
    """Fold one page of the history, the newest without a ``place``.

    ``only_trouble`` keeps what failed or is open, and reads on until there is enough of it to show, at most 10,000
    events. Raises: NotFound when Temporal does not know the run (any more), TemporalAway.
    """
    rows: list[TimelineRow] = []
    read, here = 0, place
    while True:
        found, count, older = _page(execution_id, here, size)
        read += count
        rows = [row for row in found if not only_trouble or _is_trouble(row)] + rows
        if older is None or not only_trouble or read >= MOST_SEARCHED or len(rows) >= ENOUGH:
            break
        here = older
    total, pending = _standing(execution_id) if place == START else (None, {})
    return Timeline(tuple(_now(row, pending) for row in rows), read, place.before, total, older)


def read_events(execution_id: str, row: TimelineRow, *, size: int = PAGE) -> list[JsonObject]:
    """The events of a row as Temporal's own JSON, oldest first. Raises: NotFound, TemporalAway."""
    wanted = {str(event.id) for event in row.events}
    found: dict[str, JsonObject] = {}
    for spot in dict.fromkeys(event.spot for event in row.events):
        for event in temporal().raw_events(execution_id, spot, size):
            if str(event.get("eventId")) in wanted:
                found[str(event["eventId"])] = event
    return [found[key] for key in sorted(found, key=int)]


def _page(execution_id: str, place: Place, size: int) -> tuple[list[TimelineRow], int, Place | None]:
    found = temporal().history_back(execution_id, place.spot, size)
    ended_at = next((event.at for event in found.events if event.type in _ENDS), place.ended_at)
    told = filter(None, (later_of(event, place.spot) for event in found.events))
    later: dict[int, list[Later]] = {}
    for each in (*told, *place.later):
        later.setdefault(each.opener, []).append(each)
    rows = [_row(event, place.spot, later, ended_at) for event in found.events if event.type in KINDS]
    return rows, len(found.events), _older(found.events, found.next_page, place, later, ended_at)


def _row(event: HistoryEvent, spot: Spot, later: dict[int, list[Later]], ended_at: datetime | None) -> TimelineRow:
    row = replace(opened(event), events=(EventSpot(event.id, spot),))
    for each in later.pop(event.id, ()):
        row = followed(row, each)
    return row.stopped(ended_at) if row.is_open and ended_at is not None else row


def _older(
    events: tuple[HistoryEvent, ...],
    page: str | None,
    place: Place,
    later: dict[int, list[Later]],
    ended_at: datetime | None,
) -> Place | None:
    before = place.before + len(events)
    if page is not None:
        rest = tuple(each for found in later.values() for each in found)
        return Place(Spot(place.spot.run_id, page), rest, ended_at, before)
    first = events[0].attributes if events and events[0].type == "WorkflowExecutionStarted" else {}
    run = first.get("continuedExecutionRunId") or memo_of(first, RETRIED_MEMO)
    return Place(Spot(str(run)), (), None, before) if run else None


def _is_trouble(row: TimelineRow) -> bool:
    return row.is_open or row.status is TaskStatus.FAULTED


def _standing(execution_id: str) -> tuple[int | None, dict[str, PendingActivity]]:
    try:
        found = temporal().standing(execution_id)
    except NotFound:
        return None, {}
    return found.events, found.pending


def _now(row: TimelineRow, pending: dict[str, PendingActivity]) -> TimelineRow:
    """The row with the attempt that is under way, which the history does not tell before it ended."""
    found = pending.get(row.activity_id or "") if row.is_open else None
    if found is None:
        return row
    limit = f" of {found.most}" if found.most else ""
    trouble = f"; the last one failed: {found.trouble}" if found.trouble else ""
    return replace(row, attempts=found.attempt, detail=f"attempt {found.attempt}{limit}{trouble}")
