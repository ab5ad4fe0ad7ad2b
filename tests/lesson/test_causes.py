"""Why large weights are slow: four runs that part what large weights bring together, and what is said."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from initcore import ConfigError, RunConfig, Trajectory, begin, train
from initcore.lesson.causes import (
    EARLY,
    LARGE,
    LOUD,
    ORDINARY,
    QUIET,
    SETTLED,
    cause_sentences,
    causes_configs,
    course_of,
    table,
)
from initcore.lesson.saturation import saturation
from initcore.measures.at_initialization import start_of
from initcore.measures.travel import travelled
from initcore.measures.units import dead_counts
from initcore.model.base import Array
from initcore.model.network import Stack, matrices

pytestmark = pytest.mark.numbers

COURSE = RunConfig()


@cache
def runs() -> list[Trajectory]:
    return train(causes_configs(COURSE))


def test_each_has_the_outputs_of_one_and_the_hidden_layers_of_another() -> None:
    starts = begin(causes_configs(COURSE)).runs
    large, ordinary, quiet, loud = starts
    for layers, other in ((large, quiet), (ordinary, loud)):
        for one, two in zip(layers.weights(0)[:-1], other.weights(0)[:-1], strict=True):
            np.testing.assert_array_equal(one, two)
    for outputs, other in ((ordinary, quiet), (large, loud)):
        np.testing.assert_allclose(outputs.costs, other.costs, rtol=1e-12)
        assert saturation(outputs).largest == pytest.approx(saturation(other).largest)
    assert saturation(quiet).saturated < saturation(large).saturated == saturation(large).examples


def test_of_another_depth_they_have_so_as_well() -> None:
    large, ordinary, quiet, loud = begin(causes_configs(replace(COURSE, hidden=(7,)))).runs
    assert quiet.costs[0] == pytest.approx(ordinary.costs[0], rel=1e-12)
    assert loud.costs[0] == pytest.approx(large.costs[0], rel=1e-12)
    with pytest.raises(ConfigError, match="layer_gains"):
        causes_configs(replace(COURSE, hidden=(7, 5, 3)))


def test_a_course_is_what_was_measured() -> None:
    large = runs()[LARGE]
    found = course_of(large)
    assert (found.name, found.units, found.accuracy) == ("Large random", (10, 5), large.train_accuracy)
    assert found.first_cost == large.costs[0]
    assert found.early_cost == large.costs[np.flatnonzero(large.iterations == EARLY)[0]]
    assert found.settled_cost == large.costs[np.flatnonzero(large.iterations == SETTLED)[0]]
    np.testing.assert_array_equal(found.step, start_of(large).step)
    np.testing.assert_array_equal(found.travel, travelled(large, SETTLED))
    at = np.flatnonzero(large.kept == EARLY)[0]
    thetas = (large.frames[0], large.frames[at], large.theta)
    assert found.dead == tuple(dead_counts(large.shape, theta, large.data.train_inputs) for theta in thetas)
    assert found.dead_words == "1, 3 and 3"
    assert not found.layer_died
    assert course_of(runs()[LOUD]).layer_died


def fitted(run: Trajectory, sizes: Array, steps: int) -> Array:
    """Costs (steps,) of gradient descent in which each parameter's rate is multiplied by its size squared."""
    theta, costs = run.frames[:1].copy(), []
    for _ in range(steps):
        stack = Stack(run.shape, theta, run.data.train_inputs, run.data.train_labels)
        costs.append(float(stack.costs()[0]))
        theta = theta - run.config.learning_rate * sizes**2 * stack.true_gradient()
    return np.array(costs)


def test_with_a_rate_that_fits_each_layer_the_quiet_run_is_the_ordinary_one() -> None:
    """So that nothing but the one rate for all layers parts them."""
    quiet, ordinary = (begin(causes_configs(COURSE)).runs[place] for place in (QUIET, ORDINARY))
    sizes = np.ones((1, quiet.shape.size))
    for matrix, weights, biases in zip(
        matrices(quiet.shape, sizes), (10, 10, 0.01), (10, 100, 1), strict=True
    ):
        matrix[:, :, :-1], matrix[:, :, -1] = weights, biases
    even = np.ones_like(sizes)
    expected = fitted(ordinary, even, 300)
    np.testing.assert_allclose(fitted(quiet, sizes, 300), expected, rtol=1e-9)
    assert np.abs(fitted(quiet, even, 300) - expected).max() > 10


def test_what_is_said_is_what_tells_the_causes_apart() -> None:
    outputs, dead, apart, steps = cause_sentences(runs())
    assert "0.50 on average in Large random, 0.51 in Standard normal: no less gradient comes in" in outputs
    assert "falls from 1\N{NARROW NO-BREAK SPACE}773.6 to 3.889 in 100 iterations" in outputs
    assert "by iteration 1\N{NARROW NO-BREAK SPACE}000 it is below that of Standard normal" in outputs
    assert "1, 3 and 3 of the 15 hidden units of Large random are dead; of Standard normal 1, 1 and 2" in dead
    assert "large hidden layers are slow without sure outputs, and with no more dead units" in apart
    assert "moves one of these by 187 % of its size, 1, 10 and 10 units are dead" in apart
    assert "there the first steps kill" in apart
    assert "is beside the weights 100 times shorter in the hidden layers" in steps
    assert (
        "10\N{NARROW NO-BREAK SPACE}000 times longer in the last, and its cost rises again and again" in steps
    )
    assert "move by 5 % and 1 % of their size, those of Standard normal by 58 % and 43 %" in steps


def test_nothing_is_concluded_from_runs_that_do_not_show_it() -> None:
    _, ordinary, *_ = runs()
    _, _, apart, steps = cause_sentences([ordinary] * 4)
    assert "So " not in apart
    assert "again and again" not in steps
    outputs, *_ = cause_sentences([ordinary] * 4)
    assert "no less gradient" in outputs
    assert "it is not yet below that of" in outputs
    loud = cause_sentences([replace_start(ordinary), ordinary, ordinary, ordinary])[0]
    assert "no less gradient" not in loud


def replace_start(run: Trajectory) -> Trajectory:
    """A run that is right from the start, so that hardly an example pulls."""
    frames = run.frames.copy()
    frames[0] = run.theta
    return replace(run, frames=frames)


def test_the_table_has_a_line_a_measurement_and_a_cell_a_run() -> None:
    head, *lines = table([course_of(run) for run in runs()])
    assert head == (
        "",
        "Large random",
        "Standard normal",
        "Large random, last layer × 0.001",
        "Standard normal, last layer × 1000",
    )
    assert {len(line) for line in lines} == {len(head)}
    told = {line[0]: line[1:] for line in lines}
    assert len(told) == len(lines) == 10
    high = "1\N{NARROW NO-BREAK SPACE}773.6"
    assert told["First cost"] == (high, "1.970", "1.970", high)
    assert told["First step, share of W3"] == (
        "6.8 %",
        "0.63 %",
        "6\N{NARROW NO-BREAK SPACE}342 %",
        "6.8e−4 %",
    )
    assert told["Dead units at the start"] == ("1", "1", "1", "1")
    assert told["Dead units at iteration 100"] == ("3", "1", "1", "10")
    assert told["Dead units at the end"] == ("3", "2", "1", "10")
    assert told["W2 moved after 1\N{NARROW NO-BREAK SPACE}000"] == ("1 %", "43 %", "1 %", "0 %")
    assert told["Train accuracy"][ORDINARY] == "99.7 %"
