"""The figures beside each other, and whether ours are the smallest and small enough."""

import json
from collections.abc import Mapping
from pathlib import Path

from tests.bench.side_by_side.clock import Times
from tests.bench.side_by_side.steps import BARS, Step

Figures = Mapping[str, Mapping[Step, Times]]
OURS = "Pointsman"


def table(figures: Figures) -> str:
    """A table in Markdown: a row for each step, a column for each product, seconds; then what needs a word."""
    lines = [_row("seconds", [*figures, "bar"]), _row("---", ["---"] * (len(figures) + 1))]
    for step in Step:
        bar = f"{BARS[step]:.1f}" if step in BARS else "–"
        lines.append(_row(step, [*(_cell(taken.get(step)) for taken in figures.values()), bar]))
    return "\n".join([*lines, "", *_notes(figures)])


def verdicts(figures: Figures) -> list[str]:
    """A sentence for each step in which another product is faster than ours, or ours misses its bar."""
    found: list[str] = []
    for step, ours in figures.get(OURS, {}).items():
        if ours.middle is None:
            found.append(f"{step}: {ours.trouble}")
            continue
        if step in BARS and ours.middle > BARS[step]:
            found.append(f"{step}: {ours.middle:.2f} s, above {BARS[step]} s")
        for name, taken in figures.items():
            theirs = taken[step].middle if step in taken else None
            if theirs is not None and theirs < ours.middle:
                found.append(f"{step}: {ours.middle:.2f} s, and {theirs:.2f} s with {name}")
    return found


def keep(figures: Figures, path: Path) -> None:
    """Write every round down."""
    plain = {
        name: {str(step): {"seconds": times.seconds, "note": _note(times)} for step, times in taken.items()}
        for name, taken in figures.items()
    }
    path.write_text(json.dumps(plain, indent=2))


def _row(head: str, cells: list[str]) -> str:
    return f"| {' | '.join([head, *cells])} |"


def _cell(times: Times | None) -> str:
    if times is None or times.middle is None:
        return "–"
    mark = "*" if times.instead else ""
    return f"{times.middle:.2f}{mark} ({min(times.seconds):.2f} to {max(times.seconds):.2f})"


def _notes(figures: Figures) -> list[str]:
    return [
        f"{name}, {step}: {_note(times)}"
        for name, taken in figures.items()
        for step, times in taken.items()
        if _note(times)
    ]


def _note(times: Times) -> str:
    return " ".join(filter(None, (times.instead, times.trouble)))
