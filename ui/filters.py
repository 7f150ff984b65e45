"""Filters of a list that live in the address: they survive a reload, can be shared, and never reset each other.

The address is the truth. Each widget shows what it says and writes back what a person changes; values in the address
that mean nothing are ignored. A changed filter leads back to the first page of the list.
"""

from collections.abc import Callable, Sequence
from datetime import date, time
from typing import Any

import streamlit as st

from ui.paging import turn_to

Words = Callable[[str], str]


def choose_many(label: str, name: str, options: Sequence[str], words: Words = str) -> tuple[str, ...]:
    """Any number of ``options``; in the address separated by commas. None chosen means no condition."""
    asked = (st.query_params.get(name) or "").split(",")
    chosen = [option for option in options if option in asked]
    key = _show(name, chosen)
    st.multiselect(
        label, options, key=key, format_func=words, placeholder="Any", on_change=_keep, args=(name, ",".join)
    )
    return tuple(chosen)


def choose(
    label: str, name: str, options: Sequence[str], words: Words = str, *, or_typed: bool = False, hint: str = "Any"
) -> str | None:
    """One of ``options`` or None; a value of the address that is no option stays visible as it is.

    ``or_typed`` lets a person type another one; ``hint`` stands where nothing is chosen.
    """
    asked = st.query_params.get(name) or None
    known = [*options] if asked is None or asked in options else [*options, asked]
    key = _show(name, asked)
    st.selectbox(
        label,
        known,
        key=key,
        format_func=words,
        placeholder=hint,
        accept_new_options=or_typed,
        on_change=_keep,
        args=(name, str.strip),
    )
    return asked


def choose_day(label: str, name: str, *, help: str | None = None) -> date | None:  # noqa: A002
    """A day, written as ISO 8601 in the address."""
    try:
        chosen = date.fromisoformat(st.query_params.get(name) or "")
    except ValueError:
        chosen = None
    key = _show(name, chosen)
    st.date_input(label, None, key=key, format="YYYY-MM-DD", help=help, on_change=_keep, args=(name, date.isoformat))
    return chosen


def choose_time(label: str, name: str, *, help: str | None = None) -> time | None:  # noqa: A002
    """A time of the day, written as ISO 8601 in the address, which may have seconds; the field shows minutes."""
    try:
        chosen = time.fromisoformat(st.query_params.get(name) or "").replace(tzinfo=None)
    except ValueError:
        chosen = None
    key = _show(name, chosen)
    st.time_input(label, None, key=key, step=60, help=help, on_change=_keep, args=(name, _in_minutes))
    return chosen


def type_text(label: str, name: str, *, placeholder: str = "", help: str | None = None) -> str:  # noqa: A002
    """A text, at most 200 characters."""
    asked = (st.query_params.get(name) or "")[:200]
    key = _show(name, asked)
    st.text_input(
        label,
        key=key,
        type="search",
        max_chars=200,
        placeholder=placeholder,
        help=help,
        on_change=_keep,
        args=(name, str.strip),
    )
    return asked


def switch(label: str, name: str, *, help: str | None = None) -> bool:  # noqa: A002
    """On or off."""
    asked = st.query_params.get(name) == "yes"
    key = _show(name, asked)
    st.toggle(label, key=key, help=help, on_change=_keep, args=(name, lambda _: "yes"))
    return asked


_OWN = ("id", "tab", "open", "icon", "hint")
"""What belongs to one page, or means something else to a link."""


def carried() -> dict[str, str]:
    """The filters of the address, for a link from a list to one of its entries, whose way back has them again."""
    return {name: text for name, text in st.query_params.to_dict().items() if name not in _OWN}


def clear_filters(*names: str) -> None:
    """Forget these filters and go to the first page; for ``on_click``."""
    for name in (*names, "id"):
        _write(name, "")
    turn_to()


def _show(name: str, value: Any) -> str:
    key = f"filter.{name}"
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    return key


def _keep(name: str, encode: Callable[[Any], str]) -> None:
    value = st.session_state[f"filter.{name}"]
    _write(name, encode(value) if value else "")
    turn_to()


def _in_minutes(chosen: time) -> str:
    return chosen.isoformat("minutes")


def _write(name: str, text: str) -> None:
    if text:
        st.query_params[name] = text
    elif name in st.query_params:
        del st.query_params[name]
