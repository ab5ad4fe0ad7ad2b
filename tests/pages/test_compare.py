"""The pages as scripts, through Streamlit's own test runner: no browser, no time passing."""

from pathlib import Path

import pytest

from initcore import RunConfig
from initcore.experiment.choices import Choice
from initcore.experiment.experiment import Experiment
from pages._compare.state import Controls, Looking
from pages._frame.comparison import Comparison
from tests.helpers.paging import (
    address,
    engine_with,
    file_of,
    finish,
    opened,
    remembered,
    streamed,
    watch_of,
)

pytestmark = pytest.mark.usefixtures("shared_engine")


def test_untouched_the_controls_show_the_course_and_the_address_is_bare() -> None:
    app = opened()
    assert remembered(app, Comparison).experiment == Experiment()
    assert address(app) == {}
    assert [app.selectbox(key=f"name-{row}").value for row in remembered(app, Controls).rows] == [
        "zeros",
        "random",
        "he",
    ]
    assert app.button(key="train").label == "Train"


def test_training_fills_the_board_with_what_happened_and_what_would_mend_it() -> None:
    app = opened(iters="200", init="zeros he")
    app.button(key="train").click().run()
    finish(app)
    board = streamed(app)
    assert [card["label"] for card in board.board["cards"]] == ["Zeros", "He"]
    assert board.told("verdict")[0] == "Fails to break symmetry"
    fixes = board.told("fix")
    assert "Draw the weights at random" in fixes[0]
    assert fixes[1].startswith("Train longer. Tried: cost 0.")
    assert round(board.runs[0].arrays["costs"][-1], 3) == 0.693
    assert board.moment["headline"].startswith("Done · 200 iterations · ")
    assert not app.table, "the table is the board's"
    assert app.button(key="train").label == "Train"
    assert app.button(key="pause").disabled
    assert not app.button(key="anew").disabled


def test_train_plays_what_is_trained_already_and_train_anew_trains_it_once_more() -> None:
    app = opened(iters="100", init="xavier", seed="77")
    assert app.button(key="anew").disabled, "there is nothing to be trained once more"
    app.button(key="train").click().run()
    finish(app)
    watch, replays = watch_of(app), remembered(app, Looking).replays
    assert not app.button(key="train").disabled
    app.button(key="train").click().run()
    assert watch_of(app) is watch
    assert remembered(app, Looking).replays == replays + 1
    token = remembered(app, Comparison).stream
    app.button(key="anew").click().run()
    finish(app)
    assert watch_of(app) is not watch
    assert watch_of(app).look().cached == (False,)
    assert remembered(app, Comparison).stream != token


def test_every_control_is_in_the_address() -> None:
    app = opened()
    row = remembered(app, Controls).rows[0]
    app.selectbox(key=f"name-{row}").set_value("xavier")
    app.number_input(key=f"gain-{row}").set_value(1.5)
    app.selectbox(key="dataset").set_value("moons")
    app.slider(key="noise").set_value(0.1)
    app.text_input(key="hidden").set_value("4, 3")
    app.selectbox(key="activation").set_value("tanh")
    app.select_slider(key="learning_rate").set_value(0.1)
    app.select_slider(key="iterations").set_value(2000)
    app.number_input(key="weights_seed").set_value(7).run()
    expected = {
        "init": "xavier~1.5 random he",
        "data": "moons",
        "noise": "0.1",
        "hidden": "4-3",
        "act": "tanh",
        "lr": "0.1",
        "iters": "2000",
        "seed": "7",
    }
    assert address(app) == expected
    assert remembered(opened(**expected), Comparison).experiment == remembered(app, Comparison).experiment


def test_settings_without_a_control_stay_what_the_address_says() -> None:
    app = opened(n="120", dseed="9", every="10")
    base = remembered(app, Comparison).experiment.base
    assert base == RunConfig(samples=120, data_seed=9, record_every=10)
    app.number_input(key="weights_seed").set_value(8).run()
    assert address(app) == {"n": "120", "dseed": "9", "every": "10", "seed": "8"}


