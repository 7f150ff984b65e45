"""One clock for all products: from what a person does to the expected text on the screen, in headless Chromium."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median

from playwright.sync_api import Browser, BrowserContext, Error, Page
from playwright.sync_api import TimeoutError as TooSlow

from tests.bench.side_by_side.screen import PATIENCE_MILLISECONDS, await_shown, forget_drawn, is_shown, watch
from tests.bench.side_by_side.steps import Step, Steps, Walk

ROUNDS = 5
REST_MILLISECONDS = 700
"""What was begun before a step comes to rest."""


@dataclass
class Times:
    """Seconds of each round of one step; ``trouble`` tells why there are fewer."""

    seconds: list[float] = field(default_factory=list)
    instead: str = ""
    trouble: str = ""

    @property
    def middle(self) -> float | None:
        """The median; None where the step never came to its end."""
        return median(self.seconds) if self.seconds else None


def measure(browser: Browser, steps: Steps, rounds: int = ROUNDS) -> dict[Step, Times]:
    """Take each step's times: the cold one in a new profile each time, the others in one that has done them before."""
    found = {step: Times(instead=walk.instead) for step, walk in steps.items()}
    with _profile(browser) as warm:
        for number in range(rounds + 1):
            for step, walk in steps.items():
                _take(browser, warm, step, walk, found[step], counts=number > 0)
    return found


def _take(browser: Browser, warm: BrowserContext, step: Step, walk: Walk, times: Times, *, counts: bool) -> None:
    if times.trouble:
        return
    try:
        if step is Step.COLD:
            with _profile(browser) as cold:
                seconds = _seconds(cold, walk)
        else:
            seconds = _seconds(warm, walk)
        if counts:
            times.seconds.append(seconds)
    except TooSlow as error:
        times.trouble = f"not within {PATIENCE_MILLISECONDS // 1000} s: {error.message.splitlines()[0]}"
    except Error as error:
        times.trouble = error.message.splitlines()[0]


@contextmanager
def _profile(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    watch(context)
    yield context
    context.close()


def _seconds(context: BrowserContext, walk: Walk) -> float:
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MILLISECONDS)
    try:
        walk.before(page)
        page.wait_for_timeout(REST_MILLISECONDS)
        return _timed(page, walk)
    finally:
        page.close()


def _timed(page: Page, walk: Walk) -> float:
    forget_drawn(page)
    if is_shown(page, walk.shows, walk.inside):
        raise Error(f"“{walk.shows}” is there before anything was done")
    began = time.perf_counter()
    walk.act(page)
    await_shown(page, walk.shows, walk.inside)
    return time.perf_counter() - began
