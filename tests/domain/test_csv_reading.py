"""One reader for every CSV: it takes what spreadsheets write, and says in one sentence what it does not take."""

import csv
import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.csv_reading import LARGEST_FILE, LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, CsvRow, read_csv
from domain.csv_text import csv_lines, guarded
from domain.errors import InvalidInput

HEADS = ["one", "the second", "Drei"]
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
written_rows = st.lists(
    st.lists(texts, min_size=3, max_size=3).filter(lambda row: any(map(str.strip, row))), min_size=1
)
cells = st.text(st.sampled_from("'=+-@＝\t\rab,;|\"\n é"), max_size=6)


@given(
    rows=written_rows,
    separator=st.sampled_from(",;\t|"),
    style=st.sampled_from([("\r\n", False), ("\r\n", True), ("\n", True), ("\r", True)]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_a_spreadsheet_writes_is_read_cell_by_cell_and_line_by_line(
    rows: list[list[str]], separator: str, style: tuple[str, bool], encoding: str
) -> None:
    file, (line_end, quotes_all) = io.StringIO(newline=""), style
    writer = csv.writer(
        file,
        delimiter=separator,
        lineterminator=line_end,
        quoting=csv.QUOTE_ALL if quotes_all else csv.QUOTE_MINIMAL,
    )
    writer.writerow(HEADS)
    expected = []
    for row in rows:
        expected.append(CsvRow(len(lines_of(file.getvalue())), tuple(row)))
        writer.writerow(list(map(guarded, row)))
    found = read_csv(file.getvalue().encode(encoding))
    assert found.heads == tuple(HEADS)
    assert list(found.rows) == expected


def lines_of(text: str) -> list[str]:
    """The lines of a file as an editor counts them, with the one that is begun last."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


@given(st.lists(st.tuples(cells, cells).filter(lambda row: any(map(str.strip, row))), min_size=1, max_size=5))
def test_a_written_table_is_read_again_by_the_names_of_its_columns(rows: list[tuple[str, str]]) -> None:
    content = "".join(csv_lines(("a", "B"), rows)).encode()
    read = read_csv(content).records(("b", "a"))
    assert [(row.cells["a"], row.cells["b"]) for row in read] == [(a.strip(), b.strip()) for a, b in rows]


@given(st.binary() | texts.map(str.encode) | cells.map(lambda text: f"a,b\n{text}".encode()))
def test_nothing_is_too_strange_to_be_read_or_refused(content: bytes) -> None:
    with suppress(InvalidInput):
        assert all(len(row.cells) == len(table.heads) for table in [read_csv(content)] for row in table.rows)


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\n1,2\n",
        b"b;a\r\n2;1\r\n",
        b"\xef\xbb\xbfa\tb\tc\n1\t2\t3\n",
        b'a,b\n"1",2\n\n,\n',
        b"A,,b,\n1,,2,\n",
        b'"a";"x, y, z";b\n1;;2\n',
        "a|b\n1|2".encode("utf-16"),
    ],
)
def test_columns_may_stand_in_any_order_with_any_usual_separator(content: bytes) -> None:
    [row] = read_csv(content).records(("a",), ("b",))
    assert (row.line, dict(row.cells)) == (2, {"a": "1", "b": "2"})


def test_a_short_row_is_filled_up_and_rows_without_text_are_left_out() -> None:
    assert read_csv(b"a;b\r\n1\r\n;\r\n  \r\n\r\n2;3").rows == (CsvRow(2, ("1", "")), CsvRow(6, ("2", "3")))


def test_a_row_is_known_by_the_line_where_it_begins() -> None:
    assert [row.line for row in read_csv(b'a\n"x\ny\nz"\n1\n').rows] == [2, 5]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty. Its first line names the columns."),
        (b"\n ,,\n", "is empty"),
        (b"a,b\n", "has no rows below its headings"),
        (b"a,a\n1,2\n", "several columns called “a”. Give each its own heading."),
        (b"a\nfine\ncaf\xe9\n", "line 3 is no UTF-8 text. Save it as “CSV UTF-8”."),
        ("a\nfine\n".encode("utf-16")[:-1], "line 2 is no UTF-16 text"),
        (b"PK\x03\x04\x8f", "line 1 is no UTF-8 text"),
        (b"a\n\n\0\n", "line 3 holds the character NUL"),
        (b"a\n1,2\n", "line 2: “2” stands in column 2, which has no heading. A text with separators in it must stand"),
        (b'a\n"x"y\n', "line 2: text follows a closing quotation mark"),
        (b'a\n1\n"2\n3\n', "line 3: a quotation mark is opened, and none closes it."),
        (b"a\n" + b"1" * (LONGEST_CELL + 1), "line 2: a cell has more than 1,500,000 characters"),
        (b"a\n" + b"1\n" * (MOST_ROWS + 1), "has more than 20,000 rows. Split it."),
        (",".join(map(str, range(MOST_COLUMNS + 1))).encode(), "has 201 columns, at most 200 are accepted"),
        (b"a\n" + b"1" * LARGEST_FILE, "has 5,242,882 bytes, at most 5,242,880 are accepted. Split it."),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_line(content: bytes, says: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_csv(content)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"b\n1\n", "lacks the column a, c. Its first line names the columns."),
        (b"a,A,c\n1,2,3\n", "several columns called “a”"),
    ],
)
def test_columns_that_lack_or_stand_twice_are_told(content: bytes, says: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_csv(content).records(("a", "c"))
    assert says in str(refused.value)
