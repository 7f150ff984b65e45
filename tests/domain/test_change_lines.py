"""Changes in plain words."""

from typing import cast

import pytest

from domain.diff.telling import pieces
from domain.json_types import JsonObject, JsonValue
from tests.domain.change_samples import HTTP, SET, between, definition, http, lines, retrying, schema, told, trying


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            retrying(limit={"attempt": {"count": 3}}),
            retrying(limit={"attempt": {"count": 5}}),
            "`step` now retries 5 times, was 3",
        ),
        (
            retrying(delay={"seconds": 30}),
            retrying(delay={"minutes": 2}),
            "`step` now retries after 2 minutes, was 30 seconds",
        ),
        (
            retrying(delay="PT1S", backoff={"linear": {}}),
            retrying(delay="PT1S"),
            "the pause of `step` before a retry now stays the same, before it grows with each retry",
        ),
        (trying({}), retrying(limit={"attempt": {"count": 2}}), "`step` now retries 2 times, before it did not"),
        (
            trying({"errors": {"with": {"status": 500}}}),
            trying({"errors": {"with": {"status": 503}}}),
            "`step` now catches errors with `status` `503`, was `500`",
        ),
        (
            trying({"then": "exit"}),
            trying({}),
            "after a caught error `step` goes on as after success, was the end of its list",
        ),
        (SET, {**SET, "if": "${ .paid }"}, "`step` now runs only if `.paid`, before it always ran"),
        ({**SET, "if": ".a"}, {**SET, "if": ".b"}, "`step` now runs only if `.b`, was if `.a`"),
        (SET, {**SET, "then": "end"}, "`step` goes to the end of the workflow, was the next task"),
        ({"wait": {"seconds": 30}}, {"wait": "PT1M"}, "`step` now waits 1 minute, was 30 seconds"),
        (
            {"wait": {"hours": 25}},
            {"wait": {"days": 1, "hours": 1}},
            "the wait of `step` is written in another way, and is still 1 day 1 hour",
        ),
        (
            {**SET, "timeout": {"after": "PT1H"}},
            {**SET, "timeout": {"after": {"hours": 2}}},
            "`step` may now take at most 2 hours, was 1 hour",
        ),
        (SET, {**SET, "timeout": "short"}, "`step` may now take at most `short`, before it had no time limit"),
        (http(), http(method="post"), "the method of `step` is now `post`, was `get`"),
        (http(), http(endpoint="https://b.example"), "`step` now calls `https://b.example`, was `https://a.example`"),
        (http(), http(headers={"X-A": "1"}), '`step` now has headers: `{"X-A":"1"}`'),
        (http(query={"a": "1"}), http(query={"a": "2"}), "query parameter `a` of `step` is now `2`, was `1`"),
        (SET, {"set": {"x": 2}}, "`step` now sets `x` to `2`, was `1`"),
        (
            {"switch": [{"EU": {"when": ".eu", "then": "charge"}}]},
            {"switch": [{"EU": {"when": ".eu", "then": "vat"}}]},
            "branch `EU` of `step` goes to `vat`, was `charge`",
        ),
        (
            {"switch": [{"EU": {"when": ".eu", "then": "vat"}}]},
            {"switch": [{"EU": {"when": ".uk", "then": "vat"}}]},
            "branch `EU` of `step` is now taken when `.uk`, was when `.eu`",
        ),
        (
            {"switch": [{"EU": {"when": ".eu", "then": "vat"}}]},
            {"switch": [{"UK": {"when": ".uk"}}, {"EU": {"when": ".eu", "then": "vat"}}]},
            "branch `UK` of `step` was added at the beginning (when `.uk`, goes to the next task)",
        ),
        (
            {"fork": {"branches": [{"a": SET}], "compete": True}},
            {"fork": {"branches": [{"a": SET}], "compete": False}},
            "`step` now ends when all its branches have ended, was when the first of its branches ends",
        ),
        (
            {"for": {"in": ".a"}, "do": [{"a": SET}]},
            {"for": {"in": ".b"}, "do": [{"a": SET}]},
            "`step` now goes through `.b`, was `.a`",
        ),
        (
            {"for": {"in": ".a"}, "do": [{"a": SET}], "metadata": {"x": 1}},
            {"for": {"in": ".a"}, "do": [{"a": SET}], "metadata": {"x": 1, "pointsman/parallel": True}},
            "`step` now runs its items side by side",
        ),
        (
            {"listen": {"to": {"one": {"with": {"type": "a"}}}}},
            {"listen": {"to": {"one": {"with": {"type": "b"}}}}},
            "the `type` of the event that `step` waits for is now `b`, was `a`",
        ),
        (
            {"listen": {"to": {"any": [], "until": ".a"}}},
            {"listen": {"to": {"any": [], "until": ".b"}}},
            "`step` now listens until `.b`, was `.a`",
        ),
        (
            {"emit": {"event": {"with": {"type": "a"}}}},
            {"emit": {"event": {"with": {"type": "b"}}}},
            "the `type` of the event that `step` emits is now `b`, was `a`",
        ),
        (
            {"raise": {"error": {"type": "a", "status": 400}}},
            {"raise": {"error": {"type": "a", "status": 404}}},
            "the status of the error that `step` raises is now 404, was 400",
        ),
        (
            {"run": {"workflow": {"namespace": "n", "name": "kyc", "version": "active"}}},
            {"run": {"workflow": {"namespace": "n", "name": "kyc", "version": "1.2.0"}}},
            "`step` now runs version `1.2.0` of its workflow, was whichever is active",
        ),
        (
            {"call": "human-task:1.0.0@default", "with": {"title": "x", "dueIn": "P1D"}},
            {"call": "human-task:1.0.0@default", "with": {"title": "x", "dueIn": "P2D"}},
            "`step` is now due in 2 days, was 1 day",
        ),
        (
            {"call": "human-task:1.0.0@default", "with": {"candidateGroups": ["ops"]}},
            {"call": "human-task:1.0.0@default", "with": {"candidateGroups": ["ops", "legal"]}},
            "`step` is now also for the group `legal`",
        ),
        (SET, {**SET, "unheard": {"of": 1}}, '`do › no. 1 › step › unheard` was added: `{"of":1}`'),
    ],
)
def test_a_change_of_a_task_is_one_sentence(old: JsonObject, new: JsonObject, words: str) -> None:
    assert between(old, new) == [words]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ({}, {"required": ["directorId"]}, "input `directorId` became required"),
        ({"required": ["a"]}, {"required": ["a", "b"]}, "input `b` became required"),
        ({"required": ["a", "b"]}, {"required": ["a"]}, "input `b` is no longer required"),
        ({"properties": {}}, {"properties": {"a": {"type": "string"}}}, "input `a` was added (a text, not required)"),
        ({"properties": {"a": {"type": "string"}}}, {"properties": {}}, "input `a` was removed"),
        (
            {"properties": {"a": {"properties": {"b": {"type": "integer"}}}}},
            {"properties": {"a": {"properties": {"b": {"type": ["integer", "null"]}}}}},
            "input `a.b` is now a whole number or null, was a whole number",
        ),
        (
            {"properties": {"a": {"enum": ["x"]}}},
            {"properties": {"a": {"enum": ["x", "y"]}}},
            "input `a` may now also be `y`",
        ),
        (
            {"properties": {"a": {"minLength": 1}}},
            {"properties": {"a": {"minLength": 3}}},
            "the least length of input `a` is now 3, was 1",
        ),
        ({}, {"additionalProperties": False}, "the input may no longer have properties that its schema does not name"),
    ],
)
def test_a_change_of_the_input_schema_names_the_input(old: JsonObject, new: JsonObject, words: str) -> None:
    assert told(schema(**old), schema(**new)) == [words]


