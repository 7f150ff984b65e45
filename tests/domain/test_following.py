"""From a place in the old value to the same in the new one."""

import copy

from hypothesis import given, settings

from domain.diff.comparing import diff
from domain.diff.following import Following, at
from domain.diff.model import Path
from domain.json_types import JsonValue
from tests.domain.test_diff import VALUES, leaves


def followed(old: JsonValue, new: JsonValue, path: Path) -> Path | None:
    return Following(diff(old, new), old, new).follow(path)


def test_an_element_is_followed_past_what_came_and_went() -> None:
    old: JsonValue = [{"a": 1}, {"b": {"x": 1}}, {"c": 1}]
    new: JsonValue = [{"z": 1}, {"y": 1}, {"c": 1}, {"b": {"x": 2}}]
    assert followed(old, new, (1, "b", "x")) == (3, "b", "x")


def test_what_is_gone_leads_nowhere() -> None:
    assert followed({"a": [{"b": 1}]}, {"a": []}, ("a", 0, "b")) is None


@settings(deadline=None, max_examples=60)
@given(VALUES)
def test_in_an_equal_value_everything_stands_where_it_stood(value: JsonValue) -> None:
    following = Following((), value, copy.deepcopy(value))
    assert all(following.follow(leaf) == leaf for leaf in leaves(value))


@settings(deadline=None, max_examples=60)
@given(VALUES, VALUES)
def test_what_no_change_touches_is_found_again(old: JsonValue, new: JsonValue) -> None:
    changes = diff(old, new)
    following = Following(changes, old, new)
    touched = [change.before for change in changes if change.before is not None]
    for leaf in leaves(old):
        is_scalar = not isinstance(at(old, leaf), dict | list)
        if is_scalar and not any(leaf[: len(before)] == before for before in touched):
            found = following.follow(leaf)
            assert found is not None
            assert at(new, found) == at(old, leaf)
