"""Parts of a page that refresh by themselves, with the same care for errors as the page."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import streamlit as st

from ui.trouble import show_trouble

P = ParamSpec("P")


def live(seconds: float | None) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Decorate a part of a page so that it runs again every ``seconds`` without the rest; None: only when used.

    An error inside shows as its sentence in the place of the part.
    """

    def decorate(part: Callable[P, None]) -> Callable[P, None]:
        @st.fragment(run_every=seconds)
        @wraps(part)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
            try:
                part(*args, **kwargs)
            except Exception as error:  # noqa: BLE001 - the last handler of the fragment
                show_trouble(error)

        return guarded

    return decorate
