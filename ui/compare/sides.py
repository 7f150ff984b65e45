"""Two definitions side by side, changed lines marked with a sign and a tint."""

from collections.abc import Iterator, Sequence
from html import escape

import streamlit as st

from domain.diff.model import ChangeKind
from domain.diff.side_by_side import Gap, Row, folded
from ui.compare.changes import LOOKS
from ui.compare.comparison import Comparison
from ui.compare.views import asked_place
from ui.merge import can_merge, show_merge
from ui.wording import counted

WHOLE_UP_TO = 60
MOST_ROWS = 1500
LONGEST_LINE = 500
_TINTS = {
    ChangeKind.ADDED: "rgb(18 166 115 / .16)",
    ChangeKind.REMOVED: "rgb(229 72 77 / .16)",
    ChangeKind.CHANGED: "rgb(59 130 246 / .16)",
    ChangeKind.MOVED: "rgb(139 92 246 / .18)",
    ChangeKind.RENAMED: "rgb(59 130 246 / .16)",
}
_STYLE = """<style>
.sides { border-collapse: collapse; table-layout: fixed; width: 100%; font: 12px/1.55 'JetBrains Mono', monospace; }
.sides td { border: 0; padding: 0 .5rem; vertical-align: top; white-space: pre-wrap; overflow-wrap: anywhere; }
.sides .line { text-indent: -2ch; }
.sides col.no { width: 3.25rem; }
.sides col.sign { width: 1.5rem; }
.sides .no { text-align: right; opacity: .5; user-select: none; white-space: nowrap; }
.sides .sign { padding: 0; text-align: center; user-select: none; font-weight: 600; }
.sides .none { background: rgb(138 152 171 / .08); }
.sides .gap td { text-align: center; opacity: .6; padding: .3rem; border-block: 1px dashed rgb(138 152 171 / .4); }
.sides td + .no { border-left: 1px solid rgb(138 152 171 / .3); }
"""
_COLUMNS = f"<colgroup>{'<col class=no><col class=sign><col>' * 2}</colgroup>"
_CLASSES = "".join(f".sides .{kind.lower()} {{ background: {tint}; }}\n" for kind, tint in _TINTS.items())


def show_side_by_side(comparison: Comparison, names: tuple[str, str]) -> None:
    """Both definitions, to walk from change to change; a plain table where the browser piece has not been built."""
    if can_merge():
        jump = asked_place(comparison)
        show_merge(comparison.sides, names, key="compare.sides", texts_id=comparison.id, jump=jump)
        return
    rows = comparison.rows
    whole = st.toggle("Show equal lines too", len(rows) <= WHOLE_UP_TO, key="compare.whole")
    _show_rows(rows, whole=whole)


def _show_rows(rows: Sequence[Row], *, whole: bool) -> None:
    """Draw the rows; without ``whole`` only those around changes. A very long comparison shows its beginning."""
    shown: Sequence[Row | Gap] = rows if whole else folded(rows)
    body = "".join(_numbered(shown[:MOST_ROWS]))
    st.html(f'{_STYLE}{_CLASSES}</style><table class="sides">{_COLUMNS}<tbody>{body}</tbody></table>')
    if len(shown) > MOST_ROWS:
        st.caption(
            f"The first {MOST_ROWS:,} of {len(shown):,} lines are shown. Download both versions to see the rest."
        )


def _numbered(shown: Sequence[Row | Gap]) -> Iterator[str]:
    old, new = 0, 0
    for each in shown:
        if isinstance(each, Gap):
            old, new = old + each.rows, new + each.rows
            yield f'<tr class="gap"><td colspan="6">{counted(each.rows, "equal line")}</td></tr>'
            continue
        old, new = old + (each.old is not None), new + (each.new is not None)
        yield f"<tr>{_side(each.old, old, each.mark, '−')}{_side(each.new, new, each.mark, '+')}</tr>"


def _side(line: str | None, number: int, mark: ChangeKind | None, sign: str) -> str:
    if line is None:
        return '<td class="no"></td><td class="sign"></td><td class="none"></td>'
    kind = mark.lower() if mark else ""
    shown = "" if mark is None else LOOKS[mark].sign if mark is ChangeKind.MOVED else sign
    text = line.lstrip(" ")
    hanging = f"padding-left:calc(.5rem + {len(line) - len(text) + 2}ch)"
    text = text if len(text) <= LONGEST_LINE else f"{text[: LONGEST_LINE - 1]}…"
    return (
        f'<td class="no">{number}</td><td class="sign {kind}">{shown}</td>'
        f'<td class="line {kind}" style="{hanging}">{escape(text)}</td>'
    )
