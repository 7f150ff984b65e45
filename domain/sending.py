"""How large a start may be: definition, context and input travel to Temporal together, in one payload."""

import json
from collections.abc import Mapping

from domain.errors import InvalidInput
from domain.json_types import JsonValue

LARGEST_PAYLOAD = 2 * 1024 * 1024
"""Temporal's own limit (``limit.blobSize.error``), which its operators may change."""
ENVELOPE = 16 * 1024
"""Kept free for ids, names and what Temporal adds."""
LARGEST_START = LARGEST_PAYLOAD - ENVELOPE
_AS_SENT = json.JSONEncoder(separators=(",", ":"))


def check_start_size(parts: Mapping[str, JsonValue]) -> None:
    """Refuse a start whose parts, by name, are together too large for one payload.

    Each part is serialised once and measured as Temporal's JSON converter writes it: in ASCII, so that a character
    such as “é” counts six bytes. Raises: InvalidInput with all sizes and the limit.
    """
    check_sizes({name: sent_size(value) for name, value in parts.items()})


def check_sizes(sizes: Mapping[str, int]) -> None:
    """The same for parts that were measured by ``sent_size``. Raises: InvalidInput."""
    if sum(sizes.values()) > LARGEST_START:
        told = ", ".join(f"{name} {size:,}" for name, size in sizes.items())
        raise InvalidInput(
            "input",
            f"too large to be handed to Temporal at once: {sum(sizes.values()):,} bytes as they are sent ({told}), "
            f"but at most {LARGEST_START:,} are taken. Hand over less, such as ids in place of documents.",
        )


def sent_size(value: JsonValue) -> int:
    """Bytes of ``value`` as Temporal's JSON converter writes it."""
    return len(_AS_SENT.encode(value))
