"""The evidence on a run: what the browser decodes is what was measured."""

import json
from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, Trajectory, advance, begin, train
from initcore.data.loading import load
from initcore.figures import why
from initcore.figures.payload import to_json
from initcore.figures.units import part_of, units_of
from initcore.figures.why import why_data, why_seconds
from initcore.measures.classes import answers
from initcore.measures.histograms import distributions
from initcore.measures.signals import signals, signals_at
from tests.helpers.parcels import unpacked

SETTINGS: dict[str, Any] = {"hidden": (7, 5), "samples": 43, "test_samples": 29, "iterations": 330}
NOW = 10**12


def _trained(**settings: Any) -> Trajectory:
    return train([RunConfig(**{**SETTINGS, **settings})])[0]


def _data(run: Trajectory, at: int = NOW, ahead: bool = False) -> dict[str, Any]:
    """The evidence as the browser gets it."""
    return json.loads(json.dumps(to_json(why_data(run, at=at, ahead=ahead)), allow_nan=False))


def test_the_measured_iterations_are_the_signals() -> None:
    run = _trained()
    found, measured = unpacked(_data(run)["measured"]), signals(run)
    for name in ("iterations", "distinct", "dead", "saturated"):
        assert np.array_equal(found[name], getattr(measured, name))
    for name in ("activation", "gradient", "weight", "step"):
        assert np.array_equal(found[name], getattr(measured, name).astype(np.float32), equal_nan=True)


@pytest.mark.parametrize(("at", "shown"), [(0, 0), (120, 100), (330, 330), (NOW, 330)])
def test_the_frame_is_of_the_iteration_asked_for(at: int, shown: int) -> None:
    run = _trained()
    frame = unpacked(_data(run, at)["frame"])
    assert frame["iterations"].tolist() == [shown]
    theta = run.drawable[1][run.drawable[0] == shown]
    for name, array in units_of(part_of(run.shape), theta, load(run.config)).items():
        kept = array if array.dtype == np.uint8 else array.astype(np.float32)
        assert np.array_equal(frame[name], kept)
    spread = distributions(run, theta, [0, 1, 2])
    for kind in ("weights", "weights_common", "outputs", "outputs_common"):
        for name in ("low", "high", "shares", "outside", "zero", "lost"):
            drawn = getattr(getattr(spread, kind), name).astype(np.float32)
            assert np.array_equal(frame[f"{kind}_{name}"], drawn)
    assert np.array_equal(frame["gradient"], signals_at(run, at).gradient.astype(np.float32))


def test_the_answers_are_those_of_the_frame_to_test_examples() -> None:
    run = _trained(dataset="iris")
    data = _data(run)
    found = answers(run)
    assert found is not None
    assert np.array_equal(unpacked(data["frame"])["answers"][0], found.test.said)
    assert data["examples"] == found.test.examples.tolist()
    assert data["classes"] == ["setosa", "versicolor", "virginica"]


def test_frames_ahead_are_the_frames_of_the_measured_iterations() -> None:
    run = _trained()
    data = _data(run, ahead=True)
    ahead = unpacked(data["ahead"])
    assert len(ahead["iterations"]) == len(data["ahead"]["words"]) > 3
    assert ahead["iterations"][[0, -1]].tolist() == [0, 330]
    for place, iteration in enumerate(ahead["iterations"].tolist()):
        alone = _data(run, iteration)["frame"]
        assert data["ahead"]["words"][place] == alone["words"][0]
        for name, array in unpacked(alone).items():
            assert np.allclose(ahead[name][place], array[0], rtol=1e-5, equal_nan=True), name


def test_without_training_there_is_one_iteration() -> None:
    [run] = begin([RunConfig(**SETTINGS)]).runs
    data = _data(run, ahead=True)
    assert unpacked(data["measured"])["iterations"].tolist() == [0]
    assert data["length"] == 330


@pytest.mark.parametrize(
    "settings", [{"initialization": "zeros"}, {"activation": "tanh"}, {"hidden": (1,)}, {"dataset": "iris"}]
)
def test_every_kind_of_run_makes_sound_json(settings: dict[str, Any]) -> None:
    data = _data(_trained(**settings), ahead=True)
    assert all(sentence.endswith(".") for words in data["ahead"]["words"] for sentence in words.values())


def test_a_diverged_run_shows_its_last_finite_iteration() -> None:
    run = train([RunConfig(hidden=(128,) * 5, initialization="random", samples=43, iterations=100)])[0]
    assert run.diverged
    assert unpacked(_data(run)["frame"])["iterations"].tolist() == [0]


def test_what_is_left_out_is_said() -> None:
    assert _data(_trained())["note"] == ""
    deep = _data(_trained(hidden=(19,) * 9, iterations=1))
    assert deep["note"] == ("The first 6 of 9 hidden layers are drawn; 99 of 171 hidden units are left out.")
    digits = _data(_trained(dataset="digits", hidden=(5,), iterations=1))
    assert digits["note"] == "The first 12 of 64 inputs are drawn."
    assert deep["rows"] == [0, 1, 3, 4, 5, 6, 8, 9]


def test_extra_inputs_are_drawn_under_what_they_are() -> None:
    data = _data(_trained(extra_inputs=("x1sq", "x1x2", "sinx1")))
    assert data["inputs"] == ["x1", "x2", "x1²", "x1·x2", "sin x1"]
    assert data["drawn"] == data["widths"] == [5, 7, 5, 1]
    assert data["note"] == ""
    assert _data(_trained())["inputs"] == ["x1", "x2"]


def test_a_network_that_is_too_large_says_so_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    run = _trained()
    monkeypatch.setattr(why, "MOST_SECONDS", 0.9 * why_seconds(run))
    assert _data(run) == {"sorry": "67 parameters on 43 examples are too many to be measured while you wait."}


def test_large_networks_are_measured_at_fewer_iterations(monkeypatch: pytest.MonkeyPatch) -> None:
    run = _trained(record_every=1)
    monkeypatch.setattr(why, "LIVE_SECONDS", 5.5 * why_seconds(run))
    monkeypatch.setattr(why, "REST_SECONDS", 20.5 * why_seconds(run))
    few, more = (unpacked(_data(run, ahead=ahead)["measured"])["iterations"] for ahead in (False, True))
    assert len(few) <= 6 < len(more) <= 21


def test_a_live_courses_evidence_is_small_and_quick() -> None:
    state = begin([RunConfig()])
    while not state.done:
        state = advance(state, 1000)
        data = _data(state.runs[0])
    assert len(json.dumps(data)) < 40_000
    assert len(json.dumps(_data(state.runs[0], ahead=True))) < 600_000
    assert why_seconds(state.runs[0]) < 1e-4