def test_adding_and_removing_initializations() -> None:
    app = opened()
    for _ in range(5):
        app.button(key="add").click().run()
    names = [choice.initialization for choice in remembered(app, Comparison).experiment.choices]
    assert len(names) == 8
    assert app.button(key="add").disabled
    assert not app.error
    for row in remembered(app, Controls).rows[1:]:
        app.button(key=f"remove-{row}").click().run()
    assert remembered(app, Comparison).experiment.choices == (Choice("zeros"),)
    assert app.button(key=f"remove-{remembered(app, Controls).rows[0]}").disabled


@pytest.mark.parametrize("text", ["", "x", "0", "-1", "10,,5", "513", "51x3", "3x", "1e3", "9" * 6000])
def test_bad_hidden_layers_get_a_sentence_and_lose_nothing(text: str) -> None:
    app = opened(seed="4")
    app.text_input(key="hidden").set_value(text).run()
    assert not app.exception
    assert "must be 1 to 50 whole numbers in [1, 512]" in app.error[0].value
    assert remembered(app, Comparison).experiment.base == RunConfig(weights_seed=4)
    app.text_input(key="hidden").set_value("3").run()
    assert not app.error
    assert remembered(app, Comparison).experiment.base == RunConfig(weights_seed=4, hidden=(3,))


def test_two_alike_get_a_sentence_and_lose_nothing() -> None:
    app = opened()
    app.selectbox(key=f"name-{remembered(app, Controls).rows[0]}").set_value("he").run()
    assert "must not have two alike" in app.error[0].value
    assert remembered(app, Comparison).experiment == Experiment()


def test_the_preset_restores_the_defaults() -> None:
    app = opened(init="xavier", hidden="3", lr="1.0")
    app.button(key="course").click().run()
    assert remembered(app, Comparison).experiment == Experiment()
    assert app.text_input(key="hidden").value == "10, 5"
    assert address(app) == {}


@pytest.mark.parametrize(
    "query",
    [
        {"init": "nope"},
        {"init": "he~nan"},
        {"init": "he~-1"},
        {"lr": "0"},
        {"iters": "1" * 5000},
        {"seed": "-1"},
        {"hidden": "a-b"},
        {"noise": "inf"},
        {"act": "<script>alert(1)</script>"},
        {"data": "../../etc/passwd"},
    ],
)
def test_a_bad_address_gets_a_sentence_and_the_default(query: dict[str, str]) -> None:
    app = opened(**query)
    assert remembered(app, Comparison).experiment == Experiment()
    assert "The address was not followed everywhere" in app.warning[0].value


def test_coming_back_from_another_page_finds_everything_as_it_was() -> None:
    app = opened(init="xavier", iters="100")
    app.button(key="train").click().run()
    finish(app)
    app.switch_page(file_of("initializations")).run()
    assert not app.exception
    assert [header.value for header in app.subheader][:2] == ["Zeros", "Large random"]
    app.switch_page(file_of("compare")).run()
    assert remembered(app, Comparison).experiment.choices == (Choice("xavier"),)
    assert watch_of(app).look().status == "done"


def test_a_broken_store_is_said_once_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a directory")
    with engine_with(f"sqlite:///{tmp_path}/file/runs.db"):
        app = opened(iters="100")
        app.button(key="train").click().run()
        finish(app)
        assert watch_of(app).look().status == "done"
        assert len(streamed(app).board["cards"]) == 3
        assert remembered(app, Looking).told


def test_a_server_set_up_wrongly_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages._frame.engine._lab", None)
    monkeypatch.setenv("INITLAB_WORKERS", "none")
    app = opened()
    assert "INITLAB_WORKERS must be a whole number in [1, 1024]; got 'none'" in app.error[0].value
