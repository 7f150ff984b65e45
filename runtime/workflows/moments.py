"""Times as the workflow sees them: UTC, the same on every replay."""

from datetime import UTC, datetime

from temporalio import workflow

from domain.json_types import JsonValue


def now() -> datetime:
    """The workflow's time."""
    return workflow.now().astimezone(UTC)


def iso(moment: datetime) -> str:
    """ISO 8601 text in UTC, with milliseconds and Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def descriptor_of(moment: datetime) -> JsonValue:
    """The specification's *DateTime Descriptor*."""
    seconds = moment.timestamp()
    return {"iso8601": iso(moment), "epoch": {"seconds": int(seconds), "milliseconds": int(seconds * 1000)}}