def test_an_added_task_says_where_it_stands_and_what_it_does() -> None:
    old, new = definition({"a": SET}), definition({"a": SET}, {"notify": HTTP})
    assert told(old, new) == ["`notify` was added after `a` (HTTP call, `GET a.example`)"]


def test_a_task_inside_of_another_says_so() -> None:
    loop: JsonObject = {"for": {"in": ".a"}, "do": [{"a": SET}]}
    longer: JsonObject = {**loop, "do": [{"a": SET}, {"b": SET}]}
    assert between(loop, longer) == ["`b` was added in `step` after `a` (Set data, `x`)"]


def test_a_removed_task_says_where_it_stood() -> None:
    old = definition({"a": SET}, {"b": SET})
    assert told(old, definition({"b": SET})) == ["`a` was removed, it stood at the beginning (Set data, `x`)"]


def test_a_moved_task_says_both_its_places() -> None:
    names, moved = ("reserve", "notify", "charge", "ship"), ("reserve", "charge", "notify", "ship")
    old, new = (definition(*[cast(JsonValue, {name: SET}) for name in order]) for order in (names, moved))
    assert told(old, new)[0] in (
        "`notify` moved after `charge`, it stood after `reserve`",
        "`charge` moved after `reserve`, it stood after `notify`",
    )


