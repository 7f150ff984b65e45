"""Pages that fail, each in the way that the address asks for."""

import os
from pathlib import Path

import streamlit as st

from domain.errors import DatabaseAway, NotFound
from ui.frame import guard
from ui.links import query
from ui.live import live

guard()


def fail() -> None:
    raise ValueError("a secret detail")


@live(None)
def part() -> None:
    if st.button("Fail in a part"):
        fail()


how = query("how")
if how == "missing":
    raise NotFound("template", "<b>x</b>")
if how == "away" and Path(os.environ["GALLERY_LOG"]).exists():
    raise DatabaseAway
if how == "unknown":
    fail()
st.button("Fail in a callback", on_click=fail)
part()
st.text("All is well")
