"""Large weights: where a sigmoid rounds, what that does to the first cost, and what is said of it."""

import math

import pytest

from initcore.diagnosis.scale import SATURATED_LOGIT
from initcore.lesson.saturation import (
    ROUNDS_TO_ONE,
    ROUNDS_TO_ZERO,
    first_cost_sentence,
    first_cost_words,
    rounding_sentence,
    saturation,
)
from initcore.model.network import logits
from tests.helpers.small import even

pytestmark = pytest.mark.numbers


def sigmoid(z: float) -> float:
    try:
        return 1 / (1 + math.exp(-z))
    except OverflowError:
        return 0.0


def test_where_a_sigmoid_rounds() -> None:
    assert sigmoid(ROUNDS_TO_ONE + 0.01) == 1 > sigmoid(ROUNDS_TO_ONE - 0.01)
    assert sigmoid(ROUNDS_TO_ZERO - 0.1) == 0 < sigmoid(ROUNDS_TO_ZERO + 0.1)


def test_large_weights_round_on_the_wrong_side_and_ordinary_ones_do_not() -> None:
    large, he = even("random"), even("he")
    found = saturation(large)
    assert 0 < found.infinite <= found.rounded <= found.examples == 54
    assert found.infinite <= found.wrong
    assert "the textbook formula says inf" in first_cost_sentence(large)
    assert f"happened to {found.rounded} examples, {found.infinite} of them" in rounding_sentence(large)
    assert saturation(he).saturated == 0
    assert "inf" not in first_cost_sentence(he)
    assert "Here 0 examples rounded so, none on the wrong side" in rounding_sentence(he)
    assert "The first cost of Large random is" in first_cost_words(large)
    assert "where the textbook formula says inf" in first_cost_words(large)


@pytest.mark.parametrize("seed", [5, 7])  # most of the one round to 0, of the other to 1
def test_examples_are_counted_one_by_one(seed: int) -> None:
    run = even("random", iterations=1, weights_seed=seed)
    found, data = saturation(run), run.data
    z = logits(run.shape, run.frames[:1], data.train_inputs)[0, 0].tolist()
    told = list(zip(z, data.train_labels.tolist(), strict=True))
    assert found.largest == max(map(abs, z))
    assert found.saturated == sum(abs(each) > SATURATED_LOGIT for each in z)
    assert found.share == found.saturated / len(z)
    assert found.wrong == sum((each > 0) != (label == 1) for each, label in told)
    assert found.rounded == sum(sigmoid(each) in (0, 1) for each in z)
    assert found.pull == pytest.approx(sum(abs(sigmoid(each) - label) for each, label in told) / len(z))
    assert found.infinite == sum(sigmoid(each) == 1 - label for each, label in told)


def test_the_outputs_are_those_of_the_start_however_far_a_run_has_come() -> None:
    assert saturation(even("random", iterations=1)) == saturation(even("random", iterations=140))
