"""What can be wrong with the scale of a start: saturated, growing or fading, with the sizes that show it."""

import math
from dataclasses import replace

import numpy as np
import pytest

from initcore import RunConfig, begin, train
from initcore.data.loading import load
from initcore.diagnosis.diagnose import diagnose, findings
from initcore.diagnosis.scale import exploding, oversized, too_large, vanishes
from initcore.diagnosis.verdicts import Remedy, evidence
from initcore.measures.seen import Seen
from initcore.model.activations import ACTIVATIONS
from initcore.model.network import Stack, logits, matrices
from tests.helpers.observed import SOUND, config_of, trained
from tests.helpers.reading import measured, remedy_of, saw

pytestmark = pytest.mark.numbers

EXPLODING = RunConfig(hidden=(128,) * 5, initialization="random", samples=43, iterations=100)

EXACT = 1e-9
"""Relative: the same quantity from other arithmetic."""
each_activation = pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid"])


@each_activation
def test_large_random_starts_saturated(activation: str) -> None:
    run = trained(initialization="random", activation=activation, weights_seed=5)
    [verdict] = [one for one in findings(run) if one.name == "too_large_weights"]
    assert verdict.tone == "warn"
    z = logits(run.shape, run.frames[:1], load(run.config).train_inputs)
    typical, *costs = measured(verdict, "starts_saturated", "typical", "first_cost", "naive_cost")
    assert typical == pytest.approx(np.median(np.abs(z)), rel=1e-9)
    assert costs == [run.costs[0], run.naive_first_cost]


@each_activation
@pytest.mark.parametrize("iterations", [1, 49, 300])
def test_small_random_starts_flat(activation: str, iterations: int) -> None:
    run = trained(initialization="small_random", activation=activation, iterations=iterations)
    verdict = diagnose(run)
    assert (verdict.name, verdict.tone) == ("vanishes", "warn")
    inputs = load(run.config).train_inputs
    z = logits(run.shape, run.frames[:1], inputs)[0]
    signals = [math.sqrt(layer.var(axis=1).mean()) for layer in (inputs, z)]
    data = load(run.config)
    gradient = Stack(run.shape, run.frames[:1], data.train_inputs, data.train_labels).true_gradient()
    first = matrices(run.shape, gradient)[0][0, :, :-1]
    size = math.sqrt((first**2).mean())
    sizes = measured(verdict, "signal_fades", "inputs", "end", "gradient")
    assert sizes == pytest.approx([*signals, size], rel=1e-9)
    assert measured(verdict, "signal_fades", "at_logits") == [True]
    assert measured(verdict, "leaves_chance", "iteration") == [None]
    assert abs(run.costs[-1] - math.log(2)) < 0.01


def test_small_random_that_leaves_late_says_when() -> None:
    run = trained(initialization="small_random", learning_rate=0.3, dataset="moons", iterations=2000)
    verdict = diagnose(run)
    assert verdict.name == "vanishes"
    record = run.iterations.tolist().index(verdict.value("leaves_chance", "iteration"))
    assert run.costs[record] < 0.99 * math.log(2) <= run.costs[record - 1]


def test_an_exploding_start_gives_both_ends_of_the_signal() -> None:
    run = trained(hidden=(9,) * 9, gain=3.0, iterations=20)
    inputs = load(run.config).train_inputs
    z = logits(run.shape, run.frames[:1], inputs)
    size, grown = math.sqrt((inputs**2).mean()), math.sqrt((z**2).mean())
    signal = measured(diagnose(run), "signal_grows", "inputs", "peak", "a_layer")
    assert signal == pytest.approx([size, grown, (grown / size) ** 0.1], rel=EXACT)


@pytest.mark.parametrize("seed", range(3, 9))
def test_a_start_is_oversized_also_where_dead_units_keep_most_logits_at_0(seed: int) -> None:
    run = trained(initialization="random", hidden=(8, 4), learning_rate=0.1, samples=300, weights_seed=seed)
    verdict = diagnose(run)
    assert verdict.name == "too_large_weights"
    z = np.abs(logits(run.shape, run.frames[:1], load(run.config).train_inputs))
    name, size = ("typical", np.median(z)) if np.median(z) >= 5 else ("tenth", np.quantile(z, 0.9))
    assert measured(verdict, "starts_saturated", name) == pytest.approx([size], rel=EXACT)


