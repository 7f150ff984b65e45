"""Tables as CSV: no cell is a formula, nothing is lost on the way there and back, and faults are told by line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.csv_text import MOST_ROWS, csv_lines, guarded, read_csv, unguarded
from domain.errors import InvalidInput

CELLS = st.text(st.sampled_from("'=+-@＝\t\rab,;\"\n é"), max_size=6)
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", '=HYPERLINK("http://x")', "'=1"]


@given(CELLS)
def test_what_is_guarded_is_read_again_as_it_was(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell


@pytest.mark.parametrize("cell", FORMULAS)
def test_no_cell_begins_as_a_formula(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "gst-plan", "'quoted'", "a=b", "1-2"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert guarded(cell) == cell


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_a_written_table_is_read_again_but_for_spaces_around_cells_and_empty_rows(rows: list[tuple[str, str]]) -> None:
    text = "".join(csv_lines(("a", "b"), rows))
    trimmed = [(unguarded(guarded(a).strip()), unguarded(guarded(b).strip())) for a, b in rows]
    expected = [row for row, cells in zip(trimmed, rows, strict=True) if any(guarded(cell).strip() for cell in cells)]
    read = read_csv(text.encode(), ("a", "b"))
    assert [(row.cells["a"], row.cells["b"]) for row in read] == expected


@pytest.mark.parametrize("content", ["a,b\n1,2\n", "B;A\r\n2;1\r\n", "\ufeffa\tb\tc\n1\t2\t3\n", 'a,b\n"1",2\n\n,\n'])
def test_columns_may_stand_in_any_order_with_any_common_delimiter(content: str) -> None:
    [row] = read_csv(content.encode(), ("a",), ("b",))
    assert (row.line, dict(row.cells)) == (2, {"a": "1", "b": "2"})


def test_a_row_may_be_shorter_than_the_head() -> None:
    [row] = read_csv(b"a,b\n1\n", ("a",), ("b",))
    assert dict(row.cells) == {"a": "1"}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "lacks the column a"),
        (b"b\n1\n", "lacks the column a"),
        (b"a,a\n1,2\n", "has the column a twice"),
        (b"a\nfine\ncaf\xe9\n", "line 3 is no UTF-8 text"),
        (b"a\n1,2\n", "line 2 has 2 cells, but the first line has 1"),
        (b'a\n"x"y\n', "line 2 is no CSV"),
        (b"a\n" + b"1\n" * (MOST_ROWS + 1), "more than 20,000 rows"),
        (b"a\n" + b"1" * 5_300_000, "at most 5,242,880 are accepted"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_line(content: bytes, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        read_csv(content, ("a",))
