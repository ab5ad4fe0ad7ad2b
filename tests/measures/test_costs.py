"""What costs are measured against: a guess, margins at the start, and the gradient by weights alone."""

import math
from dataclasses import replace

import numpy as np
import pytest

from initcore import RunConfig, begin
from initcore.measures.costs import chance_cost, first_margins, largest_weight_gradient, weight_mask
from initcore.model.network import logits, matrices
from initcore.training.trajectory import costs_at
from tests.helpers.small import CONFIG, EVEN, even, trained

SEVERAL = replace(CONFIG, dataset="blobs", classes=5)


def test_a_mask_leaves_out_just_the_biases() -> None:
    shape = CONFIG.shape
    row = np.zeros((1, shape.size))
    for matrix in matrices(shape, row):
        matrix[:, :, -1] = 1
    mask = weight_mask(shape)
    assert mask.shape == (shape.size,)
    assert np.array_equal(mask, row[0] == 0)
    assert (~mask).sum() == 7 + 5 + 1


@pytest.mark.parametrize("config", [CONFIG, SEVERAL, replace(CONFIG, samples=54, balance=5.0)])
def test_chance_is_the_cost_of_saying_the_classes_shares(config: RunConfig) -> None:
    [run] = begin([config]).runs
    labels = run.data.train_labels
    shares = [np.mean(labels == number) for number in range(config.class_count)]
    told = -np.log([shares[int(label)] for label in labels]).mean()
    assert chance_cost(run) == pytest.approx(told, rel=1e-12)


def test_chance_of_even_classes_is_the_logarithm_of_how_many() -> None:
    assert chance_cost(begin([EVEN]).runs[0]) == pytest.approx(math.log(2), rel=1e-15)
    [run] = begin([replace(SEVERAL, samples=55)]).runs
    assert chance_cost(run) == pytest.approx(math.log(5), rel=1e-15)


def test_a_margin_is_a_logit_or_its_distance_from_the_mean_of_its_examples() -> None:
    run = trained(CONFIG, 70)
    assert np.array_equal(first_margins(run), logits(run.shape, run.frames[:1], run.data.train_inputs)[0])
    several = trained(SEVERAL, 70)
    margins = first_margins(several)
    assert margins.shape == (5, 53)
    np.testing.assert_allclose(margins.sum(axis=0), 0, atol=1e-12)
    first = logits(several.shape, several.frames[:1], several.data.train_inputs)[0]
    np.testing.assert_allclose(np.diff(margins, axis=0), np.diff(first, axis=0), atol=1e-12)


def test_the_largest_gradient_is_that_of_a_weight() -> None:
    config = replace(CONFIG, activation="tanh")
    theta = begin([config]).runs[0].theta
    step, numbers = 1e-6, np.flatnonzero(weight_mask(config.shape))
    moved = np.eye(theta.size)[numbers] * step
    slopes = (costs_at(config, theta + moved) - costs_at(config, theta - moved)) / (2 * step)
    found = largest_weight_gradient(begin([config]).runs[0], theta)
    assert found == pytest.approx(np.abs(slopes).max(), rel=1e-6)


def test_an_output_bias_that_learns_is_no_gradient_by_a_weight() -> None:
    run = even("zeros", balance=2.0, iterations=1)
    assert run.theta.any()
    assert largest_weight_gradient(run, run.theta) == 0
