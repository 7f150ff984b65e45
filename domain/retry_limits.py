"""How often a task may be tried, as the ``try`` around it says."""

import re
from dataclasses import dataclass

from domain.definition_graph.reading import task_at
from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.walk import member, members

_TRY = re.compile(r"/try(?=/\d+/)")


@dataclass(frozen=True)
class RetryLimit:
    """The innermost ``try`` with a retry policy: its reference, and how many attempts it makes; None: no limit."""

    reference: str
    attempts: int | None


def retry_limit(definition: JsonValue, reference: str) -> RetryLimit | None:
    """The limit that holds for the task at ``reference``; None where nothing tries it again."""
    for found in reversed([*_TRY.finditer(reference)]):
        where = reference[: found.start()]
        policy = _policy(definition, member(task_at(definition, where), "catch"))
        if policy is not None:
            count = member(member(policy.get("limit"), "attempt"), "count")
            return RetryLimit(where, count + 1 if type(count) is int else None)
    return None


def _policy(definition: JsonValue, catch: JsonValue) -> JsonObject | None:
    given = member(catch, "retry")
    if isinstance(given, str):
        return members(members(members(definition, "use"), "retries"), given) or None
    return given if isinstance(given, dict) else None
