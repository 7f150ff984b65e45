"""The frame and its guard, run by Streamlit's own test harness."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from ui.screens import SCREENS


def framed_page() -> None:
    import streamlit as st

    from ui.frame import frame, guard

    with frame():
        guard()
        st.text("shown")


def bare_page() -> None:
    import streamlit as st

    from ui.frame import guard

    guard()
    st.text("shown")


def failing_page() -> None:
    from domain.errors import Conflict
    from ui.frame import frame

    with frame():
        raise Conflict("Somebody was *faster*. Look again.")


def broken_page() -> None:
    from ui.frame import frame

    with frame():
        raise ValueError("a secret detail")


def test_a_page_inside_the_frame_is_shown() -> None:
    assert [text.value for text in AppTest.from_function(framed_page).run().text] == ["shown"]


def test_a_page_without_the_frame_shows_nothing() -> None:
    run = AppTest.from_function(bare_page).run()
    assert not run.text
    assert not run.exception


def test_an_expected_error_shows_its_sentence_literally() -> None:
    run = AppTest.from_function(failing_page).run()
    assert run.error[0].value == "Somebody was \\*faster\\*\\. Look again\\."


def test_an_unknown_error_shows_an_incident_number_only() -> None:
    run = AppTest.from_function(broken_page).run()
    assert "incident" in run.error[0].value
    assert "secret" not in run.error[0].value
    assert not run.exception


def test_every_page_calls_the_guard() -> None:
    pages = Path(__file__).parents[2].joinpath("pages").glob("*.py")
    assert [page.name for page in pages if "\nguard()\n" not in page.read_text("utf-8")] == []


def test_every_screen_has_an_address_of_its_own() -> None:
    assert len({screen.name for screen in SCREENS}) == len(SCREENS)
