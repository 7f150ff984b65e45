"""Keyset cursors: the place of a row in a list that is ordered by a moment, then by id, or by texts."""

import base64
import json
from datetime import UTC, datetime

from domain.errors import InvalidInput


def cursor_of(moment: datetime, row_id: str) -> str:
    """The cursor of a row, fit for an address as it stands; ``moment`` is UTC."""
    return f"{moment.isoformat().replace('+00:00', 'Z')}_{row_id}"


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


def cursor_of_texts(*texts: str) -> str:
    """The cursor of a row in a list that is ordered by texts, fit for an address."""
    return base64.urlsafe_b64encode(json.dumps(texts).encode()).decode().rstrip("=")


def texts_of(cursor: str, number: int) -> tuple[str, ...]:
    """The ``number`` texts of a cursor. Raises: InvalidInput for text that is no such cursor."""
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list) or len(found) != number or not all(isinstance(text, str) for text in found):
        raise InvalidInput("page", "this is no page of the list. Go back to the first page.")
    return tuple(found)
