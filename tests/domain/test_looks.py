"""Every status has a look, told by its sign where colour fails."""

from enum import StrEnum

import pytest

from domain.looks import TONES, look, looks_of
from domain.vocabulary import ExecutionStatus, Outcome, RuntimeStatus, VersionStatus


@pytest.mark.parametrize("kind", [ExecutionStatus, RuntimeStatus, VersionStatus, Outcome])
def test_every_value_has_a_sign_of_its_own_within_its_kind(kind: type[StrEnum]) -> None:
    looks = looks_of(kind)
    assert "•" not in {each.sign for each in looks.values()}
    assert len({each.sign for each in looks.values()}) == len(kind)
    assert {each.tone for each in looks.values()} <= set(TONES)


def test_equal_words_of_two_kinds_may_look_different() -> None:
    assert look(Outcome.STARTED) != look(ExecutionStatus.STARTED)


def test_a_value_without_an_entry_shows_its_name() -> None:
    class Other(StrEnum):
        NEW_KIND = "NEW_KIND"

    assert look(Other.NEW_KIND).text == "• New kind"
