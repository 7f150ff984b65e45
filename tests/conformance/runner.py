"""Runs scenarios side by side, on one worker, against one Temporal server."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from tempfile import NamedTemporaryFile

import pytest

from domain.settings import forget_settings
from runtime.expressions import evaluate
from runtime.trying.trials import Trials, rewrites, trials
from tests.conformance import acting, arranging, asserting, asserting_tasks  # noqa: F401 - they register steps
from tests.conformance.scenarios import Scenario
from tests.conformance.stand_in import StandIn, standing_in
from tests.conformance.steps import StepFailed, run_scenario
from tests.conformance.world import World

AT_ONCE = 16
SECRETS = {"login": {"username": "ada", "password": "s3cret-of-ada"}, "other": "another"}


@dataclass(frozen=True)
class Verdict:
    """What came of a scenario; ``failure`` is None when it passed."""

    scenario: Scenario
    failure: str | None
    seconds: float


def run_scenarios(
    scenarios: Sequence[Scenario],
    address: str,
    tell: Callable[[Verdict], bool] = lambda _: True,
    history_limit: int | None = None,
) -> list[Verdict]:
    """Run all of them and give their verdicts in the order of the scenarios.

    ``tell`` hears each verdict as soon as it is known, and says whether to go on; those that were not run have none.
    With a ``history_limit`` every workflow continues as new once its history has so many events.
    """
    return asyncio.run(_run_all(scenarios, address, tell, history_limit))


async def _run_all(
    scenarios: Sequence[Scenario], address: str, tell: Callable[[Verdict], bool], history_limit: int | None
) -> list[Verdict]:
    verdicts: dict[Scenario, Verdict] = {}
    places = asyncio.Semaphore(AT_ONCE)
    async with _stage(address) as (there, stand_in):
        tasks = [
            asyncio.create_task(_run_one(each, World(there, stand_in, history_limit), places)) for each in scenarios
        ]
        for ended in asyncio.as_completed(tasks):
            verdict = await ended
            verdicts[verdict.scenario] = verdict
            if not tell(verdict):
                break
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return [verdicts[each] for each in scenarios if each in verdicts]


@asynccontextmanager
async def _stage(address: str) -> AsyncIterator[tuple[Trials, StandIn]]:
    """A worker whose HTTP calls to public hosts reach the stand-in, and which knows some secrets."""
    evaluate(".", None)  # the first use starts a process, which would hold up every scenario at once
    with standing_in() as stand_in, _secrets():
        rewrites.update(stand_in.rewrites())
        try:
            async with trials(address, "default") as there:
                yield there, stand_in
        finally:
            rewrites.clear()


@contextmanager
def _secrets() -> Iterator[None]:
    """The settings of a worker that has secrets."""
    with NamedTemporaryFile("w", suffix=".json") as file, pytest.MonkeyPatch.context() as patch:
        json.dump(SECRETS, file)
        file.flush()
        patch.setenv("POINTSMAN_SECRETS_FILE", file.name)
        forget_settings()
        yield
    forget_settings()


async def _run_one(scenario: Scenario, world: World, places: asyncio.Semaphore) -> Verdict:
    async with places:
        began, failure = time.monotonic(), None
        try:
            await run_scenario(scenario, world)
        except StepFailed as failed:
            failure = str(failed)
        finally:
            await world.leave()
        return Verdict(scenario, failure, time.monotonic() - began)
