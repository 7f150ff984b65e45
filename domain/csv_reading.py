"""Reading CSV (RFC 4180) as spreadsheets and other programs write it, with one sentence for each fault of a file."""

import csv
import io
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.csv_text import unguarded
from domain.errors import InvalidInput, shorten

LARGEST_FILE = 5 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 200
LONGEST_CELL = 1_500_000
_SEPARATORS = ",;\t|"
_QUOTED = re.compile(r'"[^"]*(?:"|$)')
_LINE_ENDS = re.compile(r"[\r\n]")


@dataclass(frozen=True)
class CsvRow:
    """A cell for each heading; ``line`` is where the row begins in the file, whose first line is 1."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class CsvRecord:
    """A row by the names of its columns, cells trimmed."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class CsvTable:
    """The headings and the rows below them, as they were before they were `guarded` for a spreadsheet."""

    heads: tuple[str, ...]
    rows: tuple[CsvRow, ...]

    def records(self, required: Sequence[str], optional: Sequence[str] = ()) -> list[CsvRecord]:
        """The rows by these columns, which may stand in any order, in capitals or not; others are left aside.

        Raises: InvalidInput when a required column is not there.
        """
        heads = [head.lower() for head in self.heads]
        _check_once(heads)
        missing = [name for name in required if name not in heads]
        if missing:
            raise InvalidInput("file", f"lacks the column {', '.join(missing)}. Its first line names the columns.")
        places = {name: heads.index(name) for name in (*required, *optional) if name in heads}
        return [
            CsvRecord(row.line, {name: row.cells[place].strip() for name, place in places.items()}) for row in self.rows
        ]


def read_csv(content: bytes) -> CsvTable:
    """Read UTF-8, or UTF-16 with a byte order mark; cells are parted by what the line of headings has most of.

    That is a comma, semicolon, tab or bar. Rows without any text are left out, and so are columns without any; a short
    row is filled up. Raises: InvalidInput that says what is wrong with the file, and on which line.
    """
    records = _records(_decoded(content))
    named = _named(next(records, (1, []))[1])
    rows: list[CsvRow] = []
    for line, cells in records:
        if len(rows) == MOST_ROWS:
            raise InvalidInput("file", f"has more than {MOST_ROWS:,} rows. Split it.")
        rows.append(_row(line, cells, named))
    if not rows:
        raise InvalidInput("file", "has no rows below its headings.")
    return CsvTable(tuple(named.values()), tuple(rows))


def _decoded(content: bytes) -> str:
    if len(content) > LARGEST_FILE:
        raise InvalidInput("file", f"has {len(content):,} bytes, at most {LARGEST_FILE:,} are accepted. Split it.")
    encoding = "utf-16" if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].decode(encoding, "ignore").count("\n") + 1
        wanted = encoding.removesuffix("-sig").upper()
        raise InvalidInput("file", f"line {line:,} is no {wanted} text. Save it as “CSV UTF-8”.") from None
    before, nul, _ = text.partition("\0")
    if nul:
        line = before.count("\n") + 1
        raise InvalidInput("file", f"line {line:,} holds the character NUL, which cannot be stored.")
    return text


def _separator(text: str) -> str:
    head = _LINE_ENDS.split(_QUOTED.sub("", text).lstrip("\r\n "), maxsplit=1)[0]
    return max(_SEPARATORS, key=head.count)


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """The line where it begins and the cells of each record with any text."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise InvalidInput("file", _broken(str(error), begins)) from None


def _broken(told: str, begins: int) -> str:
    if "larger than" in told:
        return f"line {begins:,}: a cell has more than {LONGEST_CELL:,} characters."
    if "end of data" in told:
        return f"line {begins:,}: a quotation mark is opened, and none closes it."
    return f"line {begins:,}: text follows a closing quotation mark. Write a quotation mark inside a text twice."


def _named(cells: Sequence[str]) -> dict[int, str]:
    """The headings by the places of their columns."""
    named = {place: unguarded(cell.strip()) for place, cell in enumerate(cells) if cell.strip()}
    if not named:
        raise InvalidInput("file", "is empty. Its first line names the columns.")
    if len(named) > MOST_COLUMNS:
        raise InvalidInput("file", f"has {len(named):,} columns, at most {MOST_COLUMNS} are accepted.")
    _check_once([*named.values()])
    return named


def _check_once(heads: Sequence[str]) -> None:
    twice = next((head for head in heads if heads.count(head) > 1), None)
    if twice is not None:
        raise InvalidInput("file", f"has several columns called “{shorten(twice, 60)}”. Give each its own heading.")


def _row(line: int, cells: Sequence[str], named: Mapping[int, str]) -> CsvRow:
    for place, cell in enumerate(cells):
        if place not in named and cell.strip():
            raise InvalidInput(
                "file",
                f"line {line:,}: “{shorten(cell.strip(), 40)}” stands in column {place + 1}, which has no heading. "
                "A text with separators in it must stand in quotation marks.",
            )
    return CsvRow(line, tuple(unguarded(cells[place]) if place < len(cells) else "" for place in named))
