"""Tokens of the HTTP API: which programs may start work or read, and until when they did."""

import streamlit as st

from services.list_tokens import list_tokens
from ui.empty import empty_state
from ui.frame import guard
from ui.header import page_header
from ui.links import query
from ui.tokens import show_create, show_new, show_token, show_tokens
from ui.wording import counted

guard()
with page_header("API tokens", "A program that starts work or reads over the HTTP API shows one of these."):
    show_create()
show_new()
rows = list_tokens()
chosen = query("id")
if chosen:
    for row in rows:
        if row.id == chosen:
            show_token(row)
            break
    else:
        st.warning("There is no such token.", icon=":material/search_off:")
if rows:
    show_tokens(rows)
    st.caption(counted(len(rows), "token"))
else:
    with empty_state("No tokens yet", "Make one for each program with “New token”."):
        pass
