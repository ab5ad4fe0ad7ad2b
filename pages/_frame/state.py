"""What a session remembers from one run of its pages to the next: one typed record a purpose.

Streamlit keeps loose keys, which nothing declares and any page may write. Each record here stands
under one key of its own, is made when it is first asked for, and says what may be in it. Beside them
are only the keys of widgets, which Streamlit fills and empties itself.
"""

from typing import TypeVar

import streamlit as st

Record = TypeVar("Record")


def key_of(kind: type) -> str:
    """The key that a session has the record of that kind under."""
    return f"{kind.__module__}.{kind.__qualname__}"


def state_of(kind: type[Record]) -> Record:
    """This session's record of that kind, as its defaults are where there was none."""
    key = key_of(kind)
    if key not in st.session_state:
        st.session_state[key] = kind()
    return st.session_state[key]
