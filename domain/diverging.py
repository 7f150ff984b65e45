"""Where two runs of one template part: the first task that fared otherwise."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

_PLACE = re.compile(r"/\d+(?=/)")


class Visit(Protocol):
    """One visit of a task, as a run tells it; ``reference`` is the task's JSON Pointer."""

    @property
    def name(self) -> str: ...
    @property
    def reference(self) -> str: ...
    @property
    def visit(self) -> int: ...
    @property
    def status(self) -> str: ...


@dataclass(frozen=True)
class Parting:
    """``task`` is the visit of the one run, ``other`` the status of the same visit in the other run.

    ``other`` is None where the other run did not come there; ``after`` names the last task before it that was alike.
    """

    task: Visit
    other: str | None
    after: str | None


def first_parting(run: Sequence[Visit], other: Sequence[Visit]) -> Parting | None:
    """The first visit of ``run``, in its order, that ``other`` does not have with the same status; None: all are there.

    Tasks are the same when they and the scopes around them have the same names, wherever they stand. A scope that fared
    otherwise because of a task inside it gives way to that task.
    """
    fared = {(_names(each), each.visit): str(each.status) for each in other}
    differing = [each for each in run if fared.get((_names(each), each.visit)) != str(each.status)]
    if not differing:
        return None
    first = differing[0]
    for each in differing[1:]:
        if each.reference.startswith(f"{first.reference}/"):
            first = each
    before = [each for each in run[: run.index(first)] if each not in differing]
    return Parting(first, fared.get((_names(first), first.visit)), before[-1].name if before else None)


def _names(visit: Visit) -> str:
    """The way to a task by names: its place in a list may differ between versions."""
    return _PLACE.sub("", visit.reference)
