"""What the gallery says of its experiments is so: each is trained, and its claim measured.

Processors round differently, so a claim must hold of the twins as well.
"""

import math
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from initcore import Trajectory, train
from initcore.data.loading import load, training_size
from initcore.experiment.experiment import Experiment
from initcore.experiment.presets import PRESETS
from initcore.measures.costs import chance_cost
from initcore.measures.seen import Seen
from initcore.measures.units import distinct_units
from initcore.model.network import activations

pytestmark = pytest.mark.numbers

BY_NAME = {preset.name: preset for preset in PRESETS}
SEPARATES = 0.95


Runs = Callable[[str], list[Trajectory]]


@cache
def trained(name: str, twin: bool) -> list[Trajectory]:
    return train([replace(config, twin=twin) for config in BY_NAME[name].experiment.configs])


@pytest.fixture(params=[False, True], ids=["itself", "twin"])
def runs(request: pytest.FixtureRequest) -> Runs:
    """A preset's runs by its name, and once more those that start one unit in the last place away."""
    return lambda name: trained(name, request.param)


def test_every_preset_is_told_apart_and_says_something() -> None:
    assert len(BY_NAME) == len(PRESETS) == 11
    assert len({preset.experiment for preset in PRESETS}) == len(PRESETS)
    for preset in PRESETS:
        assert preset.kind in ("good", "bad")
        assert preset.sentence.endswith(".")
        assert 60 < len(preset.sentence) < 220
        assert Experiment.from_query(preset.experiment.to_query()) == (preset.experiment, [])


@pytest.mark.parametrize("name", BY_NAME)
def test_every_preset_takes_seconds(name: str) -> None:
    """A core does over 1e9 products of a parameter and an example a second."""
    configs = BY_NAME[name].experiment.configs
    assert sum(one.iterations * one.shape.size * training_size(one) for one in configs) < 2e10


def test_the_course_notebook(runs: Runs) -> None:
    zeros, random, he = runs("course")
    assert zeros.costs[-1] == pytest.approx(math.log(2), abs=1e-9)
    assert he.train_accuracy > random.train_accuracy > zeros.train_accuracy
    assert he.train_accuracy > SEPARATES > random.train_accuracy


def test_symmetry(runs: Runs) -> None:
    *alike, he = runs("symmetry")
    for run in alike:
        assert distinct_units(run.shape, run.theta) == [1, 1]
        assert run.train_accuracy < 0.7
    assert distinct_units(he.shape, he.theta) == [10, 5]
    assert he.train_accuracy > SEPARATES


def test_unbalanced_zeros(runs: Runs) -> None:
    zeros, he = runs("unbalanced-zeros")
    labels = load(zeros.config).train_labels
    assert (labels == 0).sum() == 2 * (labels == 1).sum()
    assert zeros.costs[0] - zeros.costs[-1] > 0.05
    assert zeros.costs[-1] == pytest.approx(chance_cost(zeros), abs=1e-3)
    assert all((weights == 0).all() for weights in zeros.weights(-1))
    assert he.costs[-1] < 0.5 * zeros.costs[-1]


def test_dead_on_arrival(runs: Runs) -> None:
    dead, he = runs("dead-on-arrival")
    hidden = activations(dead.shape, dead.frames[:1], load(dead.config).train_inputs)[0]
    assert (hidden == 0).all()
    assert Seen(dead).dead[0] == 10
    for layer in range(2):
        assert np.array_equal(dead.weights(-1)[layer], dead.weights(0)[layer])
        assert np.array_equal(dead.weights(0)[layer], he.weights(0)[layer])
    assert he.train_accuracy > SEPARATES


def test_saturated_sigmoid(runs: Runs) -> None:
    large, small = runs("saturated-sigmoid")

    def flat(run: Trajectory) -> float:
        """The share of first activations at which a sigmoid's slope is below a hundredth."""
        hidden = activations(run.shape, run.frames[:1], load(run.config).train_inputs)[:-1]
        return float(np.mean(np.concatenate([layer * (1 - layer) < 0.01 for layer in hidden], axis=1)))

    np.testing.assert_allclose(large.weights(0)[0], 10 * small.weights(0)[0], rtol=1e-12)
    assert flat(large) > 0.5 > 10 * flat(small)
    assert small.train_accuracy > SEPARATES
    assert large.train_accuracy < 0.75


def test_exploding(runs: Runs) -> None:
    large, he = runs("exploding")
    assert large.costs[0] > 1e5
    assert np.nanmin(large.costs) > 0.99 * math.log(2)
    assert large.train_accuracy < 0.6 or large.diverged
    assert he.train_accuracy > SEPARATES


def test_xavier_and_he_thirty_layers_deep(runs: Runs) -> None:
    xavier, he = runs("xavier-he-30")
    inputs = load(xavier.config).train_inputs
    power = [np.square(layer).mean() for layer in activations(xavier.shape, xavier.frames[:1], inputs)[:-1]]
    assert np.exp(np.diff(np.log(power)).mean()) == pytest.approx(0.5, abs=0.06)
    assert (np.abs(xavier.costs - math.log(2)) < 0.001).all()
    assert he.costs[-1] < 0.6
    assert he.train_accuracy > 0.8 > xavier.train_accuracy


def test_lucky_seed(runs: Runs) -> None:
    *others, best = sorted(run.train_accuracy for run in runs("lucky-seed"))
    assert len(others) == 7
    assert best >= SEPARATES  # 0.970 and 0.813, with any rounding: margins of 6 and of 11 examples
    assert max(others) < 0.85


def relapses(run: Trajectory) -> int:
    """How often the cost came to more than twice the lowest it had been since the last time."""
    count, low = 0, run.costs[0]
    for cost in run.costs:
        if cost > 2 * low:
            count, low = count + 1, cost
        low = min(low, cost)
    return count


def test_learning_rate_too_high(runs: Runs) -> None:
    # Chaotic, as it is meant to be: over starts a few ulps apart 41 to 49 % of steps go up, and the cost
    # doubles 16 to 54 times.
    for run in runs("rate-too-high"):
        assert 0.35 < (np.diff(run.costs) > 0).mean() < 0.6
        assert relapses(run) >= 8
    slower = [replace(run.config, learning_rate=0.1) for run in runs("rate-too-high")]
    for run in train(slower):
        assert (np.diff(run.costs) > 0).mean() < 0.05
        assert run.train_accuracy > SEPARATES


def test_lsuv_rescues(runs: Runs) -> None:
    normal, lsuv = runs("lsuv-rescues")
    assert (np.abs(normal.costs - math.log(2)) < 0.001).all()
    assert lsuv.train_accuracy > SEPARATES


def test_narrow_and_deep(runs: Runs) -> None:
    groups = BY_NAME["narrow-and-deep"].experiment.groups(runs("narrow-and-deep"))
    dead = [sum(3 in Seen(run).dead for run in group.items) for group in groups]
    assert dead[0] == 8
    assert dead[1] >= 5
    assert max(run.train_accuracy for run in runs("narrow-and-deep")) < 0.7
