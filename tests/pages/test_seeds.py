"""The table of many seeds claims no success where nothing worked."""

import re

import pytest

from tests.helpers.paging import finish, opened

pytestmark = pytest.mark.usefixtures("shared_engine")


def test_no_row_is_ticked_where_no_run_reached_the_accuracy() -> None:
    app = opened(init="zeros random he", seeds="5", iters="1000", ntest="40")
    app.button(key="train").click().run()
    finish(app)
    zeros, random, he = app.table[0].value["Failed"]
    assert zeros.startswith(":red[**✕ 5 of 5**]")
    # All are under way to somewhere, and which of them get on is a matter of rounding.
    assert re.fullmatch(r":red\[\*\*✕ [3-5] of 5\*\*\]  \n:gray\[[3-5] × too large weights.*\]", random)
    assert "✓" not in he
    assert "× still learning" in he


def test_a_row_is_ticked_where_all_runs_separate() -> None:
    app = opened(init="he", seeds="3", iters="1500", n="120", ntest="40", lr="0.3")
    app.button(key="train").click().run()
    finish(app)
    assert list(app.table[0].value["Failed"]) == [":green[**✓ none**]"]
    app.select_slider(key="accuracy").set_value(0.99).run()
    reached = app.table[0].value["Reached at"][0]
    assert ("✓" in app.table[0].value["Failed"][0]) == (
        "0 of 3" not in reached.replace("\N{NO-BREAK SPACE}", " ")
    )
