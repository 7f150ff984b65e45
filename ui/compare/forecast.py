"""Where recent inputs would go with the newer version, below the comparison."""

import streamlit as st

from services.forecast import Forecast, forecast
from ui.compare.choice import Choice
from ui.forecast import show_forecast

FRESH_SECONDS = 60


def show_forecast_between(choice: Choice) -> None:
    """The forecast for the last inputs of the newer version's template; made again at most once a minute."""
    with st.container(border=True, gap="small", key="compare-forecast"):
        st.markdown("**Forecast on recent inputs**")
        show_forecast(_forecast(*((each.id, each.content_hash) for each in (choice.new, choice.old))))


@st.cache_resource(max_entries=50, ttl=FRESH_SECONDS, show_spinner="Following recent inputs …")
def _forecast(new: tuple[str, str], old: tuple[str, str]) -> Forecast | None:
    """Both are id and content hash: an edited draft is followed anew."""
    return forecast(new[0], old[0])
