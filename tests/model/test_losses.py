"""The cost: right where the textbook formula is, finite where it is not."""

import math
from fractions import Fraction

import numpy as np
import pytest

from initcore.model import losses
from initcore.model.base import Array
from initcore.model.losses import LOSSES, chance, correct, loss_of

M = 53
LABELS = (np.arange(M) % 3 == 0).astype(float)


def cost(logits: Array, labels: Array) -> Array:
    """The cost of one output's logits (..., m)."""
    return losses.cost(logits[..., None, :], labels)


def naive_cost(logits: Array, labels: Array) -> Array:
    return losses.naive_cost(logits[..., None, :], labels)


def double_error(logits: Array, signs: Array, out: Array) -> list:
    return LOSSES["sigmoid"].error(logits, signs, out)


def _logits(scale: float, *lead: int) -> np.ndarray:
    return np.random.RandomState(7).standard_normal((*lead, M)) * scale


def test_cost_equals_the_textbook_where_the_textbook_is_fine() -> None:
    logits = _logits(3.0, 5, 2)
    assert cost(logits, LABELS).shape == naive_cost(logits, LABELS).shape == (5, 2)
    # |logit| < 12 here: 1 - p keeps 1e-5 of its digits' room, an error of 1e-16 / 1e-5 a term.
    assert abs(logits).max() < 12
    np.testing.assert_allclose(cost(logits, LABELS), naive_cost(logits, LABELS), rtol=1e-11)


def test_zero_logits_cost_ln_2() -> None:
    assert cost(np.zeros((3, M)), LABELS).tolist() == pytest.approx([math.log(2)] * 3, rel=0, abs=1e-15)


@pytest.mark.parametrize("z", [0.5, 1.0, 20.0, 36.0, 700.0, 746.0])
def test_one_example_to_the_last_digits(z: float) -> None:
    right, wrong = np.log1p(np.exp(-z)), z + np.log1p(np.exp(-z))
    one, zero = np.array([1.0]), np.array([0.0])
    assert cost(np.array([z]), one) == pytest.approx(right, rel=1e-15, abs=0)
    assert cost(np.array([z]), zero) == pytest.approx(wrong, rel=1e-15, abs=0)
    assert cost(np.array([-z]), one) == cost(np.array([z]), zero)


