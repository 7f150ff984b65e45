"""Keyset cursors: the place of a row in a list that is ordered by a moment, then by id."""

from datetime import UTC, datetime

from domain.errors import InvalidInput


def cursor_of(moment: datetime, row_id: str) -> str:
    """The cursor of a row, fit for an address."""
    return f"{moment.isoformat()}_{row_id}"


def position_of(cursor: str) -> tuple[datetime, str]:
    """Moment and id of a cursor. Raises: InvalidInput for text that is no cursor."""
    moment, _, row_id = cursor.partition("_")
    try:
        position = datetime.fromisoformat(moment).astimezone(UTC), row_id
    except (ValueError, OverflowError):
        position = None
    if position is None or not row_id:
        raise InvalidInput("page", "this is no page of the list. Go back to the first page.")
    return position
