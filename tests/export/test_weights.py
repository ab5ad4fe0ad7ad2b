"""Weights as an npz: numpy reads them back, bit for bit, and unpickles nothing."""

import io

import numpy as np
from numpy.typing import NDArray

from initcore import RunConfig, Trajectory, advance, begin, train
from initcore.experiment.choices import Choice
from initcore.experiment.experiment import Experiment
from initcore.export.report import Shared
from initcore.export.weights import weights_npz

BASE = RunConfig(hidden=(7, 5), samples=43, test_samples=29, iterations=130, learning_rate=0.1)
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
    assert len(arrays) == len(runs) * (2 * 2 * 3 + 2)
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
