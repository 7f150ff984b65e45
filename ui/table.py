"""Lists: one table for all pages, with badges, times and rows that lead somewhere."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, Literal, TypeVar

import pandas as pd
import streamlit as st

from domain.looks import TONES, Look, look, looks_of
from ui.links import go

Row = TypeVar("Row")
Kind = Literal["text", "number", "moment", "status", "signs", "link", "press", "bars"]
Width = Literal["small", "medium", "large"] | int | None
Target = tuple[str, Mapping[str, str]]
ROW_PIXELS = 36
HEAD_PIXELS = 34
PALE = "38"
_FOLLOWED = "table.followed"


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: its head, how to read a row, and how to show the value.

    ``status`` takes a value of ``statuses`` or one of ``looks``, or several in a tuple; ``signs`` takes the same and
    shows the signs without the words. ``moment`` takes an aware datetime, shown in ``zone``. ``link`` takes an
    address that this product made, and opens it in a new tab. ``press`` is a button that calls the table's ``press``.
    ``bars`` takes a list of heights from 0 to 1.
    """

    label: str
    value: Callable[[Row], Any]
    kind: Kind = "text"
    statuses: type[StrEnum] | None = None
    looks: tuple[Look, ...] = ()
    width: Width = None
    help: str | None = None
    zone: str = "UTC"


def show_table(
    rows: Sequence[Row],
    columns: Sequence[Column[Row]],
    *,
    key: str,
    opens: Callable[[Row], Target] | None = None,
    press: Callable[[Row], None] | None = None,
    height: int | None = None,
) -> None:
    """Show ``rows``, all text literally. ``opens`` makes the first column a button that leads to (screen, query);
    ``press`` is called, before the page runs again, with the row of a pressed button.

    A click leads where the row led that the person saw, even when the list has changed since.
    """
    follow_click()
    if opens:
        st.session_state[f"{key}.targets"] = [opens(row) for row in rows]
    data = {column.label: [_cell(column, row) for row in rows] for column in columns}
    config = {column.label: _config(column) for column in columns}
    if opens:
        config[columns[0].label] = st.column_config.ButtonColumn(
            columns[0].label,
            type="tertiary",
            alignment="left",
            pinned=True,
            width=columns[0].width,
            help=columns[0].help,
            key=f"{key}.click",
            on_click=_note_click,
            args=(key,),
        )
    for column in columns if press else ():
        if column.kind == "press":
            config[column.label] = _pressed(column, key, rows, press)
    frame = pd.DataFrame(data, columns=[column.label for column in columns])
    pixels = height or min(len(rows), 25) * ROW_PIXELS + HEAD_PIXELS
    st.dataframe(
        frame, hide_index=True, column_config=config, key=key, height=pixels, row_height=ROW_PIXELS, placeholder="–"
    )


def _pressed(column: Column[Row], key: str, rows: Sequence[Row], press: Callable[[Row], None] | None) -> Any:
    def call() -> None:
        click = st.session_state.get(f"{key}.press")
        if press is not None and click is not None and click["row"] < len(rows):
            press(rows[click["row"]])

    return st.column_config.ButtonColumn(
        column.label,
        type="tertiary",
        alignment="left",
        width=column.width,
        help=column.help,
        key=f"{key}.press",
        on_click=call,
    )


def follow_click() -> None:
    """Leave for where a clicked row led. Before a page runs, so that its list is not read once more only to be left."""
    target: Target | None = st.session_state.pop(_FOLLOWED, None)
    if target:
        go(target[0], **target[1])


def _note_click(key: str) -> None:
    click = st.session_state.get(f"{key}.click")
    targets: list[Target] = st.session_state.get(f"{key}.targets", [])
    if click is not None and click["row"] < len(targets):
        st.session_state[_FOLLOWED] = targets[click["row"]]


def _cell(column: Column[Row], row: Row) -> Any:
    value = column.value(row)
    if column.kind in {"status", "signs"}:
        found = value if isinstance(value, tuple) else () if value is None else (value,)
        return [_shown(column, look(each) if isinstance(each, StrEnum) else each) for each in found]
    if column.kind in {"text", "press"} and value is not None:
        return str(value)
    return value


def _shown(column: Column[Row], shown: Look) -> str:
    return shown.sign if column.kind == "signs" else shown.text


def _config(column: Column[Row]) -> Any:
    if column.kind in {"status", "signs"}:
        looks = [*(looks_of(column.statuses).values() if column.statuses else ()), *column.looks]
        return st.column_config.MultiselectColumn(
            column.label,
            width=column.width,
            help=column.help,
            options=[_shown(column, each) for each in looks],
            color=[f"{TONES[each.tone]}{PALE}" for each in looks],
        )
    if column.kind == "moment":
        return st.column_config.DatetimeColumn(
            column.label,
            width=column.width,
            help=column.help or column.zone,
            format="YYYY-MM-DD HH:mm:ss",
            timezone=column.zone,
        )
    if column.kind == "link":
        return st.column_config.LinkColumn(
            column.label, width=column.width, help=column.help, display_text=":material/open_in_new:"
        )
    if column.kind == "bars":
        return st.column_config.BarChartColumn(
            column.label, width=column.width, help=column.help, y_min=0, y_max=1, color="primary"
        )
    if column.kind == "number":
        return st.column_config.NumberColumn(column.label, width=column.width, help=column.help, format="localized")
    return st.column_config.TextColumn(column.label, width=column.width, help=column.help)
