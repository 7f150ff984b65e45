"""The target of links: shows the id from the address."""

import streamlit as st

from ui.frame import guard
from ui.links import query

guard()
st.title("Execution")
st.text(f"Id: {query('id')}")
