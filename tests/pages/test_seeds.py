"""The table of many seeds claims no success where nothing worked."""

import re

import pytest

from tests.helpers.paging import finish, opened, streamed

pytestmark = pytest.mark.usefixtures("shared_engine")


def test_no_row_is_ticked_where_no_run_reached_the_accuracy() -> None:
    app = opened(init="zeros random he", seeds="5", iters="1000", ntest="40")
    app.button(key="train").click().run()
    finish(app)
    zeros, random, he = streamed(app).column("failed")
    assert (zeros["text"], zeros["tone"]) == ("5 of 5", "bad")
    # All are under way to somewhere, and which of them get on is a matter of rounding.
    assert re.fullmatch(r"[3-5] of 5", random["text"])
    assert random["tone"] == "bad"
    assert re.match(r"[3-5] × too large weights", random["below"][0])
    assert he["tone"] != "good"
    assert "× still learning" in he["below"][0]


def test_a_row_is_ticked_where_all_runs_separate() -> None:
    app = opened(init="he", seeds="3", iters="1500", n="120", ntest="40", lr="0.3")
    app.button(key="train").click().run()
    finish(app)
    board = streamed(app)
    [failed], [reached] = board.column("failed"), board.column("reached at")
    assert (failed["text"], failed["tone"], failed["below"]) == ("none", "good", [])
    assert reached["below"] == ["3 of 3 runs"]
    assert not app.table, "one initialization is in no pair"


def test_the_accuracy_to_be_reached_is_the_readers_choice() -> None:
    app = opened(init="he", seeds="3", iters="300", n="120", ntest="40", lr="0.3")
    app.button(key="train").click().run()
    finish(app)
    app.select_slider(key="accuracy").set_value(0.6).run()
    [easy] = streamed(app).column("reached at")
    app.select_slider(key="accuracy").set_value(0.99).run()
    [hard] = streamed(app).column("reached at")
    assert re.fullmatch("[23] of 3 runs", easy["below"][0])
    assert (hard["text"], hard["below"]) == ("never", ["0 of 3 runs"])
