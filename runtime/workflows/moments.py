"""Times as the workflow sees them: UTC, the same on every replay."""

from datetime import UTC, datetime
from functools import lru_cache

from temporalio import workflow

from domain.json_types import JsonValue


def now() -> datetime:
    """The workflow's time."""
    return workflow.now().astimezone(UTC)


@lru_cache(maxsize=256)
def iso(moment: datetime) -> str:
    """ISO 8601 text in UTC, with milliseconds and Z; a workflow's time stands still while it computes."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def descriptor_of(moment: datetime) -> JsonValue:
    """The specification's *DateTime Descriptor*."""
    seconds = moment.timestamp()
    return {"iso8601": iso(moment), "epoch": {"seconds": int(seconds), "milliseconds": int(seconds * 1000)}}
