"""Read parts of a definition as the type that they must have; what is wrong is a configuration fault of its task."""

import json
from datetime import timedelta

from domain.durations import InvalidDuration, parse_duration
from domain.faults import FaultKind, fault
from domain.json_types import JsonObject, JsonValue

LARGEST = 1_835_008


def as_object(value: JsonValue, what: str, reference: str) -> JsonObject:
    """An object. Raises: Fault."""
    if type(value) is dict:
        return value
    raise fault(FaultKind.CONFIGURATION, reference, f"{what} must be an object.")


def as_list(value: JsonValue, what: str, reference: str) -> list[JsonValue]:
    """A list. Raises: Fault."""
    if type(value) is list:
        return value
    raise fault(FaultKind.CONFIGURATION, reference, f"{what} must be a list.")


def as_text(value: JsonValue, what: str, reference: str) -> str:
    """Text. Raises: Fault."""
    if type(value) is str:
        return value
    raise fault(FaultKind.CONFIGURATION, reference, f"{what} must be text.")


def as_duration(value: JsonValue, what: str, reference: str) -> timedelta:
    """A duration. Raises: Fault."""
    try:
        return parse_duration(value)
    except InvalidDuration as error:
        raise fault(FaultKind.CONFIGURATION, reference, f"{what}: {error}") from None


def named_item(value: JsonValue, what: str, reference: str) -> tuple[str, JsonObject]:
    """Name and body of an object with one member, such as a task in a list. Raises: Fault."""
    if type(value) is dict and len(value) == 1:
        ((name, body),) = value.items()
        return name, as_object(body, f"{what} “{name}”", reference)
    raise fault(FaultKind.CONFIGURATION, reference, f"Each {what} must be an object with one name.")


def named_or_inline(value: JsonValue, named: JsonObject, what: str, reference: str) -> JsonObject:
    """A reusable part by its name, or the part itself. Raises: Fault when nothing has the name."""
    if isinstance(value, str):
        if value not in named:
            raise fault(FaultKind.CONFIGURATION, reference, f"There is no {what} “{value}” under use.")
        value = named[value]
    return as_object(value, what, reference)


def sendable(value: JsonValue, what: str, reference: str) -> JsonValue:
    """``value``, when Temporal takes it as one payload. Raises: Fault above 1.75 MiB (Temporal's limit is 2 MiB)."""
    size = len(json.dumps(value, separators=(",", ":")))
    if size > LARGEST:
        told = f"{what} has {size:,} bytes, but at most {LARGEST:,} can be handed on."
        raise fault(FaultKind.RUNTIME, reference, told)
    return value


def definition_at(definition: JsonObject, reference: str) -> JsonObject:
    """The part of a definition at a JSON Pointer (RFC 6901), empty where there is none."""
    found: JsonValue = definition
    for step in reference.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        if isinstance(found, dict):
            found = found.get(key)
        elif isinstance(found, list) and key.isdigit() and int(key) < len(found):
            found = found[int(key)]
        else:
            return {}
    return found if isinstance(found, dict) else {}


def metadata_of(task: JsonObject) -> JsonObject:
    """A task's ``metadata``, where Pointsman's extensions stand."""
    metadata = task.get("metadata")
    return metadata if isinstance(metadata, dict) else {}
