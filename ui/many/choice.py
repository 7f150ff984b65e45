"""Which action, on what, as it was at which moment."""

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlencode

import streamlit as st

from domain.acting import CHECKS
from domain.looks import look
from domain.vocabulary import JobAction
from services.execution_address import NAMES
from ui.filters import choose

EXPLAINED = {
    JobAction.CANCEL: (
        "Asks each run to stop; it and what it waits for below may **clean up first**. Ends as failed. A run that is "
        "cancelled cancels what it awaits itself, so that cannot be spared."
    ),
    JobAction.TERMINATE: (
        "Stops each run and everything awaited below it **at once, without any clean-up**. This cannot be undone; "
        "prefer Cancel unless runs do not react."
    ),
    JobAction.RETRY: (
        "Lets each **same execution** go on where it failed, and with it what waits for it and what it waits for. What "
        "was done is not done again; the task that failed begins again, and others that had begun beside it."
    ),
    JobAction.TERMINATE_ALONE: (
        "Stops each run **at once, without any clean-up**. What it started below runs on, and nobody waits for its end "
        "any more. Runs whose sub-workflows Temporal would end with them are not touched. This cannot be undone."
    ),
    JobAction.RERUN_ORIGINAL: (
        "Starts each **from the beginning** as a new execution with the version, input and context it had, linked to "
        "the old one. What the old one did is not undone."
    ),
    JobAction.RERUN_ACTIVE: (
        "Starts each **from the beginning** as a new execution with the version that is active then and the input "
        "and context it had, linked to the old one. Inputs that do not fit that version start nothing and say why."
    ),
    JobAction.RETRY_START: "Starts each **same execution** again that failed to start: same version, input and id.",
    JobAction.FIX_DRIFT: (
        "Asks Temporal once more, then lets each status follow what it says; runs that Temporal does not know count as "
        "failed. Completed stays completed."
    ),
}


def address_of(asked: Mapping[str, str]) -> dict[str, str]:
    """The filter that the address says, without the rest."""
    return {name: asked[name] for name in NAMES if name in asked}


def moment_of(address: Mapping[str, str]) -> datetime:
    """When this filter was first looked at here: what is created later is left out."""
    key = f"act.until.{urlencode(address)}"
    if st.button("Look again", icon=":material/refresh:", help="Take in what was created since"):
        st.session_state.pop(key, None)
    moment: datetime = st.session_state.setdefault(key, datetime.now(UTC))
    return moment


def choose_action() -> JobAction | None:
    """Draw the choice, kept in the address, with what it means."""
    words = {action.value: look(action).text for action in CHECKS}
    chosen = choose("Action", "action", [*words], lambda word: words.get(word, word))
    if chosen not in words:
        st.caption("Choose what should be done. Nothing happens before you have seen what it would do.")
        return None
    action = JobAction(chosen)
    st.markdown(EXPLAINED[action])
    return action
