"""Values that have the right shape and still make no sense: durations, JSON Schemas, moments, extensions."""

from collections.abc import Iterator

from domain.durations import UNITS, InvalidDuration, is_iso_8601, parse_duration
from domain.findings import Finding, Rule, did_you_mean, error
from domain.json_schemas import InvalidSchema, SchemaTooCostly, check_schema, is_date_time, is_uri_reference
from domain.json_types import JsonObject, JsonValue
from domain.json_values import kind_of
from domain.open_workflow.calls import HUMAN_TASK
from domain.open_workflow.shape import below, is_expression
from domain.open_workflow.walk import Reusable, Scope, Visit, member, members

METADATA = {
    "pointsman/parallel": "for",
    "pointsman/maxConcurrency": "for",
    "pointsman/name": "run",
    "pointsman/context": "run",
    "pointsman/taskGroup": "run",
}
"""The members of ``metadata`` that mean something to Pointsman, and the kind of task for which they do."""
_PREFIX = "pointsman/"
_UNITS = frozenset(UNITS)
_STAGES = frozenset({"input", "output", "export"})
_ANYWHERE = _STAGES | {"timeout", "metadata"}
"""The members that are looked at in tasks of every kind."""


def general_value_findings(definition: JsonObject, reusable: Reusable) -> Iterator[Finding]:
    """Values outside of tasks that no run could use."""
    yield from _stanzas(definition, "")
    yield from _after(definition.get("timeout"), "/timeout")
    for name, timeout in reusable.group("timeouts").items():
        yield from _after(timeout, below("/use/timeouts", name))
    for name, policy in reusable.group("retries").items():
        yield from _retry(policy, below("/use/retries", name))


def value_findings(scope: Scope) -> Iterator[Finding]:
    """Values in tasks that no run could use."""
    for visit in scope.tasks:
        if visit.kind in _KINDS or not _ANYWHERE.isdisjoint(visit.task):
            yield from _task(visit)


def _task(visit: Visit) -> Iterator[Finding]:
    task, pointer = visit.task, visit.pointer
    if not _STAGES.isdisjoint(task):
        yield from _stanzas(task, pointer)
    if "timeout" in task:
        yield from _after(task["timeout"], f"{pointer}/timeout")
    if visit.kind in _KINDS:
        yield from _KINDS[visit.kind](task, pointer)
    if "metadata" in task:
        yield from _metadata(visit, f"{pointer}/metadata")


def _wait(task: JsonObject, pointer: str) -> Iterator[Finding]:
    return _duration(task["wait"], f"{pointer}/wait")


def _try(task: JsonObject, pointer: str) -> Iterator[Finding]:
    return _retry(members(task, "catch").get("retry"), f"{pointer}/catch/retry")


def _call(task: JsonObject, pointer: str) -> Iterator[Finding]:
    arguments, where = members(task, "with"), f"{pointer}/with"
    if task["call"] == HUMAN_TASK:
        yield from _person(arguments, where)
    elif task["call"] == "http":
        endpoint = arguments.get("endpoint")
        yield from _address(endpoint, f"{where}/endpoint")
        if isinstance(endpoint, dict) and "authentication" in endpoint:
            yield from _authorized_twice(arguments, f"{where}/headers")


def _listen(task: JsonObject, pointer: str) -> Iterator[Finding]:
    if members(task["listen"], "to").get("all") == []:
        yield error(Rule.VALUE, f"{pointer}/listen/to/all", "waits for no event at all.")


_KINDS = {"wait": _wait, "try": _try, "call": _call, "listen": _listen}


def _stanzas(owner: JsonObject, pointer: str) -> Iterator[Finding]:
    for stage in sorted(_STAGES.intersection(owner)):
        schema = members(owner[stage], "schema")
        if "document" in schema:
            yield from _schema(schema["document"], f"{pointer}/{stage}/schema/document")


def _schema(document: JsonValue, pointer: str) -> Iterator[Finding]:
    if not isinstance(document, dict):
        message = f"must be a JSON Schema, as an object, but is {kind_of(document)}."
        yield error(Rule.VALUE, pointer, message)
        return
    try:
        check_schema(document)
    except (InvalidSchema, SchemaTooCostly) as trouble:
        yield error(Rule.VALUE, pointer, f"{trouble}.")


def _after(timeout: JsonValue, pointer: str) -> Iterator[Finding]:
    return _duration(member(timeout, "after"), f"{pointer}/after", must_last=True)


