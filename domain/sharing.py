"""One start written down for others: as an address, for curl, and for the command line."""

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from domain.json_types import JsonObject, JsonValue
from domain.vocabulary import EntityType

LONGEST_ADDRESS = 6_000
"""Servers and proxies commonly take 8,000 characters of a request's head."""
LONGEST_COMMAND = 100_000
"""Linux takes 128 KiB as one argument."""


@dataclass(frozen=True)
class SharedStart:
    """What is started and with what: a template, with another ``version`` than the active one by id and number, or an
    entity."""

    template_id: str | None = None
    version: tuple[str, str] | None = None
    entity: tuple[EntityType, str] | None = None
    input: JsonValue = field(default_factory=dict)
    context: JsonObject = field(default_factory=dict)
    service_request_id: str = ""
    task_group_id: str = ""
    name: str = ""
    key: str = ""
    is_test: bool = False


def start_address(shared: SharedStart, base: str) -> str | None:
    """The address of a start page filled in so; None when it would be too long."""
    entity = shared.entity or ("", "")
    parts = {
        "template": shared.template_id or "",
        "version": shared.version[0] if shared.version else "",
        "entity_type": str(entity[0]),
        "entity_id": entity[1],
        "input": "" if shared.input == {} else _written(shared.input),
        "context": _written(shared.context) if shared.context else "",
        "service_request": shared.service_request_id,
        "task_group": shared.task_group_id,
        "name": shared.name,
    }
    found = f"{base}?{urlencode({name: text for name, text in parts.items() if text})}"
    return found if len(found) <= LONGEST_ADDRESS else None


def curl_command(shared: SharedStart, origin: str) -> str | None:
    """The same start by HTTP, for a POSIX shell; the reason and the token are left to fill in. None when too long."""
    entity = {"type": shared.entity[0].value, "id": shared.entity[1]} if shared.entity else None
    body: dict[str, object] = {
        "templateId": shared.template_id,
        "entity": entity,
        "version": shared.version[1] if shared.version else None,
        "input": shared.input,
        "context": shared.context or None,
        "serviceRequestId": shared.service_request_id or None,
        "taskGroupId": shared.task_group_id or None,
        "name": shared.name or None,
        "idempotencyKey": shared.key or None,
    }
    body = {name: value for name, value in body.items() if value is not None or name == "input"}
    lines = [
        f"curl --fail-with-body {shlex.quote(f'{origin}/api/v1/starts')}",
        '--header "Authorization: Bearer $POINTSMAN_TOKEN"',
        "--header 'Content-Type: application/json'",
        f"--data-raw {shlex.quote(json.dumps({**body, 'reason': ''}))}",
    ]
    return _short(" \\\n  ".join(lines))


def command_line(shared: SharedStart) -> str | None:
    """The same start by `pointsman start`, for a POSIX shell; the reason is left to fill in. None when too long."""
    entity = f"{shared.entity[0].value}:{shared.entity[1]}" if shared.entity else ""
    options: Mapping[str, str] = {
        "--entity": entity,
        "--version": shared.version[1] if shared.version else "",
        "--input": _written(shared.input),
        "--context": _written(shared.context) if shared.context else "",
        "--service-request": shared.service_request_id,
        "--task-group": shared.task_group_id,
        "--name": shared.name,
        "--key": shared.key,
    }
    words = ["pointsman", "start", *([shared.template_id] if shared.template_id else [])]
    written = [shlex.join(words), *(f"{option}={shlex.quote(text)}" for option, text in options.items() if text)]
    return _short(" ".join([*written, *(["--test"] if shared.is_test else []), "--reason=''"]))


def _written(value: JsonValue) -> str:
    """JSON in ASCII, so that no sign in it changes how a terminal shows what is pasted."""
    return json.dumps(value, separators=(",", ":"))


def _short(command: str) -> str | None:
    return command if len(command) <= LONGEST_COMMAND else None
