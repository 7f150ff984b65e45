"""Proposals for the number of the next version."""

import pytest

from domain.version_numbers import is_older, is_version, next_version


@pytest.mark.parametrize(
    ("existing", "proposal"),
    [
        ([], "1.0.0"),
        (["1.0.0"], "1.1.0"),
        (["1.9.0", "1.10.0", "1.2.3"], "1.11.0"),
        (["2.0.0-rc.1", "1.0.0"], "2.0.0"),
        (["latest", "v2"], "1.0.0"),
        (["latest", "0.3.1"], "0.4.0"),
    ],
)
def test_the_next_version_is_a_minor_one_after_the_highest(existing: list[str], proposal: str) -> None:
    assert next_version(existing) == proposal


@pytest.mark.parametrize(
    ("version", "other", "older"),
    [("1.9.0", "1.10.0", True), ("1.10.0", "1.9.0", False), ("1.0.0", "1.0.0", False), ("1.0.0-rc.1", "1.0.0", True)],
)
def test_older_means_of_lower_precedence(version: str, other: str, older: bool) -> None:
    assert is_older(version, other) is older


@pytest.mark.parametrize(("version", "other"), [("1.0.0", None), ("latest", "1.0.0"), ("1.0.0", "latest")])
def test_what_cannot_be_compared_is_not_older(version: str, other: str | None) -> None:
    assert not is_older(version, other)


@pytest.mark.parametrize("text", ["", "1", "1.0", "v1.0.0", "1.0.0 ", "01.0.0", "one"])
def test_other_texts_are_no_versions(text: str) -> None:
    assert not is_version(text)
