"""What a person does in every product, and what a product tells of how that is done there."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from playwright.sync_api import Page

from tests.bench.side_by_side.places import Places


class Step(StrEnum):
    """One row of the comparison."""

    COLD = "cold open of the list"
    FAILED = "filter by failed"
    SEARCH = "search by id"
    NEXT = "next page"
    DETAIL = "open a detail"
    CHILDREN = "its children"


BARS = {Step.COLD: 3.0, Step.FAILED: 0.6, Step.SEARCH: 1.0, Step.NEXT: 0.7, Step.DETAIL: 1.0}
"""Seconds on a quiet machine."""


def nothing(_page: Page) -> None:
    """What is done before a step that needs nothing."""


@dataclass(frozen=True)
class Walk:
    """One step: after ``before``, from ``act`` until ``shows`` stands on the screen in an element that fits ``inside``.

    ``act`` begins with what asks for the rows: the last click or key, not those that opened a menu before it.
    ``instead`` tells what was done in a product that has no such step.
    """

    act: Callable[[Page], object]
    shows: str
    before: Callable[[Page], object] = nothing
    inside: str = "body"
    instead: str = ""


Steps = Mapping[Step, Walk]


class Product(Protocol):
    """A module of this folder."""

    NAME: str

    def serving(self, places: Places, rows: int) -> AbstractContextManager[Steps]:
        """Install it, fill it with so many runs unless it is filled, and serve it until the end of the block."""