def test_what_does_not_differ_between_examples_is_0_and_not_rounding() -> None:
    run = trained(initialization="zeros", bias="uniform")
    verdict = diagnose(run)
    assert verdict.name == "vanishes"
    assert measured(verdict, "signal_fades", "at_logits", "end", "gradient") == [False, 0, 0]


def test_gradients_that_grow_are_exploding_where_the_signal_is_bounded() -> None:
    run = trained(hidden=(30,) * 45, gain=3.0, initialization="xavier", activation="tanh", iterations=9)
    last, first = measured(diagnose(run), "gradient_grows", "last", "first")
    assert first > 1000 * last


@pytest.mark.parametrize("iterations", [100, 5, 6])
def test_a_run_that_diverged_says_when(iterations: int) -> None:
    [run] = train([EXPLODING.with_iterations(iterations)])
    assert run.diverged
    verdict = diagnose(run)
    assert (verdict.name, verdict.tone) == ("exploding", "bad")
    assert saw(verdict) == ["signal_grows", "not_finite"]
    assert measured(verdict, "not_finite", "iteration") == [run.diverged_at]


def test_the_signal_of_a_deep_sigmoid_network_vanishes() -> None:
    run = trained(
        initialization="xavier", activation="sigmoid", hidden=(11,) * 6, samples=44, iterations=2000
    )
    verdict = diagnose(run)
    assert (verdict.name, verdict.tone) == ("vanishes", "warn")
    assert abs(run.costs[-1] / math.log(2) - 1) < 0.01
    assert measured(verdict, "leaves_chance", "iteration") == [None]
    assert remedy_of(verdict).name == "use_scale_that_keeps"
    assert remedy_of(verdict).changes["gain"] == 4.0
    deeper = trained(initialization="xavier", activation="sigmoid", hidden=(11,) * 14, iterations=500)
    tanh = {"activation": "tanh", "initialization": "xavier", "gain": 1.0}
    assert diagnose(deeper).remedy == Remedy("other_activation", tanh)


@pytest.mark.parametrize("activation", ACTIVATIONS.names)
@pytest.mark.parametrize("seed", range(3, 7))
def test_nothing_is_wrong_with_a_start_at_the_scale_that_suits_it(activation: str, seed: int) -> None:
    name = ACTIVATIONS[activation].suits.initialization
    config = config_of(hidden=(31,) * 5, activation=activation, initialization=name, weights_seed=seed)
    [run] = begin([config]).runs
    seen = Seen(run)
    assert (oversized(seen), exploding(seen), too_large(seen)) == (None, None, None)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "softsign"])
def test_units_at_the_ends_of_their_range_are_flat_though_the_cost_is_that_of_chance(activation: str) -> None:
    config = config_of(initialization="random", gain=100.0, activation=activation, zero_last=True)
    [run] = begin([config]).runs
    assert run.costs[0] == pytest.approx(math.log(2))
    flat = sum(Seen(run).start.saturated)
    assert flat >= 6
    assert oversized(Seen(run)) == evidence("starts_flat", saturated=flat, units=12, activation=activation)


def test_a_large_start_that_separates_at_a_sound_scale_has_done_no_harm() -> None:
    assert too_large(Seen(trained(initialization="random", iterations=1))) is not None
    he = trained(**SOUND)
    assert Seen(he).separated
    sound = Seen(replace(he, costs=np.array([20.0, *he.costs[1:]])))
    assert oversized(sound) is not None
    assert too_large(sound) is None


def test_a_signal_that_fades_is_no_ailment_of_a_run_that_leaves_chance_at_once() -> None:
    run = trained(initialization="small_random", iterations=1000)
    late, at_once = Seen(run), Seen(replace(run, costs=np.array([run.costs[0], *run.costs[1:] * 0.5])))
    assert vanishes(late) is not None
    assert vanishes(at_once) is None
