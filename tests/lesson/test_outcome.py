"""What runs came to: ends, races and leads, in words that follow from the runs."""

from dataclasses import replace

import numpy as np
import pytest

from initcore.lesson.outcome import (
    REACHED,
    accuracy_apart,
    apart_sentence,
    beside_sentence,
    end_sentence,
    near_zero_sentence,
    race_sentence,
    signal_line,
    sooner,
)
from initcore.measures.costs import chance_cost
from initcore.words.numbers import spaced
from tests.helpers.small import EVEN, even, trained

pytestmark = pytest.mark.numbers


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
    he, zeros = trained(replace(EVEN, iterations=6000, learning_rate=0.5)), even("zeros")
    assert accuracy_apart([he, zeros]) == he.train_accuracy - zeros.train_accuracy
    assert "He ends" in apart_sentence([zeros, he])
    assert "above Zeros" in apart_sentence([zeros, he])
    assert "it never reaches 90 % train accuracy" in end_sentence(zeros)
    assert "it reaches 90 % train accuracy at iteration" in end_sentence(he)
    assert end_sentence(zeros).endswith(
        "has not left chance, 0.693: it tells the classes no better than a coin."
    )
    assert "chance" not in end_sentence(he)
    small_random = even("small_random", weights_seed=0)
    assert "its accuracy is not just one half is an accident" in end_sentence(small_random)
    right = replace(he, costs=np.full(he.costs.size, chance_cost(he)))
    assert end_sentence(right).endswith("Its cost has not left chance, 0.693.")
    assert "The signal grows" in signal_line(even("random"))
    assert signal_line(zeros) == "**Zeros**: 0 → 0 → 0. There is no signal."
    assert apart_sentence([zeros, zeros]) == "Zeros and Zeros end at the same train accuracy."
    assert "The signal shrinks" in signal_line(even("small_random"))
    assert "The signal shrinks" in signal_line(
        trained(replace(EVEN, initialization="xavier", hidden=(40,) * 3))
    )
    kept = signal_line(trained(replace(EVEN, hidden=(40,) * 3)))
    assert "The signal about keeps its size" in kept
    sizes = [float(size) for size in kept.split(": ")[1].split(". The")[0].split(" → ")]
    assert f"last over first layer, {sizes[-1] / sizes[0]:.2g} times" in kept
    assert "Can randn draw" in near_zero_sentence(he)


def test_a_start_that_does_as_well_is_told_so() -> None:
    he, zeros = trained(replace(EVEN, iterations=6000, learning_rate=0.5)), even("zeros")
    assert "does as well here" in beside_sentence(he, he)
    assert beside_sentence(zeros, he).startswith("Zeros ends at")


def test_a_run_that_diverged_has_no_accuracy() -> None:
    he, zeros = even("he", iterations=140), even("zeros")
    lost = replace(he, diverged_at=70)
    assert accuracy_apart([he, lost]) == accuracy_apart([lost]) == 0
    assert apart_sentence([he, lost]) == "He diverged."
    assert accuracy_apart([he, zeros, lost]) == accuracy_apart([he, zeros])
    assert (
        apart_sentence([zeros, zeros, lost]) == "Zeros and Zeros end at the same train accuracy. He diverged."
    )
    assert "does as well" not in beside_sentence(lost, he)
