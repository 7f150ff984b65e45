"""The script that Streamlit runs for every request: page settings, menu, and the page inside the frame."""

import streamlit as st

from ui.address import follow_link
from ui.brand import SIGN, show_brand
from ui.dialogs import note_page_run
from ui.frame import frame
from ui.mending import mend_browser
from ui.outcome import show_outcomes
from ui.screens import menu
from ui.table import follow_click

# First the sign: without one, the browser would fetch the icon of the page from a foreign host.
st.set_page_config(page_title="Pointsman", page_icon=SIGN, layout="wide")
page = st.navigation(menu())
follow_click()
follow_link(page.url_path)
st.set_page_config(page_title=f"{page.title} · Pointsman")
note_page_run()
show_brand()
mend_browser()
show_outcomes()
with frame():
    page.run()
