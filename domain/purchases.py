"""What was bought when: told from the versions of a subscription, in whatever order they become known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class KnownVersion:
    """A version of a subscription that an event told of, and the items that it has there.

    ``starts``: an event of a type that starts work told it. ``started``: the items whose purchase was started from it.
    """

    version: int
    items: frozenset[str]
    starts: bool = False
    started: frozenset[str] = frozenset()


def placed(history: Sequence[KnownVersion], told: KnownVersion) -> list[KnownVersion]:
    """The history in order of versions with one more told; a version told twice has the items of both."""
    known = {each.version: each for each in history}
    same = known.get(told.version)
    if same is not None:
        told = replace(same, items=same.items | told.items, starts=same.starts or told.starts)
    known[told.version] = told
    return [known[number] for number in sorted(known)]


def bought(history: Sequence[KnownVersion]) -> list[tuple[int, str]]:
    """Purchases that are still to be started, as (version to start from, item), in order.

    A *stretch* is an unbroken row of known versions that have an item. Each stretch is one purchase. It is started
    once, from its first version that starts work; a stretch without such a version is none.

    Why any order gives the same: a version that becomes known may lengthen a stretch, split it or be a new one, but
    never joins two. So what was started stays apart, and a part without a start gets its own. The one exception is two
    events that tell different items of the same version, which a billing system does not send: then the number of
    starts depends on their order.
    """
    items = sorted({item for version in history for item in version.items})
    return sorted(start for item in items for start in _starts(history, item))


def _starts(history: Sequence[KnownVersion], item: str) -> Iterator[tuple[int, str]]:
    for stretch in _stretches(history, item):
        if any(item in version.started for version in stretch):
            continue
        for version in stretch:
            if version.starts:
                yield version.version, item
                break


def _stretches(history: Sequence[KnownVersion], item: str) -> Iterator[list[KnownVersion]]:
    stretch: list[KnownVersion] = []
    for version in history:
        if item in version.items:
            stretch.append(version)
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch
