"""The page with every kind of network, data and training, with many seeds, and with limits."""

import re
from pathlib import Path

import pytest

from initcore import RunConfig
from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.data.datasets import DATASETS
from initcore.experiment.choices import Choice
from initcore.model.activations import ACTIVATIONS
from initcore.model.losses import LOSSES
from initcore.model.optimizers import OPTIMIZERS
from pages._compare.state import Controls
from pages._frame.comparison import Comparison
from tests.helpers.paging import (
    address,
    engine_with,
    finish,
    opened,
    read,
    remembered,
    streamed,
    unfolded,
    watch_of,
)

pytestmark = pytest.mark.usefixtures("shared_engine")


def test_every_record_can_be_chosen_and_is_in_the_address() -> None:
    app = unfolded(opened(init="he", iters="100", n="20", ntest="20"), "more-data", "more-training")
    for key, names in (
        ("dataset", [name for name in DATASETS.names if name != "csv"]),
        ("activation", ACTIVATIONS.names),
        ("optimizer", OPTIMIZERS.names),
    ):
        for name in names:
            app.selectbox(key=key).set_value(name).run()
            assert not app.exception
            assert not app.error
            assert getattr(remembered(app, Comparison).experiment.base, key) == name
        app.selectbox(key=key).set_value(getattr(RunConfig, key)).run()
    assert address(app) == {"init": "he", "iters": "100", "n": "20", "ntest": "20"}


def test_extra_inputs_are_chosen_where_the_data_have_two_and_are_in_the_address() -> None:
    app = opened(unfold=["more-data"], init="he", iters="20", every="10", n="20", ntest="20")
    app.multiselect(key="extra_inputs").set_value(["sinx2", "x1sq"]).run()
    assert address(app)["extra"] == "x1sq-sinx2"
    assert remembered(app, Comparison).experiment.base.widths == (4, 10, 5, 1)
    app.button(key="train").click().run()
    finish(app)
    assert "extra inputs x1² and sin x2" in "\n".join(caption.value for caption in app.caption)
    app.selectbox(key="dataset").set_value("iris").run()
    assert not app.multiselect
    assert not app.error
    assert "extra" not in address(app)
    app.selectbox(key="dataset").set_value("moons").run()
    assert app.multiselect(key="extra_inputs").value == ["sinx2", "x1sq"]
    app.multiselect(key="extra_inputs").set_value([]).run()
    assert "extra" not in address(app)


def test_an_address_shows_its_extra_inputs_and_says_which_it_cannot_follow() -> None:
    app = unfolded(opened(init="he", extra="x1x2-x1sq"), "more-data")
    assert app.multiselect(key="extra_inputs").value == ["x1sq", "x1x2"]
    assert not app.warning
    wrong = opened(init="he", extra="x1sq-x9sq")
    assert remembered(wrong, Comparison).experiment.base == RunConfig()
    said = "Extra inputs must be a list of names, each one of x1sq, x2sq, x1x2, sinx1, sinx2; got 'x9sq'"
    assert said in read(wrong.sidebar.warning[0].value)
    idle = opened(init="he", data="iris", extra="x1sq")
    assert "Extra inputs changes nothing here: it needs data with two inputs" in (
        read(idle.sidebar.warning[0].value)
    )


def test_every_formula_is_in_the_help_of_its_control() -> None:
    app = unfolded(opened(), "more-training")
    for key, records in (("activation", (*ACTIVATIONS, *LOSSES)), ("optimizer", OPTIMIZERS)):
        text = app.selectbox(key=key).help
        assert [record.name for record in records if f"${record.formula}$" not in text] == []


@pytest.mark.parametrize("name", INITIALIZATIONS.names)
def test_every_initialization_trains_from_the_page(name: str) -> None:
    app = opened(init=name, iters="20", every="10", n="20", ntest="20")
    app.button(key="train").click().run()
    finish(app)
    assert watch_of(app).look().status == "done"
    [card] = streamed(app).board["cards"]
    assert card["key"] == watch_of(app).look().runs[0].config.key


def test_a_row_may_be_overridden_and_the_address_says_so() -> None:
    app = opened(init="he")
    [row] = remembered(app, Controls).rows
    unfolded(app, f"options-{row}")
    app.selectbox(key=f"bias-{row}").set_value("constant").run()
    app.number_input(key=f"bias_value-{row}").set_value(0.5)
    app.checkbox(key=f"zero_last-{row}").check()
    app.text_input(key=f"layer_gains-{row}").set_value("2, 1 0.5").run()
    assert not app.error
    assert address(app) == {"init": "he~bias:constant~b:0.5~last0:1~gains:2.0,1.0,0.5"}
    again = remembered(opened(**address(app)), Comparison).experiment
    assert again == remembered(app, Comparison).experiment
    assert again.choices == (Choice("he", 1.0, bias="constant", bias_value=0.5, zero_last=True,
                                    layer_gains=(2.0, 1.0, 0.5)),)  # fmt: skip


def test_what_is_folded_away_is_not_drawn_and_keeps_what_the_address_says() -> None:
    query = {"init": "he~bias:constant~b:0.5", "opt": "momentum", "batch": "16", "every": "10"}
    app = opened(**query)
    [row] = remembered(app, Controls).rows
    keys = {widget.key for kind in (app.selectbox, app.number_input) for widget in kind}
    assert not keys & {"optimizer", "batch_size", "record_every", f"bias-{row}"}
    app.select_slider(key="learning_rate").set_value(0.1).run()
    assert address(app) == {**query, "lr": "0.1"}
    unfolded(app, "more-data", "more-training", f"options-{row}")
    assert app.selectbox(key="optimizer").value == "momentum"
    assert app.selectbox(key=f"bias-{row}").value == "constant"
    assert address(app) == {**query, "lr": "0.1"}


def test_gains_of_another_number_of_layers_get_a_sentence_and_lose_nothing() -> None:
    app = opened(init="he")
    [row] = remembered(app, Controls).rows
    unfolded(app, f"options-{row}")
    app.text_input(key=f"layer_gains-{row}").set_value("2, 3").run()
    assert "Gain of each layer must be 3 numbers" in app.error[0].value
    assert remembered(app, Comparison).experiment.choices == (Choice("he"),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sqrt(2/fan_inn)", "at position 8: 'fan_inn' is none of fan_in"),
        ("1/", "at position 3: expected a number, a name or '(', got the end"),
        ("__import__('os')", 'at position 12: "\'" means nothing in a formula'),
        ("1/(layer-1)", "1/(layer-1) is a division by zero in layer 1"),
        ("-1", "the standard deviation must be in [0, 1e6]; it is -1 in layer 1"),
        ("", "at position 1"),
    ],
)
def test_a_formula_that_cannot_be_used_says_where_and_loses_nothing(text: str, said: str) -> None:
    app = opened(init="formula he")
    row = remembered(app, Controls).rows[0]
    app.text_input(key=f"formula-{row}").set_value("0.3/sqrt(fan_out)").run()
    assert not app.error
    app.text_input(key=f"formula-{row}").set_value(text).run()
    assert not app.exception
    assert said in read(app.error[0].value)
    assert remembered(app, Comparison).experiment.choices[0].formula == "0.3/sqrt(fan_out)"


def test_gains_that_cannot_be_read_leave_the_last_ones_in_use() -> None:
    app = opened(init="he")
    [row] = remembered(app, Controls).rows
    unfolded(app, f"options-{row}")
    app.text_input(key=f"layer_gains-{row}").set_value("1 2 3").run()
    app.text_input(key=f"layer_gains-{row}").set_value("1;2;3").run()
    assert "Gain of each layer must be numbers in" in app.error[0].value
    assert address(app) == {"init": "he~gains:1.0,2.0,3.0"}


def test_a_formula_is_shown_as_it_is_written() -> None:
    app = opened(init="formula~sigma:sqrt(2/fan_in)*0.8**layer he", seeds="2", iters="10")
    board = streamed(app)
    assert board.board["cards"][0]["label"] == "σ = sqrt(2/fan_in)*0.8**layer"
    assert board.column("initialization")[0]["text"] == board.board["cards"][0]["label"]


def test_what_belongs_to_one_initialization_is_not_passed_over_in_silence() -> None:
    app = opened(gain="3", bias="zeros")
    assert "belongs to one initialization" in app.warning[0].value


def test_what_changes_nothing_is_named_and_the_rest_followed() -> None:
    app = opened(data="iris", noise="0.2", lr="0.1")
    assert "Noise changes nothing here: it needs data that are made" in app.warning[0].value
    assert address(app) == {"data": "iris", "lr": "0.1"}


