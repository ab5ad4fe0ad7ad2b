"""Zeros: what is measured of units that start alike, and the words for it."""

from dataclasses import replace

import numpy as np
import pytest

from initcore.lesson.symmetry import (
    alike_sentence,
    cost_sentence,
    reason_sentences,
    symmetry,
    units_sentence,
)
from initcore.measures.at_initialization import first_gradients
from tests.helpers.small import CONFIG, even, trained

pytestmark = pytest.mark.numbers


def test_zeros_stand_still_because_no_gradient_comes_through() -> None:
    run = even("zeros")
    found = symmetry(run)
    assert (found.largest_gradient, found.inactive, found.units) == (0, 1, [1, 1])
    assert f"{run.costs[0]:.16g} at all 32 recorded iterations, that of guessing, ln 2" in cost_sentence(run)
    assert "every gradient of W is exactly 0" in units_sentence(run)
    assert "1 of 7 and 1 of 5 units are distinct" in units_sentence(run)


def test_a_cost_that_stands_still_is_that_of_guessing_only_where_classes_are_even() -> None:
    still = replace(CONFIG, initialization="zeros", balance=2, learning_rate=1e-300, iterations=50)
    said = cost_sentence(trained(still))
    assert "0.693" in said
    assert "guessing costs 0.641" in said


def test_constants_move_and_stay_copies() -> None:
    run = even("constant")
    found = symmetry(run)
    assert found.copies
    assert found.largest_gradient > 1e-4
    assert "all units of a layer get" in units_sentence(run)
    assert "**Equal gradients** are the reason" in " ".join(reason_sentences([run]))


def test_of_a_network_that_breaks_symmetry_the_sentences_say_so() -> None:
    run = even("he")
    assert "gradients of two units of a layer differ by up to" in units_sentence(run)
    assert reason_sentences([run]) == ["He breaks the symmetry: its units get different gradients."]
    assert "No: He ends with 7 of 7 and 5 of 5 units distinct" in alike_sentence([run])
    assert "the cost goes from" in cost_sentence(run)


def test_the_gradients_of_two_units_are_apart_by_their_largest_difference() -> None:
    run = even("he")
    hidden = [matrix[0, :, :-1] for matrix in first_gradients(run)[:-1]]
    differences = [np.abs(one - other).max() for layer in hidden for one in layer for other in layer]
    assert symmetry(run).apart == pytest.approx(max(differences), rel=1e-12)
    assert not symmetry(run).copies


def test_zeros_give_every_example_one_output_and_the_same_loss() -> None:
    zeros = even("zeros")
    assert symmetry(zeros).outputs == (0.5, 0.5)
    assert symmetry(zeros).still
    [said] = reason_sentences([zeros])
    assert "the same first output, 0.5, hence exactly the same loss" in said
    moved = even("constant", bias="constant", bias_value=-1.0, iterations=1)
    assert symmetry(moved).outputs[0] < 0.5
    assert "exactly the same loss" not in " ".join(reason_sentences([moved]))


def test_of_a_layer_of_copies_beside_one_without_the_whole_is_not_one_unit() -> None:
    found = symmetry(even("zeros"))
    assert found.one_unit
    assert not replace(found, units=[1, 2]).one_unit


def test_whether_copies_stay_copies_is_answered_from_all_starts() -> None:
    zeros, ones, he = even("zeros"), even("ones"), even("he")
    assert alike_sentence([zeros, ones]).startswith(
        "Yes, copies stay copies: Zeros ends with 1 of 7 and 1 of 5"
    )
    assert alike_sentence([zeros, he]).startswith("Not with every start: ")
    assert alike_sentence([he]).startswith("No: ")


def test_a_cost_that_stands_still_off_ln_2_is_told_beside_that_of_guessing() -> None:
    uneven = even("zeros", balance=2.0, iterations=1)
    still = replace(uneven, costs=np.full(uneven.costs.size, 0.5))
    assert cost_sentence(still) == (
        "**Zeros**: the cost is 0.5 at all 2 recorded iterations, guessing costs 0.637."
    )
