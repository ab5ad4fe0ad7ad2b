"""What the page filled in last holds against what a browser says late."""

from streamlit.testing.v1 import AppTest

TIMEOUT = 30


def _asked_by_a_timer() -> None:
    """A page with one of the widgets, as a fragment has it drawn anew."""
    import streamlit as st

    from pages._frame.comparison import Comparison
    from pages._frame.said import keep_settings, note_settings
    from pages._frame.state import state_of

    def fill() -> None:
        state_of(Comparison).settings = {"iterations": 2000}
        st.session_state.iterations = 2000

    if "iterations" not in st.session_state:
        state_of(Comparison).settings = {"iterations": 1000}
        st.session_state.iterations = 1000
    if st.toggle("timer"):
        keep_settings()
    st.number_input("Iterations", key="iterations")
    note_settings()
    st.button("Longer", on_click=fill)


def test_an_old_value_that_a_timer_brings_does_not_undo_what_was_filled_in() -> None:
    app = AppTest.from_function(_asked_by_a_timer).run(timeout=TIMEOUT)
    app.button[0].click().run(timeout=TIMEOUT)
    assert app.number_input[0].value == 2000
    app.toggle[0].set_value(True)
    app.number_input[0].set_value(1000).run(timeout=TIMEOUT)
    assert app.number_input[0].value == 2000


def test_what_a_person_sets_is_noted() -> None:
    app = AppTest.from_function(_asked_by_a_timer).run(timeout=TIMEOUT)
    app.number_input[0].set_value(3000).run(timeout=TIMEOUT)
    app.toggle[0].set_value(True).run(timeout=TIMEOUT)
    assert app.number_input[0].value == 3000
