"""What each setting is called on the page, and complaints in those words."""

import re
from collections.abc import Callable
from typing import Any

import streamlit as st

from initcore import ConfigError
from initcore.experiment.settings import SETTINGS

LABELS = {row.name: row.label for row in SETTINGS if row.label}

_MARKS = re.compile(r"([\\`*_$~<]|(?<=\])\()")


def plain(text: str) -> str:
    """Text that markdown shows as it is, such as a formula with stars in it."""
    return _MARKS.sub(r"\\\1", text)


def typed(text: str) -> str:
    """What anybody may have typed, as markdown that shows just that, whatever markdown they know."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def in_words(problem: str) -> str:
    """A complaint about a setting, with the setting called as on the page."""
    for name, label in LABELS.items():
        problem = problem.replace(f"`{name}`", label)
    return problem[0].upper() + problem[1:]


def complain(make: Callable[[], Any]) -> Any:
    """What `make` returns, or None after saying under the widget what is wrong."""
    try:
        return make()
    except ConfigError as error:
        st.error(f"{plain(in_words(str(error)))}. The last allowed value stays in use.")
        return None
