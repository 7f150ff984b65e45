"""Two definitions as lines side by side."""

import json

from hypothesis import given

from domain.diff.comparing import diff
from domain.diff.model import ChangeKind
from domain.diff.side_by_side import Gap, Row, folded, side_by_side
from domain.diff.side_texts import SideTexts, side_texts
from domain.json_types import JsonValue
from domain.pretty import pretty
from domain.sources.finding import line_of
from tests.domain.test_diff import VALUES, tasks


def rows(old: JsonValue, new: JsonValue) -> list[Row]:
    return side_by_side(diff(old, new))


@given(VALUES)
def test_pretty_text_is_the_value(value: JsonValue) -> None:
    assert json.loads(pretty(value)) == value


@given(VALUES, VALUES)
def test_each_side_reads_as_its_value(old: JsonValue, new: JsonValue) -> None:
    shown = rows(old, new)
    assert json.loads("\n".join(row.old for row in shown if row.old is not None)) == old
    assert json.loads("\n".join(row.new for row in shown if row.new is not None)) == new


@given(VALUES, VALUES)
def test_rows_are_marked_exactly_when_something_changed(old: JsonValue, new: JsonValue) -> None:
    assert any(row.mark for row in rows(old, new)) is bool(diff(old, new))


def test_an_inserted_task_leaves_its_neighbours_aligned() -> None:
    marked = [row for row in rows(tasks("a", "c"), tasks("a", "b", "c")) if row.mark]
    assert {(row.old, row.mark) for row in marked} == {(None, ChangeKind.ADDED)}


def test_what_moved_stands_at_both_places() -> None:
    marked = [row for row in rows(tasks("a", "b", "c", "d"), tasks("c", "a", "b", "d")) if row.mark]
    assert {row.mark for row in marked} == {ChangeKind.MOVED}
    assert [row.new for row in marked if row.new] == [row.old for row in marked if row.old]


def test_far_from_a_change_only_the_number_of_rows_is_shown() -> None:
    names = [f"task{number}" for number in range(50)]
    shown = folded(rows(tasks(*names), tasks(*names, "last")), context=2)
    assert isinstance(shown[0], Gap)
    assert len([row for row in shown if isinstance(row, Row) and not row.mark]) == 3


def test_a_task_under_another_name_is_one_changed_line() -> None:
    body: JsonValue = {"set": {"first": "a long text that fills the line", "second": "another long text that does"}}
    old: JsonValue = {"do": [{"greet": body}]}
    new: JsonValue = {"do": [{"welcome": body}]}
    (marked,) = [row for row in rows(old, new) if row.mark]
    assert (marked.old, marked.new) == ('      "greet": {', '      "welcome": {')
    assert marked.mark is ChangeKind.RENAMED


def texts(old: JsonValue, new: JsonValue) -> SideTexts:
    return side_texts(rows(old, new))


@given(VALUES, VALUES)
def test_outside_of_the_blocks_both_texts_have_the_same_lines(old: JsonValue, new: JsonValue) -> None:
    found = texts(old, new)
    before, after = found.old.split("\n"), found.new.split("\n")
    at = (0, 0)
    for (one, one_end), (other, other_end) in [*found.blocks, ((len(before), 0), (len(after), 0))]:
        assert before[at[0] : one] == after[at[1] : other]
        at = (one_end, other_end)


def test_credentials_in_addresses_are_hidden_and_a_change_of_them_is_still_marked() -> None:
    def calling(password: str) -> JsonValue:
        return {
            "do": [{"ask": {"call": "http", "with": {"endpoint": f"https://me:{password}@a.example/?token=t&x=1"}}}]
        }

    found = texts(calling("one"), calling("two"))
    assert found.old == found.new
    assert "https://⟦hidden⟧@a.example/?token=⟦hidden⟧&x=1" in found.new
    assert len(found.blocks) == 1


def test_texts_tell_where_moved_lines_stand() -> None:
    found = texts(tasks("a", "b", "c", "d"), tasks("c", "a", "b", "d"))
    ((first, end),), ((start, _),) = found.moved
    assert '"c"' in "".join(found.old.split("\n")[first:end])
    assert '"c"' in "".join(found.new.split("\n")[start : start + 2])


def test_a_line_is_found_by_its_pointer() -> None:
    text = '{\n  "a/b": {\n    "c": [\n      1,\n      {"d": 2}\n    ]\n  }\n}'
    assert [line_of(text, pointer) for pointer in ("", "/a~1b", "/a~1b/c", "/a~1b/c/1", "/a~1b/c/1/d")] == [
        0,
        1,
        2,
        4,
        4,
    ]


def test_of_a_place_that_is_gone_the_nearest_line_around_it_is_found() -> None:
    assert line_of('{\n  "a": {\n    "b": 1\n  }\n}', "/a/x/y") == 1
