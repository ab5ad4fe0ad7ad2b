"""What a session remembers stands in records; loose keys of a session are those of widgets."""

import ast
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from initcore import RunConfig
from pages._frame.state import key_of
from pages._frame.visit import Visit

PAGES = Path(__file__).parents[2] / "pages"
FILES = [path for path in PAGES.rglob("*.py") if path.name != "state.py" or path.parent.name != "_frame"]


def _is_session(node: ast.expr) -> bool:
    """Whether an expression is the session, or the name that it is given where it is used much."""
    if isinstance(node, ast.Name):
        return node.id == "state"
    return isinstance(node, ast.Attribute) and node.attr == "session_state"


def _constants(nodes: Iterable[ast.expr]) -> set[str]:
    return {str(node.value) for node in nodes if isinstance(node, ast.Constant)}


def _loose(tree: ast.Module) -> set[str]:
    """The names of keys of the session that a file reads or writes."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and _is_session(node.value):
            found.add(node.attr)
        elif isinstance(node, ast.Subscript) and _is_session(node.value):
            found |= _constants([node.slice])
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            found |= _constants(node.args[:1]) if _is_session(node.func.value) else set()
    return found - {"get", "pop", "setdefault", "update"}


def _widgets() -> set[str]:
    """The keys that widgets are given, the settings' own names among them."""
    keys = {field.name for field in fields(RunConfig)} | {"seeds", "twins"}
    for path in PAGES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "key" and isinstance(node.value, ast.Constant):
                keys.add(str(node.value.value))
    return keys


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_loose_keys_of_a_session_are_those_of_widgets(path: Path) -> None:
    loose = _loose(ast.parse(path.read_text("utf-8"))) - _widgets()
    assert not loose, f"{sorted(loose)} belong in a record: see pages/_frame/state.py"


def _remembers() -> None:
    import streamlit as st

    from pages._frame.state import state_of
    from pages._frame.visit import Visit, arrive

    st.text(f"{arrive('here')} {state_of(Visit).timer}")


def test_a_record_is_made_once_a_session_and_kept() -> None:
    app = AppTest.from_function(_remembers).run()
    assert app.text[0].value == "True None"
    app.session_state[key_of(Visit)].timer = 0.2
    assert app.run().text[0].value == "False 0.2"
    assert AppTest.from_function(_remembers).run().text[0].value == "True None"
