"""Races between ways of doing the same work: interleaved batches on one server, compared by ratios within a round."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from statistics import median

from anyio.from_thread import BlockingPortal

AT_ONCE = 8
Start = Callable[[], Awaitable[object]]


@dataclass(frozen=True)
class Contestant:
    """One way of doing the work; ``start`` runs one workflow to its end."""

    name: str
    start: Start


@dataclass(frozen=True)
class Rounds:
    """Workflows per second of each contestant, one figure a round."""

    rates: dict[str, list[float]]

    def ratios(self, one: str, other: str) -> list[float]:
        """Throughput of ``one`` as a share of ``other``'s in the same round, in ascending order."""
        return sorted(a / b for a, b in zip(self.rates[one], self.rates[other], strict=True))

    def told(self, one: str, other: str) -> str:
        """The median ratio, its spread and both median rates, as one line."""
        ratios = self.ratios(one, other)
        rates = f"{median(self.rates[one]):.0f} and {median(self.rates[other]):.0f} workflows/s"
        return f"{one} / {other}: {median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f}; {rates})"


def race(portal: BlockingPortal, contestants: Sequence[Contestant], *, rounds: int, batch: int) -> Rounds:
    """Let each run ``batch`` workflows a round, after one round that does not count. The order turns each round."""
    rates: dict[str, list[float]] = {each.name: [] for each in contestants}
    for number in range(rounds + 1):
        turn = number % len(contestants)
        for each in [*contestants[turn:], *contestants[:turn]]:
            rate = portal.call(_rate, each.start, batch)
            if number:
                rates[each.name].append(rate)
    return Rounds(rates)


async def _rate(start: Start, batch: int) -> float:
    places = asyncio.Semaphore(AT_ONCE)

    async def one() -> None:
        async with places:
            await start()

    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(batch)))
    return batch / (time.perf_counter() - began)
