"""Steps: a pattern for the text of a line, and what it does."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from tests.conformance.scenarios import Scenario, Step
from tests.conformance.world import World

Action = Callable[..., Awaitable[None]]
_STEPS: list[tuple[re.Pattern[str], Action]] = []
QUOTED = r"'([^']*)'"
TASK = r"([\w-]+)"


class StepFailed(Exception):
    """A scenario failed at a step; the message tells both."""

    def __init__(self, step: Step, why: str) -> None:
        super().__init__(f"at “{step.text}”: {why}")


class Untold(Exception):
    """What a step asks cannot be told of this run; the scenario goes on."""


def step(pattern: str) -> Callable[[Action], Action]:
    """Register what a line does. Groups of the pattern are its arguments, then the text below the line, if any."""

    def register(action: Action) -> Action:
        _STEPS.append((re.compile(pattern), action))
        return action

    return register


async def run_scenario(scenario: Scenario, world: World) -> None:
    """Do every step in order. Raises: StepFailed."""
    for each in scenario.steps:
        try:
            await _do(each, world)
        except Untold:
            continue
        except AssertionError as error:
            raise StepFailed(each, str(error)) from None
        except Exception as error:
            raise StepFailed(each, f"{type(error).__name__}: {error}") from error


async def _do(each: Step, world: World) -> None:
    found = [(match, action) for pattern, action in _STEPS if (match := pattern.fullmatch(each.text))]
    if len(found) != 1:
        raise AssertionError(f"{len(found) or 'no'} steps are known for this line")
    match, action = found[0]
    given: list[Any] = [*match.groups(), *([] if each.doc is None else [each.doc])]
    await action(world, *given)
