"""Weights as an npz: numpy reads them back, bit for bit, and unpickles nothing."""

import io
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.datasets import load_wine

from initcore import RunConfig, Trajectory, advance, begin, train
from initcore.data.reading import read
from initcore.data.tables import MEDIAN, choose
from initcore.experiment.choices import Choice
from initcore.experiment.experiment import Experiment
from initcore.export.report import Shared
from initcore.export.weights import weights_npz
from tests.helpers.csv_files import csv_file

SETTINGS: dict[str, Any] = {"hidden": (7, 5), "samples": 43, "test_samples": 29, "iterations": 130}
SETTINGS["learning_rate"] = 0.1
BASE = RunConfig(**SETTINGS)
CHOICES = (Choice("he"), Choice("formula", formula="sqrt(2/fan_in)"))
EXPERIMENT = Experiment(CHOICES, BASE, seeds=2, twins=True)


def _read(experiment: Experiment, runs: list[Trajectory]) -> dict[str, NDArray]:
    shared = Shared(experiment, runs, [None] * len(runs))
    blob = weights_npz(shared.names, shared.groups)
    with np.load(io.BytesIO(blob), allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}


def test_every_run_reads_back_bit_for_bit() -> None:
    runs = train(EXPERIMENT.configs)
    arrays = _read(EXPERIMENT, runs)
    names = ("He", "σ = sqrt(2÷fan_in)")
    starts = [f"{name}/seed{seed}/{twin}" for twin in ("", "twin/") for name in names for seed in (3, 4)]
    assert sum(name.startswith(names) for name in arrays) == len(runs) * (2 * 2 * 3 + 2)
    for start, run in zip(starts, runs, strict=True):
        assert RunConfig.from_json(str(arrays[f"{start}config"])) == run.config
        assert arrays[f"{start}iteration"] == 130
        for part, record in (("", -1), ("initial/", 0)):
            for layer in (1, 2, 3):
                assert np.array_equal(arrays[f"{start}{part}W{layer}"], run.weights(record)[layer - 1])
                assert np.array_equal(arrays[f"{start}{part}b{layer}"], run.biases(record)[layer - 1])
    assert arrays["He/seed3/W2"].shape == (5, 7)


def test_a_run_that_was_stopped_between_records_has_the_weights_it_had_there() -> None:
    experiment = Experiment((Choice("he"),), BASE)
    [run] = advance(begin(experiment.configs), 77).runs
    arrays = _read(experiment, [run])
    assert arrays["He/seed3/iteration"] == 77
    rebuilt = [np.hstack([arrays[f"He/seed3/W{layer}"], arrays[f"He/seed3/b{layer}"]]) for layer in (1, 2, 3)]
    assert np.array_equal(np.concatenate([matrix.ravel() for matrix in rebuilt]), run.theta)


def test_a_run_that_diverged_is_written_as_it_is() -> None:
    base = RunConfig(hidden=(128,) * 5, samples=43, iterations=100)
    experiment = Experiment((Choice("random"),), base)
    [run] = train(experiment.configs)
    assert run.diverged
    arrays = _read(experiment, [run])
    assert not np.isfinite(arrays["Large random/seed3/W6"]).all()


def _worked_out(arrays: dict[str, NDArray], name: str, x1: NDArray, x2: NDArray) -> NDArray:
    """An extra input of raw ones (m,), by what the file says of its name."""
    [code] = re.findall(rf"\b{name} is ([^;]*?)(?:;|\.\n)", str(arrays["read_me"]))
    return eval(code, {"np": np, "x1": x1, "x2": x2})


def _predicted(arrays: dict[str, NDArray], run: str, raw: NDArray, layers: int) -> NDArray:
    """Class numbers of raw examples (features, m), by what the file says, with nothing but numpy."""
    if "data/extra_inputs" in arrays:
        raw = np.vstack([raw, *(_worked_out(arrays, name, *raw) for name in arrays["data/extra_inputs"])])
    a = (raw - arrays["data/mean"]) / arrays["data/deviation"]
    acts: dict[str, Callable[[NDArray], NDArray]] = {"relu": lambda z: np.maximum(z, 0), "tanh": np.tanh}
    act = acts[str(arrays["data/activation"])]
    for layer in range(1, layers + 1):
        z = arrays[f"{run}W{layer}"] @ a + arrays[f"{run}b{layer}"]
        a = act(z)
    return (z[0] > 0).astype(int) if len(z) == 1 else z.argmax(axis=0)


