"""JSON that nobody means well with."""

from domain.json_types import JsonValue


def nested(levels: int) -> JsonValue:
    """Arrays in arrays."""
    value: JsonValue = 1
    for _ in range(levels):
        value = [value]
    return value


HOSTILE_JSON: dict[str, JsonValue] = {
    "deep": nested(50_000),
    "a little too deep": nested(101),
    "nul": "a\0b",
    "nul in a key": {"a\0b": 1},
    "half a surrogate pair": "\ud83d",
    "not a number": float("nan"),
    "endless": float("inf"),
    "five megabytes": "x" * 5_000_000,
    "an integer of 5,000 digits": 10**5000,
}
