"""What the parts of retry policies and timeouts are called, in a task as under ``use``."""

from collections.abc import Mapping
from dataclasses import replace

from domain.diff.telling.phrases import duration, expression
from domain.diff.telling.shows import backoff, number, times
from domain.diff.telling.wording import Part

RETRY: dict[str, Part] = {
    "limit": Part("the limit of retries"),
    "limit/attempt": Part("the number of retries"),
    "limit/attempt/count": Part(
        "the number of retries",
        times,
        changed="{owner} now retries {new}, was {old}",
        added="{owner} now retries at most {new}, before there was no limit",
        removed="{owner} now retries any number of times, was {old}",
        was=number,
    ),
    "limit/attempt/duration": Part("the longest time of one attempt", duration),
    "limit/duration": Part(
        "the longest time of all retries",
        duration,
        changed="{owner} now retries for at most {new}, was {old}",
        added="{owner} now retries for at most {new}",
        removed="{owner} now retries for any time, was at most {old}",
    ),
    "delay": Part(
        "the pause before a retry",
        duration,
        changed="{owner} now retries after {new}, was {old}",
        added="{owner} now retries after {new}, before at once",
        removed="{owner} now retries at once, was after {old}",
    ),
    "backoff": Part(
        "the growth of the pause before a retry",
        backoff,
        changed="the pause of {owner} before a retry now {new}, it {old} before",
        added="the pause of {owner} before a retry now {new}",
        removed="the pause of {owner} before a retry now stays the same, before it {old}",
    ),
    "backoff/exponential": Part(
        "doubling of the pause before a retry",
        added="{owner} now doubles its pause from retry to retry",
        removed="{owner} no longer doubles its pause from retry to retry",
    ),
    "backoff/linear": Part(
        "growing of the pause before a retry",
        added="{owner} now lengthens its pause with each retry",
        removed="{owner} no longer lengthens its pause with each retry",
    ),
    "backoff/constant": Part(
        "an equal pause before each retry",
        added="{owner} now pauses equally long before each retry",
        removed="{owner} no longer pauses equally long before each retry",
    ),
    "jitter": Part("a random part of the pause before a retry"),
    "jitter/from": Part("the least random part of the pause", duration),
    "jitter/to": Part("the largest random part of the pause", duration),
    "when": Part(
        "the condition of retries",
        expression,
        changed="{owner} now retries only when {new}, was when {old}",
        added="{owner} now retries only when {new}",
        removed="{owner} now retries whatever happened, was only when {old}",
    ),
    "exceptWhen": Part(
        "the exception of retries",
        expression,
        changed="{owner} now does not retry when {new}, was when {old}",
        added="{owner} now does not retry when {new}",
        removed="{owner} now retries also when {old}",
    ),
}

TIMEOUT: dict[str, Part] = {
    "after": Part("the time limit", duration, changed="{owner} may now take at most {new}, was {old}"),
}


def under(way: str, owner: str, parts: Mapping[str, Part]) -> dict[str, Part]:
    """The same parts below another way, of another owner."""
    return {f"{way}/{pattern}": replace(part, owner=owner) for pattern, part in parts.items()}
