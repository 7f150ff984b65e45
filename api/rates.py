"""How often somebody may ask: a bucket for each, filled evenly, that holds what a minute allows."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

MOST_BUCKETS = 10_000


@dataclass
class _Bucket:
    left: float
    seen: float


class Rates:
    """Buckets by name, each of ``per_minute`` requests. For one event loop: nothing here waits or locks."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.per_minute, self.clock = per_minute, clock
        self.buckets: dict[str, _Bucket] = {}

    def take(self, name: str) -> int:
        """Take one request out of the bucket: 0 when there was one, else the seconds until there is."""
        bucket = self._filled(name)
        if bucket.left >= 1:
            bucket.left -= 1
            return 0
        return ceil((1 - bucket.left) * 60 / self.per_minute)

    def _filled(self, name: str) -> _Bucket:
        now = self.clock()
        if name not in self.buckets and len(self.buckets) >= MOST_BUCKETS:
            self._forget_full(now)
        bucket = self.buckets.setdefault(name, _Bucket(self.per_minute, now))
        bucket.left = min(self.per_minute, bucket.left + (now - bucket.seen) * self.per_minute / 60)
        bucket.seen = now
        return bucket

    def _forget_full(self, now: float) -> None:
        """A bucket that is full again says nothing; when all are in use, the oldest go."""
        kept = {name: each for name, each in self.buckets.items() if now - each.seen < 60}
        self.buckets = dict(sorted(kept.items(), key=lambda pair: pair[1].seen)[-MOST_BUCKETS // 2 :])
