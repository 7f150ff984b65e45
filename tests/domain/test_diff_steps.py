"""The step of the version number that changes ask for."""

import pytest

from domain.diff.model import Change, ChangeKind
from domain.diff.steps import Step, is_smaller_than_proposed, proposed_step, suggest_number
from domain.diff.telling import ChangeLine, Risk

NONE, PATCH, MINOR, MAJOR = Step


def line(risk: Risk) -> ChangeLine:
    return ChangeLine("it changed", risk, None, (Change(ChangeKind.CHANGED, (), (), 1, 2),))


@pytest.mark.parametrize(
    ("risks", "step"),
    [
        ([], NONE),
        ([Risk.COSMETIC], PATCH),
        ([Risk.COSMETIC, Risk.BEHAVIOUR], MINOR),
        ([Risk.BEHAVIOUR, Risk.BREAKING, Risk.COSMETIC], MAJOR),
    ],
)
def test_the_worst_change_decides(risks: list[Risk], step: Step) -> None:
    assert proposed_step(map(line, risks)) is step


@pytest.mark.parametrize(
    ("active", "step", "number"),
    [
        ("1.4.2", MAJOR, "2.0.0"),
        ("1.4.2", MINOR, "1.5.0"),
        ("1.4.2", PATCH, "1.4.3"),
        ("1.4.2", NONE, "1.4.3"),
        ("0.3.0", MAJOR, "0.4.0"),
        ("1.5.0-rc.1", MINOR, "1.5.0"),
        ("1.5.0-rc.1", MAJOR, "2.0.0"),
        (None, MAJOR, "1.0.0"),
        ("spring", MINOR, "1.0.0"),
    ],
)
def test_the_next_number_fits_the_step(active: str | None, step: Step, number: str) -> None:
    assert suggest_number(active, step) == number


@pytest.mark.parametrize(
    ("before", "after", "step", "smaller"),
    [
        ("1.4.2", "1.4.3", MINOR, True),
        ("1.4.2", "1.5.0", MINOR, False),
        ("1.4.2", "2.0.0", MINOR, False),
        ("1.4.2", "1.5.0", MAJOR, True),
        ("1.4.2", "1.4.3", NONE, False),
        ("1.4.2", "1.3.9", PATCH, True),
        ("1.4.2", "1.4.2+build.7", PATCH, True),
        ("0.3.0", "0.4.0", MAJOR, False),
        ("0.3.0", "0.3.1", MAJOR, True),
        ("2.0.0-rc.1", "2.0.0", MAJOR, False),
        ("1.5.0-rc.1", "1.5.0", MAJOR, True),
        ("spring", "summer", MAJOR, False),
    ],
)
def test_less_than_the_step_is_noticed(before: str, after: str, step: Step, *, smaller: bool) -> None:
    assert is_smaller_than_proposed(before, after, step) is smaller


@pytest.mark.parametrize("active", ["1.4.2", "0.3.0", "2.0.0-rc.1", "1.5.0-rc.1", "1.4.1-rc.2", "1.4.2+build.7"])
@pytest.mark.parametrize("step", Step)
def test_a_suggested_number_is_never_too_small(active: str, step: Step) -> None:
    assert not is_smaller_than_proposed(active, suggest_number(active, step), step)
