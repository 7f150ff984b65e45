"""What the expressions of one turn of a workflow may take together.

Temporal takes a workflow that computes for 2 s without a pause for a deadlock, stops it and tries again, for ever, and
its message names no expression. So the time is counted here, and the expressions are told by name. Running out fails
the workflow task, which leaves no trace in the history: the count need not be the same on a replay.
"""

from collections.abc import Hashable

from runtime.expressions.budget import BUDGET_SECONDS, BudgetExceeded

TURN_SECONDS = 1.6
_LEAST_SECONDS = 0.05
_SLOW_SECONDS = 0.05
_MOST_TOLD = 3


class Allowance:
    """The time of one workflow; ``turn`` is equal as long as it did not pause."""

    def __init__(self) -> None:
        self._turn: Hashable = None
        self._spent = 0.0
        self._slow: list[tuple[float, str]] = []

    def left(self, turn: Hashable) -> float:
        """Seconds for the next expression. Raises: BudgetExceeded when the others of this turn took it all."""
        if turn != self._turn:
            self._turn, self._spent, self._slow = turn, 0.0, []
        if TURN_SECONDS - self._spent < _LEAST_SECONDS:
            raise BudgetExceeded(self.told())
        return min(BUDGET_SECONDS, TURN_SECONDS - self._spent)

    def spend(self, seconds: float, text: str) -> None:
        """Count what an expression took."""
        self._spent += seconds
        if seconds >= _SLOW_SECONDS:
            self._slow.append((seconds, text))

    def told(self) -> str:
        """A sentence that names the slowest expressions of this turn."""
        slowest = sorted(self._slow, reverse=True)[:_MOST_TOLD]
        named = "; ".join(f"{text} ({seconds:.1f} s)" for seconds, text in slowest)
        return f"The expressions took {self._spent:.1f} s together, without a pause in which others run. {named}"
