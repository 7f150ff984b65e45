"""The orders of the list of executions: by one column, then by creation and id; rows without a value come last."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, tuple_

from domain.errors import InvalidInput
from services._keyset import cursor_of, position_of
from storage.list_table import ListedExecution as Listed

Position = tuple[Any, datetime, str]
"""Value of the sorted column, moment of creation, id."""

SORTS = (
    *("created_at", "name", "status", "runtime_status", "origin", "started_by", "started_at", "closed_at", "took_ms"),
    *("entity_id", "customer_id", "service_request_id", "failure_type", "waiting_since"),
)
_NEWEST = "created_at"
_MOMENTS = ("started_at", "closed_at", "waiting_since")
_ALWAYS_THERE = ("created_at", "name", "status")
_LONGEST_NAME = 100


@dataclass(frozen=True)
class Order:
    """How a list is sorted: ``column`` is one of ``SORTS``. Raises: InvalidInput for another one."""

    column: str = _NEWEST
    descending: bool = True

    def __post_init__(self) -> None:
        if self.column not in SORTS:
            raise InvalidInput("sort", f"choose one of {', '.join(SORTS)}.")

    @property
    def is_by_creation(self) -> bool:
        """True for the order that needs no other column."""
        return self.column == _NEWEST

    @property
    def has_gaps(self) -> bool:
        """True when some rows have no value in the column."""
        return self.column not in _ALWAYS_THERE

    def value(self, row: type[Listed]) -> ColumnElement[Any]:
        """What is compared of a row."""
        found: ColumnElement[Any] = getattr(row, self.column)
        return func.left(found, _LONGEST_NAME) if self.column == "name" else found

    def cursor(self, value: Any, created_at: datetime, row_id: str) -> str:
        """The cursor of a row, fit for an address; ``value`` is what the row has in the column."""
        if self.is_by_creation:
            return cursor_of(created_at, row_id)
        told = value.isoformat() if isinstance(value, datetime) else value
        shown = told[:_LONGEST_NAME] if self.column == "name" else told
        return json.dumps([shown, cursor_of(created_at, row_id)])

    def position(self, cursor: str) -> Position:
        """What a cursor says. Raises: InvalidInput for text that is no cursor of this order."""
        if self.is_by_creation:
            return None, *position_of(cursor)
        try:
            value, rest = json.loads(cursor)
            if value is not None and self.column in _MOMENTS:
                value = datetime.fromisoformat(value).astimezone(UTC)
        except (ValueError, TypeError, OverflowError):
            raise InvalidInput("page", "this is no page of the list. Go back to the first page.") from None
        self._check(value)
        return value, *position_of(str(rest))

    def _check(self, value: Any) -> None:
        kind = datetime if self.column in _MOMENTS else int if self.column == "took_ms" else str
        fits = self.has_gaps if value is None else isinstance(value, kind)
        if not fits or (isinstance(value, int) and abs(value) >= 2**63):
            raise InvalidInput("page", "this is no page of the list. Go back to the first page.")


@dataclass(frozen=True)
class Stretch:
    """A part of an ordered list that one index can walk: the rows with a value in the column, or those without."""

    order: Order
    has_value: bool
    backwards: bool
    after: Position | None

    @property
    def by_value(self) -> bool:
        """True when the column decides; otherwise the moment of creation does."""
        return self.has_value and not self.order.is_by_creation

    def bounds(self, row: type[Listed]) -> list[ColumnElement[bool]]:
        """The conditions that a row lies in this stretch, behind the position where the reader is."""
        found: list[ColumnElement[bool]] = []
        if self.order.has_gaps:
            value = getattr(row, self.order.column)
            found.append(value.is_not(None) if self.has_value else value.is_(None))
        if self.after is not None:
            here, there = tuple_(*self._keys(row)), self.after if self.by_value else self.after[1:]
            found.append(here < there if self.falling else here > there)
        return found

    def ordering(self, row: type[Listed]) -> list[ColumnElement[Any]]:
        """For ``ORDER BY``."""
        return [key.desc() if self.falling else key.asc() for key in self._keys(row)]

    @property
    def falling(self) -> bool:
        """True when it is read from the greatest value down."""
        return self.order.descending is not self.backwards

    def _keys(self, row: type[Listed]) -> list[Any]:
        own = [self.order.value(row)] if self.by_value else []
        return [*own, row.created_at, row.id]


def stretches(order: Order, position: Position | None, *, backwards: bool) -> list[Stretch]:
    """The stretches from a position on, or from the beginning, in the direction of reading."""
    parts = [True, False] if order.has_gaps else [True]
    if backwards:
        parts.reverse()
    if position is None:
        return [Stretch(order, part, backwards, None) for part in parts]
    begin = not order.has_gaps or position[0] is not None
    left = parts[parts.index(begin) :]
    return [Stretch(order, part, backwards, position if part is begin else None) for part in left]