@pytest.mark.parametrize("size", [1e3, 1e155, 1e307, 1e308, np.finfo(float).max])
def test_wrong_and_huge_is_exact_and_finite(size: float) -> None:
    # All wrong by `size`: the mean is `size`, though the sum overflows at 1e308.
    wrong = np.where(LABELS == 1, -size, size)
    assert cost(wrong, LABELS) == pytest.approx(size, rel=1e-14)
    assert cost(-wrong, LABELS) == 0
    half = np.where(np.arange(M) % 2, wrong, -wrong)
    share = Fraction(M // 2, M)
    assert cost(half, LABELS) == pytest.approx(float(Fraction(size) * share), rel=1e-14)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_logit_that_is_not_finite_gives_a_cost_that_is_not(bad: float) -> None:
    logits = _logits(1.0)
    logits[5] = bad
    assert not np.isfinite(cost(logits, LABELS))


@pytest.mark.parametrize("neighbour", [0.0, 0.3, 1e3, 1e308, np.inf, np.nan])
def test_a_runs_cost_does_not_depend_on_its_neighbours(neighbour: float) -> None:
    wrong = np.where(LABELS == 1, -1.0, 1.0)
    stack = np.stack([wrong * 1e308, wrong * neighbour, -wrong * 1e3, _logits(3.0)])
    alone = [cost(row, LABELS) for row in stack]
    assert np.array_equal(cost(stack, LABELS), alone, equal_nan=True)


def test_naive_is_inf_where_the_course_says_inf() -> None:
    one, zero = np.array([1.0]), np.array([0.0])
    # 1 + exp(-z) rounds to 1 from z = 37 on, and exp(-z) overflows from z = -710 on.
    assert naive_cost(np.array([37.0]), zero) == math.inf
    assert naive_cost(np.array([36.0]), zero) == pytest.approx(36, rel=0.01)
    assert naive_cost(np.array([-710.0]), one) == math.inf
    assert naive_cost(np.array([-709.0]), one) == pytest.approx(709, rel=0.01)


def test_naive_leaves_out_0_times_inf_as_the_notebooks_nansum_does() -> None:
    # Right and saturated: -log(1) * 1 is 0 and -log(0) * 0 is nan, which is left out.
    assert naive_cost(np.array([800.0, -800.0]), np.array([1.0, 0.0])) == 0


def test_naive_divides_by_all_examples_and_takes_stacks() -> None:
    logits = np.array([[40.0, 0.0], [0.0, 0.0]])
    assert naive_cost(logits, np.array([0.0, 1.0])).tolist() == [math.inf, math.log(2)]


def test_double_error_is_twice_the_derivative_of_the_cost_by_each_logit() -> None:
    logits = _logits(2.0, 3, 1)
    out = np.empty_like(logits)
    for call in double_error(logits, np.broadcast_to(2 * LABELS - 1, logits.shape), out):
        call()
    h = 1e-5
    measured = [
        [(cost(row + h * at, LABELS) - cost(row - h * at, LABELS)) / (2 * h) for at in np.eye(M)]
        for row in logits[:, 0]
    ]
    # Rounding of a cost near 1 over 2h: 1e-11.
    np.testing.assert_allclose(out[:, 0] / (2 * M), measured, rtol=0, atol=2e-11)


def test_double_error_cannot_overflow() -> None:
    logits = np.array([[[1e308, -1e308, 1e3, -1e3]]])
    out, signs = np.empty_like(logits), np.ones_like(logits)
    for call in double_error(logits, signs, out):
        call()
    assert out.ravel().tolist() == [0.0, -2.0, 0.0, -2.0]


# Softmax: (R, classes, m) in primes.
R, C = 3, 5
NUMBERS = (np.arange(M) % C).astype(float)


def _rows(scale: float, *lead: int) -> Array:
    return np.random.RandomState(11).standard_normal((*lead, C, M)) * scale


def test_softmax_cost_is_the_log_sum_exp_in_higher_precision() -> None:
    z = _rows(5.0, R)
    wide = z.astype(np.longdouble)
    own = np.take_along_axis(wide, NUMBERS.astype(int)[None, None], axis=1)[:, 0]
    expected = (np.log(np.exp(wide).sum(axis=1)) - own).mean(axis=1)
    np.testing.assert_allclose(losses.cost(z, NUMBERS), expected.astype(float), rtol=1e-14)
    np.testing.assert_allclose(losses.naive_cost(z, NUMBERS), expected.astype(float), rtol=1e-12)


def test_equal_logits_cost_the_log_of_the_number_of_classes() -> None:
    for value in (0.0, 700.0, -1e308):
        assert losses.cost(np.full((C, M), value), NUMBERS) == pytest.approx(math.log(C), rel=1e-15)


@pytest.mark.parametrize("size", [1e3, 1e155, 1e307])
def test_softmax_is_finite_where_the_textbook_is_inf(size: float) -> None:
    z = np.zeros((C, M))
    z[0] = size
    wrong = NUMBERS != 0
    assert losses.cost(z, NUMBERS) == pytest.approx(size * wrong.mean(), rel=1e-13)
    assert not np.isfinite(losses.naive_cost(z, NUMBERS + 0) or np.inf)


def test_two_outputs_are_the_sigmoid_of_their_difference() -> None:
    z = _rows(4.0)[:2]
    one = losses.cost(z, LABELS)
    # The same function by another route: a few units in the last place a term.
    assert one == pytest.approx(cost(z[1] - z[0], LABELS), rel=1e-14)


def test_softmax_error_is_the_derivative_of_the_cost_by_each_logit() -> None:
    z, out, targets = _rows(2.0, R), np.empty((R, C, M)), np.empty((R, C, M))
    loss = loss_of(C)
    loss.targets(NUMBERS, targets)
    for call in loss.error(z, targets, out):
        call()
    h = 1e-5
    for place in [(0, 0, 0), (1, 3, 17), (2, 4, 52), (2, 2, 31)]:
        moved = np.zeros_like(z)
        moved[place] = h
        measured = (losses.cost(z + moved, NUMBERS) - losses.cost(z - moved, NUMBERS))[place[0]] / (2 * h)
        assert out[place] * loss.share / M == pytest.approx(measured, rel=0, abs=2e-11)


def test_softmax_error_cannot_overflow() -> None:
    z = np.array([[1e308], [-1e308], [0.0]])
    out = np.empty_like(z)
    with np.errstate(all="ignore"):
        for call in loss_of(3).error(z, np.array([[0.0], [1.0], [0.0]]), out):
            call()
    assert out.ravel().tolist() == [1.0, -1.0, 0.0]


def test_chance_is_the_entropy_of_the_shares() -> None:
    assert chance(np.array([0.0, 1.0]), 2) == pytest.approx(math.log(2))
    assert chance(np.array([0.0, 0.0, 1.0]), 2) == pytest.approx(math.log(3) - 2 / 3 * math.log(2))
    assert chance(np.zeros(7), 3) == 0


def test_correct_says_which_examples_are_in_their_class() -> None:
    z = np.array([[1.0, -1.0, 0.0, np.nan]])
    assert correct(z, np.array([1.0, 1.0, 0.0, 1.0])).tolist() == [True, False, True, False]
    assert correct(z, np.array([1.0, 1.0, 0.0, 0.0])).tolist() == [True, False, True, False]
    three = np.array([[3.0, 0.0, np.nan], [1.0, 0.0, 1.0], [2.0, 5.0, 1.0]])
    assert correct(three, np.array([0.0, 2.0, 0.0])).tolist() == [True, True, False]
