"""Requests that blew their budget are held back, and only they."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from runtime.expressions.budget import BudgetExceeded, Request
from runtime.expressions.suspects import LONGEST_PAUSE, SUSPECT_SECONDS, Suspects

BAD = Request("evaluate", '["bad", []]', "[1, []]", ("The expression", "bad"))
SAME_TEXT = Request("evaluate", '["bad", []]', "[2, []]", ("The expression", "bad"))
OTHER = Request("evaluate", '["good", []]', "[1, []]", ("The expression", "good"))
CHILDREN = 4


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def suspects(clock: Clock) -> Suspects:
    return Suspects(CHILDREN, clock)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def passes(suspects: Suspects, request: Request) -> bool:
    """Whether a request may pass; when it may, it goes well."""
    try:
        with suspects.lane(request, 0):
            return True
    except BudgetExceeded:
        return False


def is_tried(suspects: Suspects) -> bool:
    """Whether the bad request is let through, without going well."""
    try:
        with suspects.lane(BAD, 0):
            raise TimeoutError
    except TimeoutError:
        return True
    except BudgetExceeded:
        return False


def test_the_same_request_is_refused_for_a_time_that_doubles_up_to_a_minute(suspects: Suspects, clock: Clock) -> None:
    tried: list[float] = []
    suspects.noted(BAD, "It took more than 1 s: bad")
    while len(tried) < 8:
        began = clock.time
        while not is_tried(suspects):
            clock.time += 0.5
        tried.append(clock.time - began)
        suspects.noted(BAD, "It took more than 1 s: bad")
    assert tried == [0, 2, 4, 8, 16, 32, LONGEST_PAUSE, LONGEST_PAUSE]


def test_a_refusal_tells_the_reason_and_how_often_it_was_tried(suspects: Suspects) -> None:
    suspects.noted(BAD, "It took more than 1 s: bad")
    suspects.noted(BAD, "It took more than 1 s: bad")
    with (
        pytest.raises(BudgetExceeded, match=r"^It took more than 1 s: bad \(tried 2 times; soon again\)$"),
        suspects.lane(BAD, 0),
    ):
        pass


def test_one_success_clears_a_request(suspects: Suspects) -> None:
    suspects.noted(BAD, "bad")
    assert passes(suspects, BAD)
    suspects.noted(BAD, "bad")
    assert passes(suspects, BAD), "the count begins anew"


def test_the_same_text_with_other_data_goes_on_one_at_a_time(suspects: Suspects, stack: ExitStack) -> None:
    suspects.noted(BAD, "bad")
    stack.enter_context(suspects.lane(SAME_TEXT, 0))
    assert not passes(suspects, SAME_TEXT)
    assert passes(suspects, OTHER)


def test_a_text_is_trusted_again_after_a_while(suspects: Suspects, clock: Clock, stack: ExitStack) -> None:
    suspects.noted(BAD, "bad")
    clock.time += SUSPECT_SECONDS
    stack.enter_context(suspects.lane(SAME_TEXT, 0))
    assert passes(suspects, SAME_TEXT)


def test_texts_that_have_not_worked_yet_leave_a_child_to_those_that_have(suspects: Suspects, stack: ExitStack) -> None:
    assert passes(suspects, OTHER)
    for number in range(CHILDREN - 1):
        stack.enter_context(suspects.lane(Request("evaluate", f'["{number}", []]', "[]", ("It", "x")), 0))
    assert not passes(suspects, BAD)
    assert passes(suspects, OTHER)


def test_what_is_remembered_is_bounded(suspects: Suspects) -> None:
    suspects.noted(BAD, "bad")
    suspects.noted(BAD, "bad")
    assert not passes(suspects, BAD)
    for number in range(2500):
        suspects.noted(Request("evaluate", f'["{number}", []]', "[]", ("It", "x")), "x")
    assert passes(suspects, BAD)
