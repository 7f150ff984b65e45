"""The sheet before a change of the points: read once, shown, and what the click is bound to.

A dialog is drawn again for each keystroke. What it shows is kept from the first time, so that the click confirms what
was read and nothing newer; after a conflict it is read again.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from domain.errors import Conflict, PointsmanError
from services._seen import Seen
from services.read_impact import Impact, Standing
from ui.escape import escape

Facts = TypeVar("Facts", Impact, Standing)
Answer = TypeVar("Answer")


class Sheet(Generic[Facts]):
    """One dialog's facts, which ``read`` gives, and its parts that take their time."""

    def __init__(self, read: Callable[[], Facts]) -> None:
        self._read: Callable[[], Facts] = read
        self._facts: Facts | None = None
        self._known: dict[str, Any] = {}
        self._waiting: list[Callable[[], None]] = []

    @property
    def facts(self) -> Facts:
        """What is shown."""
        if self._facts is None:
            self._facts, self._known = self._read(), {}
        return self._facts

    @contextmanager
    def bound(self) -> Iterator[Seen]:
        """For the decision: when it meets a conflict, the sheet shows the new state next."""
        try:
            yield self.facts.seen
        except Conflict:
            self._facts = None
            raise

    def begin(self) -> None:
        """Forget the places of an earlier drawing."""
        self._waiting.clear()

    def slow(self, label: str, ask: Callable[[], Answer], show: Callable[[Answer], None]) -> None:
        """Leave a place for a part that takes its time; `fill` asks once and shows the answer there."""
        place = st.empty()
        if label in self._known:
            with place.container(gap="small"):
                show(self._known[label])
            return
        place.caption(f":gray[:material/hourglass_top:] {label} …")
        self._waiting.append(lambda: self._answer(place, label, ask, show))

    def fill(self) -> None:
        """Ask for all that was left open."""
        while self._waiting:
            self._waiting.pop(0)()

    def _answer(
        self, place: DeltaGenerator, label: str, ask: Callable[[], Answer], show: Callable[[Answer], None]
    ) -> None:
        try:
            answer = ask()
        except PointsmanError as error:
            place.caption(f"{label}: {escape(str(error))}")
            return
        self._known[label] = answer
        with place.container(gap="small"):
            show(answer)
