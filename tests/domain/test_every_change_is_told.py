"""Whatever changes, each change is told in exactly one line."""

import copy
from typing import cast

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.diff.comparing import diff
from domain.diff.telling import lines_of
from domain.dot_text import drawable
from domain.json_types import JsonValue
from tests.domain.change_samples import HTTP, SET, definition, retrying

SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=12)
VALUES: st.SearchStrategy[JsonValue] = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
)


@settings(deadline=None, max_examples=60)
@given(VALUES, VALUES)
def test_every_change_of_any_two_values_has_its_line(old: JsonValue, new: JsonValue) -> None:
    assert_told(old, new)
    assert_told({"document": {"dsl": "1"}, "do": old, "use": new}, {"document": {"dsl": "1"}, "do": new, "use": old})


WHOLE = definition(
    {"ask": {"call": "human-task:1.0.0@default", "with": {"title": "x", "form": {"properties": {"a": {}}}}}},
    {"pay": retrying(delay={"seconds": 3}, backoff={"linear": {}}, jitter={"from": "PT1S", "to": "PT2S"})},
    {"pick": {"switch": [{"EU": {"when": ".eu", "then": "wait"}}, {"US": {"then": "end"}}]}},
    {"wait": {"wait": {"minutes": 1, "seconds": 3}, "timeout": {"after": "PT5M"}, "metadata": {"a": 1}}},
    {"each": {"for": {"in": ".a"}, "do": [{"fan": {"fork": {"branches": [{"l": SET}, {"r": HTTP}]}}}]}},
    {"hear": {"listen": {"to": {"any": [{"with": {"type": "a"}}], "until": ".x"}}}},
    input={"schema": {"document": {"required": ["a"], "properties": {"a": {"enum": [1]}}, "anyOf": [{}]}}},
    output={"as": ".x"},
    use={"functions": {"f": HTTP}, "retries": {"r": {"delay": "PT1S"}}, "secrets": ["s"]},
)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_every_change_of_a_mutated_definition_has_its_line(data: st.DataObject) -> None:
    mutated = copy.deepcopy(WHOLE)
    for _ in range(data.draw(st.integers(1, 4))):
        mutate(mutated, data)
    assert_told(WHOLE, mutated)
    assert_told(mutated, WHOLE)


def mutate(value: JsonValue, data: st.DataObject) -> None:
    """Put something else at some place, take it away, or turn a list around."""
    while True:
        keys = list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
        key = data.draw(st.sampled_from(cast(list[str | int], keys)))
        holder = cast(dict[str | int, JsonValue], value)
        inner = holder[key]
        if not inner or not isinstance(inner, dict | list) or data.draw(st.integers(0, 5)) == 0:
            break
        value = inner
    what = data.draw(st.sampled_from(("replace", "remove", "reverse")))
    if what == "reverse" and isinstance(inner, list):
        inner.reverse()
    elif what == "remove":
        del holder[key]
    else:
        holder[key] = data.draw(VALUES)


def assert_told(old: JsonValue, new: JsonValue) -> None:
    changes = diff(old, new)
    found = lines_of(changes, old, new)
    assert [change for line in found for change in line.changes] == list(changes)
    for line in found:
        assert line.words.strip()
        assert line.words.count("`") % 2 == 0
        assert drawable(line.words) == line.words
