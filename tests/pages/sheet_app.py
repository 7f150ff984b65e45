"""A page with the sheet of one version on it, as its dialog shows it; the version's id is in the address."""

from functools import partial

import streamlit as st

from services.read_impact import read_impact
from ui.version.impact import show_impact
from ui.version.sheet import Sheet

sheet = Sheet(partial(read_impact, st.query_params["id"]))
show_impact(sheet, activates=True)
sheet.fill()
