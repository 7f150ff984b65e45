"""Name, sign and the few style rules that the theme file cannot express."""

from pathlib import Path

import streamlit as st

_UI = Path(__file__).resolve().parent
SIGN = _UI / "images" / "sign.svg"


def show_brand() -> None:
    """Put the logo above the menu and load the style rules."""
    st.logo(_UI / "images" / "wordmark.svg", icon_image=SIGN, size="large")
    st.html(_UI / "style.css")
