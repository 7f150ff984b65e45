"""A CSV as people export it: any usual separator, with or without a byte order mark."""

import csv
import io
from dataclasses import dataclass

from domain.csv_text import unguarded
from domain.errors import InvalidInput
from domain.json_values import check_text

MOST_ROWS = 20_000
MOST_COLUMNS = 200
LONGEST_CELL = 1_500_000
_SEPARATORS = ",;\t|"


@dataclass(frozen=True)
class Sheet:
    """The heads, and each row with the line of the file where it ends; a row has as many cells as there are heads."""

    heads: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def decode_csv(content: bytes) -> str:
    """Text of a file: UTF-8, or UTF-16 with a byte order mark. Raises: InvalidInput."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise InvalidInput("file", f"is not text in UTF-8 (byte {error.start:,}). Save it as CSV UTF-8.") from None


def read_csv(text: str) -> Sheet:
    """Read the first row as heads and the others as rows; rows without any text are left out.

    Cells come as they were before they were `guarded` for a spreadsheet.

    Raises: InvalidInput with the line of what is wrong.
    """
    check_text(text, "file")
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator_of(text), strict=True)
    try:
        heads = _heads(next(reader, []))
        rows = [(reader.line_num, _row(cells, len(heads), reader.line_num)) for cells in reader if any(cells)]
    except csv.Error as error:
        raise InvalidInput("file", f"is no CSV at line {reader.line_num:,}: {error}.") from None
    if not rows:
        raise InvalidInput("file", "has no rows below its heads.")
    if len(rows) > MOST_ROWS:
        raise InvalidInput("file", f"has {len(rows):,} rows, at most {MOST_ROWS:,} are taken. Make several lists.")
    return Sheet(heads, tuple(rows))


def separator_of(text: str) -> str:
    """The usual separator that the first line has most of; a comma where it has none."""
    first = text.split("\n", 1)[0]
    return max(_SEPARATORS, key=first.count) if any(each in first for each in _SEPARATORS) else ","


def _heads(cells: list[str]) -> tuple[str, ...]:
    heads = tuple(cell.strip() for cell in cells)
    while heads and not heads[-1]:
        heads = heads[:-1]
    if not heads:
        raise InvalidInput("file", "is empty. Its first row names the columns.")
    if len(heads) > MOST_COLUMNS:
        raise InvalidInput("file", f"has {len(heads):,} columns, at most {MOST_COLUMNS} are taken.")
    twice = sorted({head for head in heads if heads.count(head) > 1})
    if twice:
        raise InvalidInput("file", f"has several columns that are called “{twice[0][:60]}”. Give each its own name.")
    return heads


def _row(cells: list[str], width: int, line: int) -> tuple[str, ...]:
    if any(cell.strip() for cell in cells[width:]):
        raise InvalidInput("file", f"line {line:,} has {len(cells):,} cells, but there are {width:,} heads.")
    return tuple([*map(unguarded, cells), *[""] * width][:width])
