"""What happened in a run, in order: Temporal's history folded into one row for each thing that began and ended.

A history is read from its end, page by page: every row is complete, since the events that say how it ended were seen
before it.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.errors import NotFound
from domain.json_types import JsonObject
from runtime.contracts import RETRIED_MEMO, TaskStatus
from runtime.histories import PendingActivity, Spot, Standing, Stretch
from runtime.history import HistoryEvent
from runtime.service import temporal
from services._timeline_rows import CLOSING, KINDS, EventSpot, Later, TimelineRow, followed, later_of, opened, opens

__all__ = ["PAGE", "START", "EventSpot", "Place", "Timeline", "TimelineRow", "of_run", "read_events", "read_timeline"]
PAGE = 500
EVENTS_A_ROW = 20
"""A page with fewer rows than its events should give is filled, ..."""
PAGES_AT_ONCE = 8
"""... with at most so many times its events; a search reads so many at once."""
MOST_SEARCHED = 60_000
"""More events than a run may have."""
ENOUGH = 100
"""So many rows of trouble are looked for at once."""
_ENDS = frozenset(
    f"WorkflowExecution{end}" for end in ("Completed", "Failed", "TimedOut", "Canceled", "Terminated", "ContinuedAsNew")
)
NEWEST = Spot()
_TELLING = frozenset({*KINDS, *CLOSING, "ActivityTaskStarted"})


@dataclass(frozen=True)
class Place:
    """Where a reader is in a history: what newer pages said of older rows, and when the run ended (UTC).

    ``before`` events of this run stand on newer pages; ``standing`` is how the run stood at the newest of them.
    """

    spot: Spot = NEWEST
    later: tuple[Later, ...] = ()
    ended_at: datetime | None = None
    before: int = 0
    standing: Standing | None = None


START = Place()


def of_run(run_id: str) -> Place:
    """The newest page of a run."""
    return Place(Spot(run_id))


@dataclass(frozen=True)
class Timeline:
    """Rows in the order in which they began; ``older`` is where to go on reading, None at the beginning of it all.

    ``events_read`` were read for them, the oldest of which came at ``back_to`` (UTC); they and those on newer pages,
    ``before``, are of ``total`` in the run ``run_id``, where the last of them stands. An execution that continued as
    new, or was retried, goes on, to the past, with the run before; ``is_cut`` where Temporal does not keep that one any
    more.
    """

    rows: tuple[TimelineRow, ...]
    run_id: str
    events_read: int
    before: int
    total: int
    back_to: datetime | None
    older: Place | None
    is_cut: bool = False


def read_timeline(execution_id: str, place: Place = START, *, size: int = PAGE, only_trouble: bool = False) -> Timeline:
    """Fold one page of about ``size`` events, the newest without a ``place``: more where they hold few rows.

    ``only_trouble`` keeps what failed or is open, and reads on until there is enough of it to show, at most 60,000
    events. Raises: NotFound when Temporal does not know the run (any more), TemporalAway.
    """
    step = size * PAGES_AT_ONCE if only_trouble else size
    page = _page(execution_id, place, step, only_trouble)
    while (place_after := _to_read_on(page, size, only_trouble)) is not None:
        page = _joined(page, _page(execution_id, place_after, step, only_trouble))
    return page


def read_events(execution_id: str, row: TimelineRow) -> list[JsonObject]:
    """The events of a row as Temporal's own JSON, oldest first. Raises: NotFound, TemporalAway."""
    at: dict[Spot, set[int]] = {}
    for event in row.events:
        at.setdefault(event.spot, set()).add(event.id)
    found = [event for spot, ids in at.items() for event in temporal().raw_events(execution_id, spot, ids)]
    return sorted(found, key=lambda event: int(str(event["eventId"])))


def _page(execution_id: str, place: Place, size: int, only_trouble: bool) -> Timeline:
    standing = place.standing or temporal().standing(execution_id, place.spot.run_id)
    spot = replace(place.spot, run_id=standing.run_id)
    found = temporal().history_back(execution_id, spot, size)
    telling = [event for event in found.events if event.type in _TELLING]
    ended_at = next((event.at for event in reversed(telling) if event.type in _ENDS), place.ended_at)
    later: dict[int, list[Later]] = {}
    for each in (*filter(None, (later_of(event, spot) for event in telling)), *place.later):
        later.setdefault(each.opener, []).append(each)
    begun = [(event, later.pop(event.id, [])) for event in telling if opens(event)]
    rows = [_row(event, spot, told, ended_at) for event, told in begun if not only_trouble or not _went_well(told)]
    before = place.before + len(found.events)
    rest = tuple(each for left in later.values() for each in left)
    older, is_cut = (
        (Place(found.older, rest, ended_at, before, standing), False)
        if found.older is not None
        else _run_before(execution_id, found)
    )
    return Timeline(
        rows=tuple(_now(row, standing.pending) for row in rows if not only_trouble or _is_trouble(row)),
        run_id=standing.run_id,
        events_read=len(found.events),
        before=place.before,
        total=max(standing.events, before),
        back_to=found.events[0].at if found.events else None,
        older=older,
        is_cut=is_cut,
    )


def _to_read_on(page: Timeline, size: int, only_trouble: bool) -> Place | None:
    """Where more is to be read for the same view, if there is not enough on it; a page keeps to one run."""
    if only_trouble:
        is_enough = len(page.rows) >= ENOUGH or page.events_read >= MOST_SEARCHED
    else:
        is_enough = len(page.rows) >= size // EVENTS_A_ROW or page.events_read >= size * PAGES_AT_ONCE
    if page.older is None or is_enough:
        return None
    return page.older if only_trouble or page.older.standing is not None else None


def _joined(page: Timeline, more: Timeline) -> Timeline:
    return replace(
        more,
        rows=(*more.rows, *page.rows),
        events_read=more.events_read + page.events_read,
        before=page.before if more.run_id == page.run_id else 0,
    )


def _row(event: HistoryEvent, spot: Spot, told: list[Later], ended_at: datetime | None) -> TimelineRow:
    row = replace(opened(event), events=(EventSpot(event.id, spot),))
    for each in told:
        row = followed(row, each)
    return row.stopped(ended_at) if row.is_open and ended_at is not None else row


def _went_well(told: list[Later]) -> bool:
    return any(each.status not in (None, TaskStatus.FAULTED) for each in told)


def _run_before(execution_id: str, found: Stretch) -> tuple[Place | None, bool]:
    """Where the run before this one ends, None where there is none; True where there was one."""
    first = found.events[0] if found.events else None
    run_id = first and (first.text("continued_execution_run_id") or first.memo(RETRIED_MEMO))
    if not isinstance(run_id, str) or not run_id:
        return None, False
    try:
        temporal().standing(execution_id, run_id)
    except NotFound:
        return None, True
    return of_run(run_id), False


def _is_trouble(row: TimelineRow) -> bool:
    return row.is_open or row.status is TaskStatus.FAULTED


def _now(row: TimelineRow, pending: dict[str, PendingActivity]) -> TimelineRow:
    """The row with the attempt that is under way, which the history does not tell before it ended."""
    found = pending.get(row.activity_id or "") if row.is_open else None
    if found is None:
        return row
    limit = f" of {found.most}" if found.most else ""
    trouble = f"; the last one failed: {found.trouble}" if found.trouble else ""
    return replace(row, attempts=found.attempt, detail=f"attempt {found.attempt}{limit}{trouble}")
