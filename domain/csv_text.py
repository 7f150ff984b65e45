"""Tables as CSV text (RFC 4180) that people open in a spreadsheet, and that is read again without loss.

A cell that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, *CSV injection*), which reading
takes away again.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from domain.errors import InvalidInput

LARGEST_FILE = 5 * 1024 * 1024
MOST_ROWS = 20_000
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")


@dataclass(frozen=True)
class CsvRow:
    """One row of a file: its line (the head is line 1) and its cells by column, trimmed."""

    line: int
    cells: Mapping[str, str]


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a table one by one, the head first."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for row in chain([head], rows):
        writer.writerow([guarded(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def read_csv(content: bytes, required: Sequence[str], optional: Sequence[str] = ()) -> list[CsvRow]:
    """The rows of a file with a head; columns may stand in any order, and others are left aside.

    Cells are parted by commas, semicolons or tabs, whichever the head has. Empty rows are left out.
    Raises: InvalidInput that says what is wrong with the file, and on which line.
    """
    if len(content) > LARGEST_FILE:
        raise InvalidInput("file", f"has {len(content):,} bytes, at most {LARGEST_FILE:,} are accepted.")
    text = _decoded(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        head = [name.strip().lower() for name in next(reader, [])]
        _check_head(head, required)
        wanted = {*required, *optional}
        return list(_rows(reader, head, wanted))
    except csv.Error as error:
        raise InvalidInput("file", f"line {reader.line_num} is no CSV: {error}.") from None


def guarded(cell: str) -> str:
    """``cell`` so that no spreadsheet computes it."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """What ``guarded`` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InvalidInput("file", f"line {line} is no UTF-8 text. Save it as “CSV UTF-8”.") from None


def _delimiter(text: str) -> str:
    head = text.split("\n", 1)[0]
    return max(",;\t", key=head.count)


def _check_head(head: Sequence[str], required: Sequence[str]) -> None:
    missing = [name for name in required if name not in head]
    if missing:
        raise InvalidInput("file", f"its first line lacks the column {', '.join(missing)}.")
    twice = sorted({name for name in head if name and head.count(name) > 1})
    if twice:
        raise InvalidInput("file", f"its first line has the column {', '.join(twice)} twice.")


def _rows(reader: Iterator[list[str]], head: Sequence[str], wanted: set[str]) -> Iterator[CsvRow]:
    number = 0
    for cells in reader:
        line = getattr(reader, "line_num", 0)
        if not any(cell.strip() for cell in cells):
            continue
        number += 1
        if number > MOST_ROWS:
            raise InvalidInput("file", f"has more than {MOST_ROWS:,} rows. Split it.")
        if len(cells) > len(head):
            raise InvalidInput("file", f"line {line} has {len(cells)} cells, but the first line has {len(head)}.")
        named = zip(head, cells, strict=False)
        yield CsvRow(line, {name: unguarded(cell.strip()) for name, cell in named if name in wanted})
