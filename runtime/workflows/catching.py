"""``try``: catch errors, retry, handle."""

from datetime import datetime, timedelta

from temporalio import workflow

from domain.faults import Fault, comparable
from domain.json_types import JsonObject, JsonValue
from runtime.expressions import Variables
from runtime.workflows.flow import run_tasks
from runtime.workflows.moments import now
from runtime.workflows.reading import as_duration, as_object, as_text, named_or_inline
from runtime.workflows.run import Result, Run, Scope, Step
from runtime.workflows.values import template, truth
from runtime.workflows.waiting import at_most

_SPELLINGS = {"details": "detail"}
_LONGEST_PAUSE = timedelta(days=365)


async def run_try(run: Run, step: Step) -> Result:
    """Run tasks; an error that ``catch`` takes is retried as its policy says, then handled by ``catch.do``.

    Our reading where the specification is silent: ``attempt.count`` counts retries, not the first attempt; an error
    that a retry policy gave up on, without a ``catch.do``, is raised again; without a policy and without a ``do`` the
    error is swallowed and the input handed on.
    """
    catch = as_object(step.definition.get("catch"), "catch", step.reference)
    began, retries = now(), 0
    while True:
        try:
            limit = _attempt_limit(run, catch, step) if retries else None
            async with at_most(limit, "The attempt", step.reference):
                return Result(await run_tasks(run, step.definition["try"], step.input, step.scope.inside("/try")))
        except Fault as caught:
            named = as_text(catch.get("as", "error"), "as", step.reference)
            scope = step.scope.inside("", **{named: caught.error})
            variables: Variables = {**step.variables, named: caught.error}
            if not _catches(run, catch, caught, step, variables):
                raise
            retries += 1
            pause = _pause(run, catch, retries, began, step, variables)
            if pause is None:
                return await _recover(run, catch, step, scope, caught)
        step.trace.attempts = retries + 1
        await workflow.sleep(pause, summary=f"{step.name}: retry {retries}")


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


async def _recover(run: Run, catch: JsonObject, step: Step, scope: Scope, caught: Fault) -> Result:
    if "do" in catch:
        output = await run_tasks(run, catch["do"], step.input, scope.inside("/catch/do"))
        return Result(output, catch.get("then"))
    if "retry" in catch:
        raise caught
    return Result(step.input, catch.get("then"))