def test_more_classes_than_the_next_data_have_are_forgotten() -> None:
    app = opened(data="blobs", classes="5")
    assert remembered(app, Comparison).experiment.base.class_count == 5
    app.selectbox(key="dataset").set_value("moons").run()
    assert not app.exception
    assert not app.error
    assert remembered(app, Comparison).experiment.base.class_count == 2


def test_many_seeds_have_a_line_for_each_initialization_and_for_each_two() -> None:
    app = opened(init="zeros he", seeds="6", iters="300", n="60", ntest="40", lr="0.3")
    app.button(key="train").click().run()
    finish(app)
    assert any("6 weights seeds from 3" in caption.value for caption in app.caption)
    board = streamed(app)
    assert [cell["text"] for cell in board.column("initialization")] == ["Zeros", "He"]
    failed, cost, reached = (board.column(name)[0] for name in ("failed", "final cost", "reached at"))
    assert (failed["text"], failed["tone"]) == ("6 of 6", "bad")
    assert "6 × fails to break symmetry" in failed["below"][0]
    assert (cost["text"], cost["below"]) == ("0.693", ["[0.693, 0.693]"])
    assert (reached["text"], reached["below"]) == ("never", ["0 of 6 runs"])
    assert board.board["seeds"] == [3, 4, 5, 6, 7, 8]
    between = app.table[0].value
    assert list(between["Pair"]) in (["**He against Zeros**"], ["**Zeros against He**"])
    counts = between["Seed by seed"][0].replace("\N{NO-BREAK SPACE}", " ")
    assert re.fullmatch(r"\d won, \d lost, \d tied", counts)
    assert sum(int(count) for count in re.findall(r"\d", counts)) == 6
    assert any("Only the weights seed varies" in caption.value for caption in app.caption)


def test_twins_say_how_many_digits_are_real() -> None:
    app = opened(init="zeros he", twins="1", iters="300")
    app.button(key="train").click().run()
    finish(app)
    said = [markdown.value for markdown in app.markdown if markdown.value.startswith("- ")]
    assert said[0] == "- Zeros has no twin: a weight of 0 has no last place, and all of its start is 0."
    assert said[1].startswith("- He keeps 1")
    assert len(streamed(app).runs) == 2, "twins have no card of their own"


def test_a_comparison_that_takes_too_long_says_so_and_can_be_changed(tmp_path: Path) -> None:
    with engine_with(f"sqlite:///{tmp_path}/runs.db", INITLAB_RUN_MINUTES="1"):
        app = opened(init="he", hidden="100-100-100", iters="1000000", every="10000")
        assert "of one core's time; this server allows 1 min 0 s" in app.warning[0].value
        assert app.button(key="train").disabled
        assert app.button(key="step").disabled
        app.select_slider(key="iterations").set_value(100).run()
        assert not app.warning
        assert not app.button(key="train").disabled


def test_a_comparison_that_is_too_large_is_not_even_opened(tmp_path: Path) -> None:
    with engine_with(f"sqlite:///{tmp_path}/runs.db"):
        app = opened(init="he xavier", hidden="50x512", data="digits", seeds="64", twins="1")
        assert "of memory; this server allows 1\N{NARROW NO-BREAK SPACE}024 MB" in app.warning[0].value
        assert remembered(app, Comparison).watch is None
        app.text_input(key="hidden").set_value("10").run()
        assert not app.warning
        small = watch_of(app)
        app.text_input(key="hidden").set_value("50x512").run()
        assert app.warning[0].value.endswith("The board stays on the comparison before.")
        assert app.button(key="train").disabled
        assert watch_of(app) is small
        app.text_input(key="hidden").set_value("10").run()
        assert not app.warning


def test_a_link_to_a_csv_of_another_session_says_so_and_keeps_the_rest() -> None:
    app = opened(init="xavier", data="csv", table="4x3-0123456789abcdef", iters="100")
    assert "Its CSV is not in this session; upload it again" in app.warning[0].value
    assert address(app) == {"init": "xavier", "iters": "100"}


def test_the_csv_data_without_a_file_keep_the_present_data() -> None:
    app = opened(data="moons")
    app.selectbox(key="dataset").set_value("csv").run()
    assert not app.exception
    assert not app.error
    assert remembered(app, Comparison).experiment.base.dataset == "moons"
