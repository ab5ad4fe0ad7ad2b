"""The three invariants for every optimizer, on full batches and small ones, one output and many."""

import pickle
from dataclasses import replace
from itertools import cycle
from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, State, Trajectory, advance, begin, train
from initcore.model.optimizers import OPTIMIZERS
from initcore.store.archive import from_bytes, to_bytes
from initcore.training import trajectory
from tests.helpers.compare import assert_same_run, assert_same_runs, identical

SMALL: dict[str, Any] = {"hidden": (7, 5), "samples": 53, "iterations": 61, "record_every": 7}
OUTPUTS: dict[str, dict[str, Any]] = {
    "sigmoid": {"dataset": "moons"},
    "softmax": {"dataset": "blobs", "classes": 4, "noise": 0.2, "extra_inputs": ("x1x2", "sinx1")},
    "real": {"dataset": "iris"},
}
BATCHES: dict[str, dict[str, Any]] = {
    "full": {},
    "small": {"batch_size": 8, "batch_seed": 3},
    "small, L2": {"batch_size": 20, "l2": 2.0},
}
STARTS: tuple[dict[str, Any], ...] = (
    {"learning_rate": 0.02},
    {"initialization": "lsuv"},
    {"initialization": "torch_linear", "gain": 2},
)

each_optimizer = pytest.mark.parametrize("optimizer", OPTIMIZERS.names)
each_output = pytest.mark.parametrize("output", OUTPUTS)
each_batch = pytest.mark.parametrize("batch", BATCHES)


def _config(optimizer: str, output: str, batch: str, **settings: Any) -> RunConfig:
    values = {**SMALL, **OUTPUTS[output], **BATCHES[batch], "activation": "gelu", **settings}
    return RunConfig(optimizer=optimizer, **values)


def _configs(optimizer: str, output: str, batch: str) -> list[RunConfig]:
    return [
        _config(optimizer, output, batch, weights_seed=seed, **start) for seed, start in enumerate(STARTS)
    ]


def _on(run: Trajectory) -> Trajectory:
    """The run trained to its end."""
    return advance(State((run,)), 10**6).runs[0]


@each_optimizer
@each_output
@each_batch
def test_lockstep_is_solo(optimizer: str, output: str, batch: str) -> None:
    configs = _configs(optimizer, output, batch)
    together = train(configs)
    assert len({run.costs.tobytes() for run in together}) == len(configs)
    assert_same_runs(together, [train([config])[0] for config in configs])


@each_optimizer
@each_output
@each_batch
def test_sliced_is_whole(optimizer: str, output: str, batch: str) -> None:
    configs = _configs(optimizer, output, batch)
    state, lengths = begin(configs), cycle((3, 1, 17, 2))
    while not state.done:
        state = advance(state, next(lengths))
    assert_same_runs(state.runs, train(configs))


@each_optimizer
@each_output
@each_batch
@pytest.mark.parametrize("stop", [0, 29, 60])
def test_resumed_from_bytes_is_uninterrupted(optimizer: str, output: str, batch: str, stop: int) -> None:
    configs = _configs(optimizer, output, batch)
    half = advance(begin(configs), stop)
    whole = train(configs)
    assert_same_runs(advance(pickle.loads(pickle.dumps(half)), 61).runs, whole)
    stored = State(tuple(from_bytes(to_bytes(run)) for run in half.runs))
    assert_same_runs(advance(stored, 61).runs, whole)
    light = State(tuple(run.without_records() for run in half.runs))
    for run, slice_, expected in zip(half.runs, advance(light, 61).runs, whole, strict=True):
        assert_same_run(run.followed_by(slice_), expected)


@each_optimizer
@each_batch
def test_a_finished_run_asked_for_another_length_is_a_run_of_that_length(optimizer: str, batch: str) -> None:
    config = _config(optimizer, "softmax", batch)
    run = train([config])[0]
    for wish in (1, 20, 60, 61, 97):
        assert_same_run(_on(run.asked_for(wish)), train([config.with_iterations(wish)])[0])


@each_optimizer
@each_batch
def test_so_it_is_when_few_frames_are_kept(
    optimizer: str, batch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = _config(optimizer, "sigmoid", batch)
    whole = train([config])[0]
    slots = OPTIMIZERS[optimizer].slots
    assert whole.slot_frames.shape == (whole.kept.size, slots, whole.theta.size)
    monkeypatch.setattr(trajectory, "FRAME_BYTES", 3 * (1 + slots) * whole.theta.nbytes)
    monkeypatch.setattr(trajectory, "FEWEST_FRAMES", 1)
    few = train([config])[0]
    assert few.kept.size <= 3 < whole.kept.size
    for wish in (20, 50, 61):
        got, expected = _on(few.asked_for(wish)), train([config.with_iterations(wish)])[0]
        for name in ("theta", "costs", "slots"):
            assert identical(getattr(got, name), getattr(expected, name)), name


@each_optimizer
def test_a_run_that_diverges_does_so_at_one_iteration_however_it_is_cut(optimizer: str) -> None:
    # Steps of Adam and RMSprop are bounded by the rate: what overflows there is a gradient's square.
    wild = {"gain": 1000.0, "learning_rate": 10.0, "layer_gains": (1000.0,) * 49, "activation": "relu"}
    config = _config(optimizer, "softmax", "small", hidden=(30,) * 48, **wild)
    tame = replace(config, gain=1.0, layer_gains=(), learning_rate=0.001)
    run, calm = train([config, tame])
    assert run.diverged
    assert not calm.diverged
    assert np.isfinite(run.frames).all()
    assert np.isfinite(run.slot_frames).all()
    state = begin([config, tame])
    while not state.done:
        state = advance(state, 3)
    assert_same_runs(state.runs, (run, calm))
    assert_same_run(from_bytes(to_bytes(run)), run)


def test_a_mini_batch_run_does_not_depend_on_the_order_of_its_neighbours_batches() -> None:
    one, other = (_config("adam", "sigmoid", "small", batch_seed=seed) for seed in (1, 2))
    together = train([one, other])
    assert not np.array_equal(together[0].costs, together[1].costs)
    assert_same_runs(together, [train([one])[0], train([other])[0]])
