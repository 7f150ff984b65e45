"""What the expressions of one turn of a workflow may take together.

Temporal takes a workflow that computes for 2 s without a pause for a deadlock, stops it and tries again, for ever, and
its message names no expression. So the time is counted here, and the expressions are told by name. Running out fails
the workflow task, which leaves no trace in the history: the count need not be the same on a replay.
"""

import time
from collections.abc import Callable, Hashable

from domain.json_types import JsonValue
from runtime.expressions.budget import LEAST_SECONDS, WHOLE_SECONDS, BudgetExceeded
from runtime.expressions.evaluation import Variables, evaluate

_SLOW_SECONDS = 0.05
_MOST_TOLD = 3
_TOLD = 80


class Allowance:
    """The time of one workflow. A ``turn`` is anything that stays equal as long as the workflow does not pause."""

    def __init__(self) -> None:
        self._turn: Hashable = None
        self._spent = 0.0
        self._slow: list[tuple[float, str]] = []

    def evaluate(
        self, turn: Hashable, text: str, data: JsonValue, variables: Variables, meter: Callable[[int], None]
    ) -> JsonValue:
        """As `evaluate`, within the time that is left of this turn. Raises: ExpressionError, BudgetExceeded."""
        if turn != self._turn:
            self._turn, self._spent, self._slow = turn, 0.0, []
        left = WHOLE_SECONDS - self._spent
        if left < LEAST_SECONDS:
            raise BudgetExceeded(f"No time is left for an expression: {text[:_TOLD]}{self._others()}")
        began = time.monotonic()
        try:
            return evaluate(text, data, variables, meter, left)
        except BudgetExceeded as error:
            raise BudgetExceeded(f"{error}{self._others()}") from None
        finally:
            self._spend(time.monotonic() - began, text)

    def _spend(self, seconds: float, text: str) -> None:
        self._spent += seconds
        if seconds >= _SLOW_SECONDS:
            self._slow.append((seconds, text[:_TOLD]))

    def _others(self) -> str:
        """Names the slowest expressions of this turn, where there are any."""
        if not self._slow:
            return ""
        slowest = sorted(self._slow, reverse=True)[:_MOST_TOLD]
        named = "; ".join(f"{text} ({seconds:.1f} s)" for seconds, text in slowest)
        return f" (without a pause after others that took {self._spent:.1f} s together: {named})"
