"""What the lesson says follows from the runs: other runs, other words."""

import math
from dataclasses import replace

import numpy as np
import pytest

from initcore.lesson.outcome import (
    REACHED,
    accuracy_apart,
    apart_sentence,
    beside_sentence,
    end_sentence,
    lucky_sentence,
    near_zero_sentence,
    race_sentence,
    seeds_sentences,
    signal_line,
    sooner,
)
from initcore.lesson.saturation import (
    ROUNDS_TO_ONE,
    ROUNDS_TO_ZERO,
    first_cost_sentence,
    first_cost_words,
    rounding_sentence,
    saturation,
    wild_sentence,
)
from initcore.lesson.symmetry import (
    alike_sentence,
    cost_sentence,
    reason_sentences,
    symmetry,
    units_sentence,
)
from initcore.lesson.words import name_of
from initcore.measures.costs import chance_cost
from initcore.words.numbers import spaced
from tests.helpers.small import CONFIG, trained

pytestmark = pytest.mark.numbers

EVEN = replace(CONFIG, samples=54)


def run_of(name: str, **settings):
    return trained(replace(EVEN, initialization=name, **settings))


def test_zeros_stand_still_because_no_gradient_comes_through() -> None:
    run = run_of("zeros")
    found = symmetry(run)
    assert (found.largest_gradient, found.inactive, found.units) == (0, 1, [1, 1])
    assert f"{run.costs[0]:.16g} at all 32 recorded iterations, that of guessing, ln 2" in cost_sentence(run)
    assert "every gradient of W is exactly 0" in units_sentence(run)
    assert "1 of 7 and 1 of 5 units are distinct" in units_sentence(run)


def test_constants_move_and_stay_copies() -> None:
    run = run_of("constant")
    found = symmetry(run)
    assert found.copies
    assert found.largest_gradient > 1e-4
    assert "all units of a layer get" in units_sentence(run)
    assert "**Equal gradients** are the reason" in " ".join(reason_sentences([run]))


def test_of_a_network_that_breaks_symmetry_the_sentences_say_so() -> None:
    run = run_of("he")
    assert "gradients of two units of a layer differ by up to" in units_sentence(run)
    assert reason_sentences([run]) == ["He breaks the symmetry: its units get different gradients."]
    assert "No: He ends with 7 of 7 and 5 of 5 units distinct" in alike_sentence([run])
    assert "the cost goes from" in cost_sentence(run)


def sigmoid(z: float) -> float:
    try:
        return 1 / (1 + math.exp(-z))
    except OverflowError:
        return 0.0


def test_where_a_sigmoid_rounds() -> None:
    assert sigmoid(ROUNDS_TO_ONE + 0.01) == 1 > sigmoid(ROUNDS_TO_ONE - 0.01)
    assert sigmoid(ROUNDS_TO_ZERO - 0.1) == 0 < sigmoid(ROUNDS_TO_ZERO + 0.1)


def test_large_weights_round_on_the_wrong_side_and_ordinary_ones_do_not() -> None:
    large, he = run_of("random"), run_of("he")
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
    assert "The cost of Large random rises several times" in wild_sentence(large, he)
    assert "of the 12 hidden units of Large random" in wild_sentence(large, he)


def test_races_are_told_as_they_went() -> None:
    fast, slow, never = (
        trained(replace(EVEN, iterations=6000, learning_rate=rate)) for rate in (0.5, 0.2, 0.001)
    )
    assert sooner(fast, slow) == "one"
    assert sooner(slow, fast) == "other"
    assert sooner(never, slow) == "other"
    assert sooner(never, never) == "neither"
    assert sooner(fast, fast) == "both"
    early, late = (run.first_at(REACHED) for run in (fast, slow))
    assert early is not None
    assert late is not None
    for said in (race_sentence(fast, slow), race_sentence(slow, fast)):
        assert said.endswith(f"He is first, by {spaced(late - early)} iterations.")
    assert "never reaches 90 % train accuracy" in race_sentence(slow, never)
    assert "first" not in race_sentence(fast, fast)


def test_ends_and_gaps() -> None:
    he, zeros = trained(replace(EVEN, iterations=6000, learning_rate=0.5)), run_of("zeros")
    assert accuracy_apart([he, zeros]) == he.train_accuracy - zeros.train_accuracy
    assert "He ends" in apart_sentence([zeros, he])
    assert "above Zeros" in apart_sentence([zeros, he])
    assert "it never reaches 90 % train accuracy" in end_sentence(zeros)
    assert "it reaches 90 % train accuracy at iteration" in end_sentence(he)
    assert end_sentence(zeros).endswith(
        "has not left chance, 0.693: it tells the classes no better than a coin."
    )
    assert "chance" not in end_sentence(he)
    small_random = run_of("small_random", weights_seed=0)
    assert "its accuracy is not just one half is an accident" in end_sentence(small_random)
    right = replace(he, costs=np.full(he.costs.size, chance_cost(he)))
    assert end_sentence(right).endswith("Its cost has not left chance, 0.693.")
    assert "The signal grows" in signal_line(run_of("random"))
    assert signal_line(zeros) == "**Zeros**: 0 → 0 → 0. There is no signal."
    assert apart_sentence([zeros, zeros]) == "Zeros and Zeros end at the same train accuracy."
    assert "The signal shrinks" in signal_line(run_of("small_random"))
    assert "The signal shrinks" in signal_line(
        trained(replace(EVEN, initialization="xavier", hidden=(40,) * 3))
    )
    kept = signal_line(trained(replace(EVEN, hidden=(40,) * 3)))
    assert "The signal about keeps its size" in kept
    sizes = [float(size) for size in kept.split(": ")[1].split(". The")[0].split(" → ")]
    assert f"last over first layer, {sizes[-1] / sizes[0]:.2g} times" in kept
    assert "Can randn draw" in near_zero_sentence(he)


def test_seeds_are_compared_in_pairs() -> None:
    he, zeros = (
        [run_of(name, weights_seed=seed, iterations=2100) for seed in range(6)] for name in ("he", "zeros")
    )
    said = seeds_sentences(he, zeros)
    assert "He" in said[0]
    assert "0 of 6 seeds reach 90 % train accuracy" in said[2]
    assert "Of 6 single-seed contests He wins" in lucky_sentence(he, zeros)
    assert "6 are level" in lucky_sentence(zeros, zeros)
    assert "supplies most" not in lucky_sentence(zeros, zeros)


def test_a_seed_that_supplies_most_of_a_lead_is_named() -> None:
    zeros = [run_of("zeros", weights_seed=seed) for seed in range(4)]
    he = [*zeros[:3], trained(replace(EVEN, weights_seed=3, iterations=6000, learning_rate=0.5))]
    said = lucky_sentence(he, zeros)
    assert "Seed 3 alone supplies most of it: without that one the mean difference is +0.0 points" in said


def test_a_start_that_does_as_well_is_told_so() -> None:
    he, zeros = trained(replace(EVEN, iterations=6000, learning_rate=0.5)), run_of("zeros")
    assert "does as well here" in beside_sentence(he, he)
    assert beside_sentence(zeros, he).startswith("Zeros ends at")


def test_a_formula_is_told_as_code() -> None:
    formula = trained(replace(EVEN, initialization="formula", formula="2*fan_in**-0.5"), 0)
    assert name_of(formula) == "`σ = 2*fan_in**-0.5`"
