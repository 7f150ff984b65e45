"""The figures of /metrics: totals and queues as gauges, starts as a histogram since the process began."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from itertools import accumulate

from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from domain.vocabulary import ExecutionStatus, Origin
from runtime.contracts import INTERPRETER_VERSION
from services.read_metrics import Queues, Totals, count_starts, read_queues, read_totals

SHORTEST_HOLD = 60.0
SHARE = 0.01
"""Counting everything takes the longer the more there is: totals are counted again after a minute at least, and so
seldom that this takes no more than this share of the time."""
LATENESS = timedelta(seconds=15)
"""How long after its moment a start may still be noted in the database."""
LIMITS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 3600.0)
_STARTED_BY = tuple(origin for origin in Origin if origin != Origin.CHILD)
Values = dict[tuple[str, ...], float]
_EDGES = (*(f"{limit:g}" for limit in LIMITS), "+Inf")


class Figures(Collector):
    """Reads the figures whenever it is asked. Not for two threads at once."""

    def __init__(self, since: datetime) -> None:
        self._counted_until = since
        self._starts: dict[Origin, list[int]] = {origin: [0] * len(_EDGES) for origin in _STARTED_BY}
        self._seconds: dict[Origin, float] = dict.fromkeys(self._starts, 0.0)
        self._totals: Totals | None = None
        self._totals_hold_until = 0.0

    def collect(self) -> Iterator[Metric]:
        """Every figure. Raises: DatabaseAway."""
        yield _build()
        yield from _of_totals(self._fresh_totals())
        yield from _of_queues(read_queues())
        yield self._latency()

    def _fresh_totals(self) -> Totals:
        begun = time.monotonic()
        if self._totals is None or begun > self._totals_hold_until:
            self._totals = read_totals()
            took = time.monotonic() - begun
            self._totals_hold_until = begun + max(SHORTEST_HOLD, took / SHARE)
        return self._totals

    def _latency(self) -> Metric:
        until = datetime.now(UTC) - LATENESS
        if until > self._counted_until:
            for found in count_starts(self._counted_until, until, LIMITS):
                self._starts[found.origin][found.bucket] += found.count
                self._seconds[found.origin] += found.seconds
            self._counted_until = until
        told = "Seconds from the moment an execution was recorded until Temporal took it, since this process began."
        family = HistogramMetricFamily("pointsman_start_seconds", told, labels=["origin"])
        for origin, counts in self._starts.items():
            buckets = list(zip(_EDGES, map(float, accumulate(counts)), strict=True))
            family.add_metric([_label(origin)], buckets, self._seconds[origin])
        return family


def _build() -> Metric:
    labels = {"version": version("pointsman"), "interpreter": INTERPRETER_VERSION}
    return _gauge("pointsman_build_info", "The version that runs; always 1.", [*labels], {tuple(labels.values()): 1})


def _of_totals(totals: Totals) -> Iterator[Metric]:
    deliveries: Values = {
        (source, _label(outcome) if outcome else "on_its_way"): number
        for (source, outcome), number in totals.deliveries.items()
    }
    statuses: Values = {(_label(status),): totals.executions.get(status, 0) for status in ExecutionStatus}
    told = "Deliveries by source and outcome, as last counted."
    yield _gauge("pointsman_deliveries", told, ["source", "outcome"], deliveries)
    yield _gauge("pointsman_executions", "Executions by status, as last counted.", ["status"], statuses)
    told = "Executions, open or made in the last 24 hours, whose status Temporal contradicts, as last counted."
    yield _gauge("pointsman_drifting_executions", told, [], {(): totals.drifting})


def _of_queues(queues: Queues) -> Iterator[Metric]:
    found = {"starts": queues.starts, "inbound_events": queues.inbound_events}
    waiting: Values = {(name,): queue.waiting for name, queue in found.items()}
    oldest: Values = {(name,): queue.oldest for name, queue in found.items()}
    yield _gauge("pointsman_queue_length", "What waits, counted to 10,000.", ["queue"], waiting)
    yield _gauge("pointsman_queue_oldest_seconds", "The age of what has waited longest.", ["queue"], oldest)


def _gauge(name: str, told: str, labels: list[str], values: Values) -> Metric:
    family = GaugeMetricFamily(name, told, labels=labels)
    for key, value in values.items():
        family.add_metric(key, value)
    return family


def _label(word: str) -> str:
    return word.lower()
