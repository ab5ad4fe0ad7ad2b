"""What is measured of layers, held against loops that take one run, layer and unit at a time."""

from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, Trajectory, advance, begin, train
from initcore.data.loading import load
from initcore.measures.signals import MOST_FRAMES, Signals, signals, signals_at
from initcore.measures.units import FLAT, MOSTLY
from initcore.memory import forget_everything
from initcore.model.activations import ACTIVATIONS
from initcore.model.network import Stack, matrices
from initcore.model.optimizers import OPTIMIZERS

SETTINGS: dict[str, Any] = {"hidden": (7, 5), "samples": 43, "test_samples": 29, "iterations": 330}


def _trained(**settings: Any) -> Trajectory:
    return train([RunConfig(**{**SETTINGS, **settings})])[0]


def _same(one: Signals, other: Signals) -> bool:
    names = ("iterations", "distinct", "dead", "saturated", "activation", "gradient", "weight", "step")
    return all(np.array_equal(getattr(one, n), getattr(other, n), equal_nan=True) for n in names)


@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid", "gelu", "selu", "linear"])
def test_measurements_are_what_loops_measure(activation: str) -> None:
    run = _trained(activation=activation, learning_rate=0.3, weights_seed=11)
    found, record, data = signals(run), ACTIVATIONS[activation], load(run.config)
    for at, iteration in enumerate(found.iterations.tolist()):
        theta = run.frames[run.kept.tolist().index(iteration)] if iteration in run.kept else run.theta
        fed = data.train_inputs
        layers = [matrix[0] for matrix in matrices(run.shape, theta[None])]
        stack = Stack(run.shape, theta[None], data.train_inputs, data.train_labels)
        gradient = [matrix[0, :, :-1] for matrix in matrices(run.shape, stack.true_gradient())]
        for place, layer in enumerate(layers):
            z = layer[:, :-1] @ fed + layer[:, -1:]
            fed = np.empty_like(z) if record.keeps_z else z
            for call in record.apply(z, fed) if place < len(layers) - 1 else ():
                call()
            fed = z if place == len(layers) - 1 else fed
            assert found.activation[at, place] == pytest.approx(np.sqrt((fed**2).mean()), rel=1e-12)
            assert found.gradient[at, place] == pytest.approx(np.sqrt((gradient[place] ** 2).mean()))
            assert found.weight[at, place] == pytest.approx(np.sqrt((layer[:, :-1] ** 2).mean()))
            if place == len(layers) - 1:
                continue
            dead = sum(unit.max() <= 0 for unit in fed) if activation == "relu" else 0
            assert activation == "selu" or found.dead[at, place] == dead
            flat = 0
            if record.floor is not None and record.ceiling is not None:
                span = record.ceiling - record.floor
                for unit in fed:
                    ends = (unit < record.floor + FLAT * span) | (unit > record.ceiling - FLAT * span)
                    flat += ends.mean() >= MOSTLY
            assert found.saturated[at, place] == flat


@pytest.mark.parametrize("optimizer", OPTIMIZERS.names)
@pytest.mark.parametrize("batch_size", [0, 16])
def test_the_step_is_the_one_that_training_takes_next(optimizer: str, batch_size: int) -> None:
    config = RunConfig(**{**SETTINGS, "record_every": 1, "iterations": 13})
    config = RunConfig.from_dict({**config.to_dict(), "optimizer": optimizer, "batch_size": batch_size})
    run = train([config])[0]
    found = signals(run)
    assert found.iterations.tolist() == list(range(14))
    for at in range(13):
        before, after = (matrices(run.shape, run.frames[[k]]) for k in (at, at + 1))
        for layer, (w, moved) in enumerate(zip(before, after, strict=True)):
            w, moved = w[0, :, :-1], moved[0, :, :-1]
            ratio = np.sqrt(((moved - w) ** 2).mean() / (w**2).mean())
            assert found.step[at, layer] == pytest.approx(ratio, rel=1e-9)


def test_zeros_have_no_step_to_compare() -> None:
    found = signals(_trained(initialization="zeros"))
    assert np.isnan(found.step).all()
    assert not found.weight.any()
    assert (found.distinct == 1).all()


def test_a_growing_run_is_measured_as_the_whole_is() -> None:
    config = RunConfig(**{**SETTINGS, "record_every": 2, "iterations": 400, "weights_seed": 23})
    state = begin([config])
    while not state.done:
        state = advance(state, 70)
        signals(state.runs[0])
    grown = signals(state.runs[0])
    assert len(grown.iterations) <= MOST_FRAMES + 2
    assert grown.iterations[[0, -1]].tolist() == [0, 400]
    forget_everything()
    assert _same(grown, signals(state.runs[0]))
    for iteration in grown.iterations.tolist():
        at = grown.iterations.tolist().index(iteration)
        assert _same(signals_at(state.runs[0], iteration), grown[at : at + 1])


def test_sizes_that_would_overflow_when_squared_are_measured() -> None:
    run = _trained(activation="linear", gain=1000.0, hidden=(5,) * 49, iterations=1, record_every=1)
    found = signals_at(run, 0)
    assert np.isfinite(found.activation).all()
    assert found.activation.max() > 1e100
