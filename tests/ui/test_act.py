"""A button that acts at once: once for each press, and every outcome is told."""

from streamlit.testing.v1 import AppTest


def page() -> None:
    import streamlit as st

    from domain.errors import Conflict
    from ui.act import Decision, action_button
    from ui.outcome import show_outcomes

    done = st.session_state.setdefault("done", [])

    def act(decision: Decision) -> str:
        if st.session_state.get("refuse"):
            raise Conflict("Somebody was faster.")
        done.append(decision.actor)
        return "Saved."

    show_outcomes()
    action_button("Save", key="save", action=act, ask=False)


def test_a_press_acts_once_and_the_next_run_says_so() -> None:
    run = AppTest.from_function(page).run()
    run.button[0].click().run()
    assert run.session_state["done"] == ["test"]
    assert [toast.value for toast in run.toast] == ["Saved\\."]
    run.run()
    assert run.session_state["done"] == ["test"]
    assert not run.toast


def test_a_second_press_is_a_press_of_its_own() -> None:
    run = AppTest.from_function(page).run()
    run.button[0].click().run()
    run.button[0].click().run()
    assert run.session_state["done"] == ["test", "test"]


def test_a_refusal_is_told_until_the_next_try() -> None:
    run = AppTest.from_function(page)
    run.session_state["refuse"] = True
    run.run().button[0].click().run()
    assert run.error[0].value == "Somebody was faster\\."
    run.session_state["refuse"] = False
    run.button[0].click().run()
    assert not run.error
