"""Facts about a thing: small labels above their values, in columns."""

from collections.abc import Callable, Sequence

import streamlit as st

from ui.escape import escape

Fact = tuple[str, str | Callable[[], None] | None]


def show_facts(facts: Sequence[Fact], *, columns: int = 4) -> None:
    """Draw (label, value) pairs row by row. A value is any text, or draws itself; None leaves the fact out."""
    shown = [fact for fact in facts if fact[1] is not None]
    for start in range(0, len(shown), columns):
        cells = st.columns(columns)
        for cell, (label, value) in zip(cells, shown[start : start + columns], strict=False):
            with cell, st.container(gap=None):
                st.caption(label)
                if callable(value):
                    value()
                else:
                    st.markdown(escape(value))
