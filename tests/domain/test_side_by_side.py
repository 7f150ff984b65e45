"""Two definitions as lines side by side."""

import json

from hypothesis import given

from domain.diff.comparing import diff
from domain.diff.model import ChangeKind
from domain.diff.side_by_side import Gap, Row, folded, side_by_side
from domain.json_types import JsonValue
from domain.pretty import pretty
from tests.domain.test_diff import VALUES, tasks


def rows(old: JsonValue, new: JsonValue) -> list[Row]:
    return side_by_side(old, new, diff(old, new))


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