@pytest.mark.numbers
def test_numpy_alone_predicts_from_raw_data_what_the_run_does() -> None:
    base = RunConfig(dataset="wine", hidden=(7, 5), activation="tanh", iterations=130, learning_rate=0.1)
    experiment = Experiment((Choice("xavier"),), base)
    [run] = train(experiment.configs)
    arrays = _read(experiment, [run])
    raw = load_wine()
    for part, accuracy in (("train", run.train_accuracy), ("test", run.test_accuracy)):
        rows = arrays[f"data/{part}_rows"]
        said = _predicted(arrays, "Xavier/seed3/", raw.data[rows].T, 3)
        assert (said == raw.target[rows]).mean() == accuracy
    assert set(arrays["data/train_rows"]) | set(arrays["data/test_rows"]) == set(range(raw.target.size))
    assert run.train_accuracy > 0.9
    assert arrays["data/class_names"].tolist() == raw.target_names.tolist()
    assert "data/mean" in str(arrays["read_me"])


@pytest.mark.parametrize("standardize", ["auto", "yes"])
@pytest.mark.parametrize("extra", [(), ("x1sq", "x2sq"), ("x2sq", "x1x2", "sinx1", "sinx2")])
def test_data_that_are_made_are_in_the_file_raw(standardize: str, extra: tuple[str, ...]) -> None:
    base = RunConfig(
        **{**SETTINGS, "dataset": "moons", "standardize": standardize, "label_noise": 0.1, "classes": 2},
        extra_inputs=extra,
    )
    [run] = train([base])
    arrays = _read(Experiment((Choice("he"),), base), [run])
    assert tuple(arrays.get("data/extra_inputs", ())) == extra
    for part, accuracy in (("train", run.train_accuracy), ("test", run.test_accuracy)):
        assert len(arrays[f"data/{part}_inputs"]) == 2
        said = _predicted(arrays, "He/seed3/", arrays[f"data/{part}_inputs"], 3)
        assert (said == arrays[f"data/{part}_labels"]).mean() == accuracy


def test_an_input_that_never_changes_becomes_0() -> None:
    base = RunConfig(dataset="digits", hidden=(7,), iterations=1)
    arrays = _read(Experiment((Choice("he"),), base), train([base]))
    flat = np.isinf(arrays["data/deviation"])
    assert flat.any()
    assert not ((5 - arrays["data/mean"]) / arrays["data/deviation"])[flat].any()


def test_a_table_of_two_inputs_is_predicted_from_its_raw_cells() -> None:
    rows = [f"{'' if n % 7 == 0 else n / 9},{(n * n) % 11},{'uv'[n * n % 11 > 4]}" for n in range(60)]
    made = choose(read(csv_file(rows=rows)), ("a", "b"), "kind", missing=MEDIAN)
    extra = ("x1sq", "x1x2", "sinx2")
    base = RunConfig(dataset="csv", table=made.id, extra_inputs=extra, hidden=(7, 5), iterations=130)
    [run] = train([base])
    arrays = _read(Experiment((Choice("he"),), base), [run])
    assert arrays["data/feature_names"].tolist() == ["a", "b"]
    assert [len(arrays[f"data/{name}"]) for name in ("fill", "mean", "deviation")] == [2, 5, 5]
    for part, accuracy in (("train", run.train_accuracy), ("test", run.test_accuracy)):
        places = arrays[f"data/{part}_rows"]
        raw = made.inputs[places].T
        raw = np.where(np.isnan(raw), arrays["data/fill"], raw)
        said = _predicted(arrays, "He/seed3/", raw, 3)
        assert (said == made.labels[places]).mean() == accuracy
