"""Tables as CSV text (RFC 4180) that people open in a spreadsheet, and that `read_csv` reads again without loss.

A cell that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, *CSV injection*), which reading
takes away again.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a table one by one, the head first."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for row in chain([head], rows):
        writer.writerow([guarded(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def guarded(cell: str) -> str:
    """``cell`` so that no spreadsheet computes it."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """What ``guarded`` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
