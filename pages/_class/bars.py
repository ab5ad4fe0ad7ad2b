"""How many gave each answer, as bars."""

from collections.abc import Sequence

import streamlit as st

from initcore.words.numbers import percent
from pages._frame.words import typed


def bars(options: Sequence[str], counts: Sequence[int], mine: int | None = None) -> None:
    """A bar for each option with its count and share; `mine` is the option that the reader chose."""
    total = sum(counts)
    with st.container(key="bars", gap="small"):
        for at, (option, count) in enumerate(zip(options, counts, strict=True)):
            share = count / total if total else 0.0
            of_all = f" · {percent(share)}" if total else ""
            own = " · your answer" if at == mine else ""
            st.progress(share, text=f"**{typed(option)}** · {count}{of_all}{own}")
        if not total:
            st.caption("No answers yet.")