def test_a_line_names_its_innermost_task_and_where_that_is() -> None:
    old = definition({"outer": {"do": [{"inner": SET}]}})
    (line,) = lines(old, definition({"outer": {"do": [{"inner": {"set": {"x": 2}}}]}}))
    assert (line.task, line.reference) == ("inner", "/do/0/outer/do/0/inner")


def test_the_parts_under_use_are_told_by_their_names() -> None:
    old = definition({"a": SET}, use={"retries": {"slow": {"limit": {"attempt": {"count": 3}}}}})
    new = definition({"a": SET}, use={"retries": {"slow": {"limit": {"attempt": {"count": 5}}}}})
    assert told(old, new) == ["retry policy `slow` now retries 5 times, was 3"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (http(headers={"Authorization": "Bearer hush-1"}), http(headers={"Authorization": "Bearer hush-2"})),
        (http(), http(headers={"Authorization": "Bearer hush-1"})),
        (http(headers={"Authorization": "Bearer hush-1"}), SET),
        (http(body={"login": {"password": "hush-1"}}), http(body={"login": {"password": {"a": "hush-2"}}})),
        (http(), http(endpoint="https://me:hush-1@a.example/?token=hush-2")),
        (SET, {"set": {"x": ["https://me:hush-1@a.example"]}}),
        (SET, {"set": {"x": 1, "apiKey": "hush-1"}}),
        (SET, {"do": [{"in": http(headers={"authorization": "hush-1"})}]}),
    ],
)
def test_no_secret_is_told(old: JsonObject, new: JsonObject) -> None:
    assert not any("hush" in words for words in [*between(old, new), *between(new, old)])


def test_long_values_are_shown_where_they_differ() -> None:
    (words,) = between({"set": {"x": f"{'a' * 300}one"}}, {"set": {"x": f"{'a' * 300}two"}})
    assert "aone" in words
    assert "atwo" in words
    assert len(words) < 150


def test_a_backtick_in_a_name_does_not_end_it() -> None:
    (words,) = between({"set": {"a`b": 1}}, {"set": {"a`b": 2}})
    assert [text for text, is_code in pieces(words) if is_code] == ["step", "aˋb", "2", "1"]


def test_a_custom_definition_is_told_by_path() -> None:
    assert told({"steps": [{"id": 1, "x": 1}]}, {"steps": [{"id": 1, "x": 2}]}) == [
        "`steps › no. 1 › x` is now `2`, was `1`"
    ]


def test_what_is_gone_from_a_task_is_told_where_the_task_stands_now() -> None:
    old = definition({"first": SET}, {"b": {**SET, "if": ".x"}})
    line = lines(old, definition({"b": SET}))[-1]
    assert (line.words, line.reference) == ("`b` now always runs, it ran only if `.x`", "/do/0/b")


def test_a_renamed_task_says_its_old_name_and_what_else_changed() -> None:
    (renamed, changed) = lines(definition({"charge": HTTP}), definition({"bill": {**HTTP, "if": ".x"}}))
    assert renamed.words == "`bill` was called `charge`"
    assert changed.words == "`bill` now runs only if `.x`, before it always ran"
    assert renamed.reference == changed.reference == "/do/0/bill"
