"""What a ``catch`` takes and how it retries, in few words."""

from domain.definition_graph.texts import count, duration, joined, part, plain
from domain.json_types import JsonValue

_BACKOFFS = {"exponential": "doubling", "linear": "growing"}


def caught(catch: JsonValue) -> str:
    """``communication errors``, ``errors with status 404``, ``every error``; with the condition where there is one."""
    wanted = part(catch, "errors", "with")
    kind = part(wanted, "type")
    named = f"{plain(kind).rstrip('/').rpartition('/')[2]} errors" if isinstance(kind, str) else ""
    others = [
        f"{key} {plain(value)}" for key, value in (wanted.items() if isinstance(wanted, dict) else ()) if key != "type"
    ]
    what = f"{named or 'errors'} with {', '.join(others)}" if others else named or "every error"
    return joined(what, _condition(catch, "when"), _condition(catch, "exceptWhen"))


def retried(catch: JsonValue, definition: JsonValue) -> str:
    """``retry 4 times, after 200 milliseconds, doubling``; empty where the policy is none."""
    policy = part(catch, "retry")
    if isinstance(policy, str):
        policy = part(definition, "use", "retries", policy) or policy
    if policy is None:
        return ""
    if not isinstance(policy, dict):
        return f"retry: {plain(policy)}"
    times = part(policy, "limit", "attempt", "count")
    within = part(policy, "limit", "duration")
    backoff = next((word for key, word in _BACKOFFS.items() if part(policy, "backoff", key) is not None), "")
    words = [
        f"retry {count(times, 'time')}" if isinstance(times, int) else "retry",
        f"after {duration(policy['delay'])}" if "delay" in policy else "",
        backoff,
        f"within {duration(within)}" if within is not None else "",
    ]
    return ", ".join(word for word in words if word)


def _condition(catch: JsonValue, key: str) -> str:
    value = part(catch, key)
    return "" if value is None else f"{'when' if key == 'when' else 'except when'} {plain(value)}"
