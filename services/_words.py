"""Short texts that people type: names, notes, reasons."""

from domain.errors import InvalidInput
from domain.json_values import check_text


def required(text: str | None, where: str, limit: int = 200) -> str:
    """Return ``text`` trimmed. Raises: InvalidInput when nothing is left, or more than ``limit`` characters."""
    found = optional(text, where, limit)
    if found is None:
        raise InvalidInput(where, "is missing. Write a few words.")
    return found


def optional(text: str | None, where: str, limit: int = 4000) -> str | None:
    """Return ``text`` trimmed, None when nothing is left. Raises: InvalidInput when it is too long or not storable."""
    found = (text or "").strip()
    check_text(found, where)
    if len(found) > limit:
        raise InvalidInput(where, f"has {len(found):,} characters, at most {limit:,} are accepted.")
    return found or None
