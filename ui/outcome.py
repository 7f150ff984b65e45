"""Outcomes of actions: kept outside Streamlit's yield points, said once after the run that follows the action."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from ui.escape import escape
from ui.links import go

_BOX = "pointsman.outcomes"


@dataclass(frozen=True)
class Done:
    """What an action says when it was done, and the screen to go on to, if another one.

    ``is_good`` is false where what was done did not come to what was hoped for.
    """

    sentence: str
    screen: str | None = None
    query: Mapping[str, str] = field(default_factory=dict)
    is_good: bool = True


@dataclass
class Attempts:
    """How one button fared in this session: tries, successes, and the sentence of the last failure."""

    tries: int = 0
    successes: int = 0
    failure: str | None = None


@dataclass
class OutcomeBox:
    """One session's outcomes; writing to it never interrupts a script, as ``session_state`` itself may."""

    attempts: dict[str, Attempts] = field(default_factory=dict)
    unsaid: list[Done] = field(default_factory=list)

    def of(self, key: str) -> Attempts:
        """The attempts of the button ``key``."""
        return self.attempts.setdefault(key, Attempts())


def outcome_box() -> OutcomeBox:
    """The box of this session."""
    box: OutcomeBox = st.session_state.setdefault(_BOX, OutcomeBox())
    return box


def show_outcomes() -> None:
    """Go on where an action leads, then say every outcome that was not said yet, as a toast."""
    box = outcome_box()
    for number, done in enumerate(box.unsaid):
        if done.screen:
            box.unsaid[number] = Done(done.sentence, is_good=done.is_good)
            go(done.screen, **done.query)
    while box.unsaid:
        done = box.unsaid[0]
        icon = ":material/check_circle:" if done.is_good else ":material/block:"
        st.toast(escape(done.sentence), icon=icon, duration="long")
        box.unsaid.pop(0)
