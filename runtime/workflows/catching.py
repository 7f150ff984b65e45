"""``try``: catch errors, retry, handle."""

from datetime import datetime, timedelta

from temporalio import workflow

from domain.faults import Fault, comparable
from domain.json_types import JsonObject, JsonValue
from runtime.expressions import Variables
from runtime.workflows.flow import run_tasks
from runtime.workflows.moments import now
from runtime.workflows.reading import as_duration, as_object, as_text, named_or_inline
from runtime.workflows.run import Result, Run, Step
from runtime.workflows.values import template, truth
from runtime.workflows.waiting import at_most, pause, time_left

_SPELLINGS = {"details": "detail"}
_LONGEST_PAUSE = timedelta(days=365)


async def run_try(run: Run, step: Step) -> Result:
    """Run tasks; an error that ``catch`` takes is retried as its policy says, then handled by ``catch.do``.

    Our reading where the specification is silent: ``attempt.count`` counts retries, not the first attempt; an error
    that a retry policy gave up on, without a ``catch.do``, is raised again; without a policy and without a ``do`` the
    error is swallowed and the input handed on.
    """
    catch = as_object(step.definition.get("catch"), "catch", step.reference)
    notes = step.notes
    notes.setdefault("began", now().isoformat())
    step.trace.attempts = notes.setdefault("retries", 0) + 1
    while "caught" not in notes:
        await _rest(run, step)
        notes.pop("failed", None)
        try:
            return Result(await _attempt(run, catch, step))
        except Fault as raised:
            notes.update(failed=notes.get("body", {}), body={}, limit={})
            _decide(run, catch, step, raised)
    return await _recover(run, catch, step, Fault(notes["caught"]))


async def _attempt(run: Run, catch: JsonObject, step: Step) -> JsonValue:
    limit = _attempt_limit(run, catch, step) if step.notes["retries"] else None
    left = time_left(limit, step.notes.setdefault("limit", {}))
    async with at_most(limit, left, "The attempt", step.reference):
        body = step.notes.setdefault("body", {})
        return await run_tasks(run, step.definition["try"], step.input, step.scope.inside("/try"), body)


async def _rest(run: Run, step: Step) -> None:
    """The pause before a retry, where one is due."""
    notes = step.notes
    if "pause" in notes:
        await pause(
            run.parking,
            timedelta(seconds=notes["pause"]),
            notes.setdefault("rest", {}),
            f"{step.name}: retry {notes['retries']}",
        )
        del notes["pause"], notes["rest"]


def _decide(run: Run, catch: JsonObject, step: Step, raised: Fault) -> None:
    """Note a retry, or that the error is caught for good. Raises: the error, when it is not to be caught."""
    variables: Variables = {**step.variables, _named(catch, step): raised.error}
    if not _catches(run, catch, raised, step, variables):
        raise raised
    run.trace.note_error(step.trace, raised.error)
    retry = step.notes["retries"] + 1
    rest = _pause(run, catch, retry, datetime.fromisoformat(step.notes["began"]), step, variables)
    if rest is None:
        step.notes["caught"] = raised.error
    else:
        step.notes.update(retries=retry, pause=rest.total_seconds())
        step.trace.attempts = retry + 1


def _named(catch: JsonObject, step: Step) -> str:
    return as_text(catch.get("as", "error"), "as", step.reference)


def _catches(run: Run, catch: JsonObject, caught: Fault, step: Step, variables: Variables) -> bool:
    errors = catch.get("errors")
    wanted = errors.get("with") if isinstance(errors, dict) else None
    for key, value in (wanted if isinstance(wanted, dict) else {}).items():
        if comparable(caught.error.get(_SPELLINGS.get(key, key))) != comparable(value):
            return False
    return _allowed(run, catch, step, variables)


def _allowed(run: Run, stanza: JsonObject, step: Step, variables: Variables) -> bool:
    if "when" in stanza and not truth(run, stanza["when"], step.input, variables, step.reference):
        return False
    return "exceptWhen" not in stanza or not truth(run, stanza["exceptWhen"], step.input, variables, step.reference)


def _policy(run: Run, catch: JsonObject, step: Step) -> JsonObject | None:
    if "retry" not in catch:
        return None
    return named_or_inline(catch["retry"], run.used("retries"), "retry policy", step.reference)


def _pause(
    run: Run, catch: JsonObject, retry: int, began: datetime, step: Step, variables: Variables
) -> timedelta | None:
    """How long to wait before this retry; None when there is none any more."""
    policy = _policy(run, catch, step)
    if policy is None or not _allowed(run, policy, step, variables):
        return None

    def duration(value: JsonValue, what: str) -> timedelta:
        return as_duration(template(run, value, step.input, variables, step.reference), what, step.reference)

    limit = as_object(policy.get("limit", {}), "limit", step.reference)
    count = as_object(limit.get("attempt", {}), "attempt", step.reference).get("count")
    if isinstance(count, int) and retry > count:
        return None
    pause = _backed_off(duration(policy.get("delay", {"seconds": 0}), "delay"), policy.get("backoff"), retry)
    if "jitter" in policy:
        jitter = as_object(policy["jitter"], "jitter", step.reference)
        least, most = duration(jitter.get("from"), "jitter.from"), duration(jitter.get("to"), "jitter.to")
        pause += timedelta(seconds=workflow.random().uniform(least.total_seconds(), most.total_seconds()))
    if "duration" in limit and now() + pause - began > duration(limit["duration"], "limit.duration"):
        return None
    return pause


def _backed_off(delay: timedelta, backoff: JsonValue, retry: int) -> timedelta:
    factor = 1
    if isinstance(backoff, dict) and "exponential" in backoff:
        factor = 2 ** min(retry - 1, 60)
    elif isinstance(backoff, dict) and "linear" in backoff:
        factor = retry
    return timedelta(seconds=min(delay.total_seconds() * factor, _LONGEST_PAUSE.total_seconds()))


def _attempt_limit(run: Run, catch: JsonObject, step: Step) -> timedelta | None:
    policy = _policy(run, catch, step) or {}
    limit = as_object(policy.get("limit", {}), "limit", step.reference)
    attempt = as_object(limit.get("attempt", {}), "attempt", step.reference)
    if "duration" not in attempt:
        return None
    value = template(run, attempt["duration"], step.input, step.variables, step.reference)
    return as_duration(value, "attempt.duration", step.reference)


async def _recover(run: Run, catch: JsonObject, step: Step, caught: Fault) -> Result:
    if "do" in catch:
        scope = step.scope.inside("/catch/do", **{_named(catch, step): caught.error})
        output = await run_tasks(run, catch["do"], step.input, scope, step.notes.setdefault("recovery", {}))
        return Result(output, catch.get("then"))
    if "retry" in catch:
        raise caught
    return Result(step.input, catch.get("then"))
