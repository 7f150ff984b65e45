"""How long JSON texts are, as far as it matters."""

from domain.json_types import JsonValue

AROUND = 2
"""Brackets or quotes."""


def size_up_to(value: JsonValue, limit: int) -> int:
    """About how many characters the JSON text of a value has; once it is over ``limit``, some number above it."""
    if isinstance(value, str):
        return AROUND + len(value)
    size = 0
    waiting: list[JsonValue] = [value]
    while waiting and size <= limit:
        each = waiting.pop()
        if isinstance(each, dict):
            size += AROUND + sum(len(key) + 2 * AROUND for key in each)
            waiting.extend(each.values())
        elif isinstance(each, list):
            size += AROUND + AROUND * len(each)
            waiting.extend(each)
        else:
            size += AROUND + len(each) if isinstance(each, str) else len(str(each))
    return size
