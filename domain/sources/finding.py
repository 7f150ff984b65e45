"""From a place in a value to a line of its text."""

from domain.sources.json_text import json_spots
from domain.sources.spots import Lines


def line_of(text: str, pointer: str) -> int:
    """The line of JSON text, counted from zero, on which the value at a JSON Pointer begins: its key, if it has one.

    Of a place that is not there, it is the line of what is nearest around it.
    """
    nearest, length, wanted = 0, -1, f"{pointer}/"
    for spot in json_spots(text):
        if wanted.startswith(f"{spot.pointer}/") and len(spot.pointer) > length:
            nearest, length = spot.value_at if spot.key_at is None else spot.key_at, len(spot.pointer)
            if spot.pointer == pointer:
                break
    return Lines(text).place(nearest).line - 1
