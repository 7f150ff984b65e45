"""Several slow expressions in one turn of a workflow are told by name, before Temporal speaks of a deadlock."""

import time

import pytest

from domain.json_types import JsonValue
from runtime.expressions import Allowance, BudgetExceeded, evaluate

SLOW, SLOWER = "until(6 < 5; .)", "until(7 < 5; .)"


def ask(allowance: Allowance, turn: int, text: str) -> JsonValue:
    return allowance.evaluate(turn, text, 1, {}, lambda _: None)


def test_the_expressions_of_a_turn_share_less_than_two_seconds_and_the_next_turn_begins_anew() -> None:
    evaluate("1", None)
    allowance = Allowance()
    assert ask(allowance, 1, ". + 1") == 2
    began = time.monotonic()
    with pytest.raises(BudgetExceeded, match=r"took more than 1 s: until\(6 < 5; \.\)"):
        ask(allowance, 1, SLOW)
    with pytest.raises(
        BudgetExceeded, match=r"until\(7 < 5; \.\) \(without a pause after .*until\(6 < 5; \.\) \(1\.\d s"
    ):
        ask(allowance, 1, SLOWER)
    with pytest.raises(BudgetExceeded, match=r"^No time is left for an expression: \. \+ 1 "):
        ask(allowance, 1, ". + 1")
    assert time.monotonic() - began < 2.3
    assert ask(allowance, 2, ". + 1") == 2