def _duration(value: JsonValue, pointer: str, *, must_last: bool = False) -> Iterator[Finding]:
    if value is None:
        return
    try:
        duration = parse_duration(value)
    except InvalidDuration as trouble:
        if _has_shape(value):  # else it is an expression, or told already
            yield error(Rule.VALUE, pointer, str(trouble))
        return
    if must_last and not duration:
        yield error(Rule.VALUE, pointer, "is no time at all: what it limits could never run.")


def _has_shape(value: JsonValue) -> bool:
    if isinstance(value, dict):
        return bool(value) and _UNITS.issuperset(value) and all(type(amount) is int for amount in value.values())
    return isinstance(value, str) and is_iso_8601(value)


def _retry(policy: JsonValue, pointer: str) -> Iterator[Finding]:
    if not isinstance(policy, dict):
        return
    yield from _duration(policy.get("delay"), f"{pointer}/delay")
    if limit := members(policy, "limit"):
        yield from _limit(limit, f"{pointer}/limit")
    if jitter := members(policy, "jitter"):
        for end in ("from", "to"):
            yield from _duration(jitter.get(end), f"{pointer}/jitter/{end}")


def _limit(limit: JsonObject, pointer: str) -> Iterator[Finding]:
    attempt = members(limit, "attempt")
    yield from _duration(limit.get("duration"), f"{pointer}/duration", must_last=True)
    yield from _duration(attempt.get("duration"), f"{pointer}/attempt/duration", must_last=True)
    count = attempt.get("count")
    if type(count) is int and count < 0:
        yield error(Rule.VALUE, f"{pointer}/attempt/count", "must be zero or more.")


def _person(arguments: JsonObject, pointer: str) -> Iterator[Finding]:
    if isinstance(form := arguments.get("form"), dict):
        yield from _schema(form, f"{pointer}/form")
    yield from _duration(arguments.get("dueIn"), f"{pointer}/dueIn")
    due = arguments.get("due")
    if isinstance(due, str) and not is_expression(due) and not is_date_time(due):
        message = "must be a date and time (RFC 3339), such as “2027-01-31T09:30:00Z”, or an expression."
        yield error(Rule.VALUE, f"{pointer}/due", message, suggestion="“dueIn” takes a duration.")
    if "due" in arguments and "dueIn" in arguments:
        yield error(Rule.VALUE, f"{pointer}/due", "says again when the task is due: “dueIn” says it.", at_key=True)


def _address(endpoint: JsonValue, pointer: str) -> Iterator[Finding]:
    uri, where = (endpoint.get("uri"), f"{pointer}/uri") if isinstance(endpoint, dict) else (endpoint, pointer)
    if isinstance(uri, str) and not uri.startswith(("http://", "https://", "{")) and is_uri_reference(uri):
        yield error(Rule.VALUE, where, f"“{uri[:60]}” does not start with http:// or https://.")


def _authorized_twice(arguments: JsonObject, pointer: str) -> Iterator[Finding]:
    for name in members(arguments, "headers"):
        if name.lower() == "authorization":
            message = "stands beside an authentication, which sets this header too: one would be ignored."
            yield error(Rule.VALUE, below(pointer, name), message, at_key=True)


def _metadata(visit: Visit, pointer: str) -> Iterator[Finding]:
    metadata = members(visit.task, "metadata")
    for key in metadata:
        if not key.startswith(_PREFIX):
            continue
        kind = METADATA.get(key)
        if kind is None:
            message = f"“{key[:60]}” means nothing to Pointsman."
            near = did_you_mean(key, METADATA)
            yield error(Rule.VALUE, below(pointer, key), message, suggestion=near, at_key=True)
        elif kind != visit.kind:
            message = f"“{key}” means something for a {kind} task only."
            yield error(Rule.VALUE, below(pointer, key), message, at_key=True)
    if visit.kind == "for":
        yield from _parallel(visit.task, metadata, pointer)


def _parallel(task: JsonObject, metadata: JsonObject, pointer: str) -> Iterator[Finding]:
    parallel, most = metadata.get("pointsman/parallel", False), metadata.get("pointsman/maxConcurrency", 1)
    if not isinstance(parallel, bool):
        yield error(Rule.VALUE, below(pointer, "pointsman/parallel"), "must be true or false.")
    if type(most) is not int or most < 1:
        yield error(Rule.VALUE, below(pointer, "pointsman/maxConcurrency"), "must be a whole number, one or more.")
    if "while" in task and (parallel is True or metadata.get("parallel") is True):
        where = f"{pointer.removesuffix('/metadata')}/while"
        yield error(Rule.VALUE, where, "cannot be used when the items run in parallel.", at_key=True)
