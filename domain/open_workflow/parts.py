"""Checks of the parts that many tasks have: data and schemas, errors, retries, timeouts, durations."""

from collections.abc import Iterator

from domain.durations import InvalidDuration, parse_duration
from domain.json_schemas import InvalidSchema, check_schema
from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.shape import Problem, is_expression, known_keys, text_problem, unsupported

_TRANSFORM = {"input": "from", "output": "as", "export": "as"}
_BACKOFFS = ("constant", "linear", "exponential")


def data_problems(owner: JsonObject, pointer: str) -> Iterator[Problem]:
    """``input``, ``output`` and ``export`` of a workflow or task."""
    for stage, transform in _TRANSFORM.items():
        stanza = owner.get(stage)
        if stage not in owner:
            continue
        if not isinstance(stanza, dict):
            yield Problem(f"{pointer}/{stage}", "must be an object.")
            continue
        yield from known_keys(stanza, f"{pointer}/{stage}", ("schema", transform), stage)
        if not isinstance(stanza.get(transform, {}), str | dict):
            yield Problem(f"{pointer}/{stage}/{transform}", "must be an expression or an object.")
        if "schema" in stanza:
            yield from _schema_problems(stanza["schema"], f"{pointer}/{stage}/schema")


def _schema_problems(schema: JsonValue, pointer: str) -> Iterator[Problem]:
    if not isinstance(schema, dict):
        yield Problem(pointer, "must be an object with a “document”.")
        return
    yield from known_keys(schema, pointer, ("format", "document", "resource"), "schema")
    if "resource" in schema:
        yield unsupported(f"{pointer}/resource", "schema.resource")
    if str(schema.get("format", "json")).split(":")[0] != "json":
        yield unsupported(f"{pointer}/format", f"schema format {schema['format']}")
    elif isinstance(document := schema.get("document"), dict):
        yield from inline_schema_problems(document, f"{pointer}/document")
    elif "resource" not in schema:
        yield Problem(f"{pointer}/document", "must be a JSON Schema, as an object.")


def inline_schema_problems(schema: JsonObject, pointer: str) -> Iterator[Problem]:
    """A JSON Schema written in the definition."""
    try:
        check_schema(schema)
    except InvalidSchema as error:
        yield Problem(pointer, f"{error}.")


def timeout_problems(owner: JsonObject, pointer: str, definition: JsonObject) -> Iterator[Problem]:
    """``timeout`` of a workflow or task: inline, or the name of one under ``use.timeouts``."""
    if "timeout" in owner:
        timeout = owner["timeout"]
        if isinstance(timeout, str):
            yield from reference_problems(timeout, f"{pointer}/timeout", "timeouts", definition)
        else:
            yield from inline_timeout_problems(timeout, f"{pointer}/timeout")


def inline_timeout_problems(timeout: JsonValue, pointer: str) -> Iterator[Problem]:
    """A timeout written out: ``{"after": duration}``."""
    if not isinstance(timeout, dict) or set(timeout) != {"after"}:
        yield Problem(pointer, 'must be an object such as {"after": {"days": 5}}.')
    else:
        yield from duration_problems(timeout["after"], f"{pointer}/after")


def duration_problems(duration: JsonValue, pointer: str) -> Iterator[Problem]:
    """A duration; one that is an expression is read when it is known."""
    if not is_expression(duration):
        try:
            parse_duration(duration)
        except InvalidDuration as error:
            yield Problem(pointer, str(error))


def reference_problems(name: str, pointer: str, group: str, definition: JsonObject) -> Iterator[Problem]:
    """A name that must stand under ``use.<group>``."""
    use = definition.get("use")
    named = use.get(group) if isinstance(use, dict) else None
    if not isinstance(named, dict) or name not in named:
        yield Problem(pointer, f"there is no “{name[:60]}” under use.{group}.")


def error_problems(error: JsonValue, pointer: str) -> Iterator[Problem]:
    """An error to raise (RFC 7807)."""
    if not isinstance(error, dict):
        yield Problem(pointer, "must be an object with type and status, or the name of one under use.errors.")
        return
    yield from known_keys(error, pointer, ("type", "status", "title", "detail", "instance"), "error")
    if not isinstance(error.get("type"), str):
        yield Problem(f"{pointer}/type", "must be a URI, as text.")
    if not isinstance(error.get("status"), int) and not is_expression(error.get("status")):
        yield Problem(f"{pointer}/status", "must be a whole number.")


def retry_problems(policy: JsonValue, pointer: str) -> Iterator[Problem]:
    """A retry policy."""
    if not isinstance(policy, dict):
        yield Problem(pointer, "must be an object, or the name of one under use.retries.")
        return
    known = ("when", "exceptWhen", "delay", "backoff", "limit", "jitter")
    yield from known_keys(policy, pointer, known, "retry")
    yield from text_problem(policy, "when", pointer)
    yield from text_problem(policy, "exceptWhen", pointer)
    if "delay" in policy:
        yield from duration_problems(policy["delay"], f"{pointer}/delay")
    backoff = policy.get("backoff", {"constant": {}})
    if not isinstance(backoff, dict) or len(backoff) != 1 or not set(backoff) <= set(_BACKOFFS):
        yield Problem(f"{pointer}/backoff", f"must be one of {', '.join(_BACKOFFS)}.")
    elif any(backoff.values()):
        yield unsupported(f"{pointer}/backoff", "parameters of a backoff")
    yield from _jitter_problems(policy, pointer)
    yield from _limit_problems(policy.get("limit", {}), f"{pointer}/limit")


def _jitter_problems(policy: JsonObject, pointer: str) -> Iterator[Problem]:
    jitter = policy.get("jitter")
    if jitter is None:
        return
    if not isinstance(jitter, dict) or set(jitter) != {"from", "to"}:
        yield Problem(f"{pointer}/jitter", "must have “from” and “to”.")
        return
    for end in ("from", "to"):
        yield from duration_problems(jitter[end], f"{pointer}/jitter/{end}")


def _limit_problems(limit: JsonValue, pointer: str) -> Iterator[Problem]:
    attempt = limit.get("attempt", {}) if isinstance(limit, dict) else None
    if not isinstance(limit, dict) or not isinstance(attempt, dict):
        yield Problem(pointer, "must be an object.")
        return
    yield from known_keys(limit, pointer, ("attempt", "duration"), "limit")
    yield from known_keys(attempt, f"{pointer}/attempt", ("count", "duration"), "attempt")
    count = attempt.get("count", 0)
    if isinstance(count, bool) or not isinstance(count, int) or count < 0:
        yield Problem(f"{pointer}/attempt/count", "must be a whole number, zero or more.")
    for owner, where in ((limit, pointer), (attempt, f"{pointer}/attempt")):
        if "duration" in owner:
            yield from duration_problems(owner["duration"], f"{where}/duration")
