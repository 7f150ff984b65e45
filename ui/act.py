"""Every button that changes something: asks first, acts once, and says what came of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

from ui.actor import current_actor
from ui.dialogs import note_dialog
from ui.escape import escape
from ui.outcome import Done, outcome_box
from ui.trouble import sentence_for


@dataclass(frozen=True)
class Decision:
    """What a person decided: who, why, and the values of the dialog's fields."""

    actor: str
    reason: str
    fields: Mapping[str, Any]


Action = Callable[[Decision], str | Done]
Fields = Callable[[], Mapping[str, Any]]


@dataclass(frozen=True)
class _Question:
    key: str
    consequence: str
    reason: Literal["required", "optional", "none"]
    fields: Fields | None
    confirm: str
    action: Action
    later: Callable[[], None] | None


def action_button(
    label: str,
    *,
    key: str,
    action: Action,
    consequence: str = "",
    reason: Literal["required", "optional", "none"] = "optional",
    fields: Fields | None = None,
    title: str | None = None,
    confirm: str | None = None,
    ask: bool = True,
    disabled_because: str | None = None,
    primary: bool = False,
    icon: str | None = None,
    wide: bool = False,
    later: Callable[[], None] | None = None,
) -> None:
    """A button that opens a dialog with the consequence and a reason, and calls ``action`` once when confirmed.

    ``action`` makes one service call, touches no Streamlit, and returns the sentence to say (or ``Done`` with the
    screen to go to). An expected error shows its sentence and leaves the dialog open. A second click on the same
    button does nothing. ``consequence`` is Markdown: escape what is not yours. ``fields`` draws further inputs into
    the dialog and returns their values. ``ask=False`` acts at once. ``disabled_because`` greys the button and tells
    why. ``wide`` gives the dialog room for more than a sentence; ``later`` is called once all of it is drawn, for parts
    that take their time.
    """
    attempts = outcome_box().of(key)
    opener = f"{key}.open" if ask else f"{key}.{attempts.tries}"
    pressed = st.button(
        label,
        key=opener,
        type="primary" if primary else "secondary",
        icon=icon,
        disabled=disabled_because is not None,
        help=None if disabled_because is None else escape(disabled_because),
    )
    question = _Question(key, consequence, reason, fields, confirm or label, action, later)
    if pressed and ask:
        attempts.failure = None
        note_dialog()
        width: Literal["small", "medium"] = "medium" if wide else "small"
        dialog = st.dialog(title or f"{label}?", icon=icon, width=width, on_dismiss="rerun")
        dialog(lambda: _ask(question, attempts.successes))()
    elif pressed:
        _act(question, Decision(current_actor(), "", fields() if fields else {}))
        st.rerun()
    elif not ask and attempts.failure:
        st.error(attempts.failure, icon=":material/error:")


def _ask(question: _Question, successes_before: int) -> None:
    attempts = outcome_box().of(question.key)
    if attempts.successes != successes_before:
        st.rerun()
    if question.consequence:
        st.markdown(question.consequence)
    values = question.fields() if question.fields else {}
    reason = _reason(question)
    if attempts.failure:
        st.error(attempts.failure, icon=":material/error:")
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button("Not now", key=f"{question.key}.not_now"):
            st.rerun()
        confirmed = st.button(question.confirm, key=f"{question.key}.confirm.{attempts.tries}", type="primary")
    if not confirmed:
        if question.later:
            question.later()
        return
    if question.reason == "required" and not reason:
        attempts.tries, attempts.failure = attempts.tries + 1, "Say why first: the reason goes into the ledger."
    else:
        _act(question, Decision(current_actor(), reason, values))
    st.rerun(scope="fragment" if attempts.failure else "app")


def _act(question: _Question, decision: Decision) -> None:
    box = outcome_box()
    attempts = box.of(question.key)
    attempts.tries += 1
    try:
        outcome = question.action(decision)
    except Exception as error:  # noqa: BLE001 - whatever went wrong is told in the dialog; the unknown is logged
        attempts.failure = escape(sentence_for(error))
        return
    attempts.successes += 1
    attempts.failure = None
    box.unsaid.append(outcome if isinstance(outcome, Done) else Done(outcome))


def _reason(question: _Question) -> str:
    if question.reason == "none":
        return ""
    label = "Reason" if question.reason == "required" else "Reason (optional)"
    text = st.text_area(
        label, key=f"{question.key}.reason", height=80, max_chars=1000, placeholder="Kept in the ledger"
    )
    return text.strip()
