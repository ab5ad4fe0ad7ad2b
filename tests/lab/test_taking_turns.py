"""Thirty people who train different comparisons: turns go round, and each comes four times a second."""

from collections import Counter

import pytest

from initcore.lab.choosing import LEAST_SLICE_SECONDS, ROUND_SECONDS
from tests.helpers.hands import SLICE, by_hand, seeded, shown

WORKERS = 2


@pytest.mark.parametrize("people", [3, 30, 60])
def test_everybody_is_as_far_as_everybody_else(url: str, people: int) -> None:
    with by_hand(url, workers=WORKERS) as lab:
        watches = [lab.train(seeded(seed, iterations=5000)) for seed in range(2, 2 + people)]
        lab.hands.sent.clear()
        for _ in range(4):
            lab.hands.run(people)
            slices = Counter(state.runs[0].config.key for state in lab.hands.sent)
            assert max(slices.values()) - min(slices[watch.slots[0].key] for watch in watches) <= 1
            far = [shown(watch)[0] for watch in watches]
            assert max(far) - min(far) <= 2 * SLICE, "the first to come began while the others came"


def test_slices_are_so_long_that_each_of_thirty_goes_on_four_times_a_second(url: str) -> None:
    with by_hand(url, workers=WORKERS) as lab:
        for seed in range(2, 32):
            lab.train(seeded(seed, iterations=5000))
        lab.hands.run(600)  # by then they are about level
        lengths = lab.hands.lengths[-30:]
        assert sum(lengths) / WORKERS <= 1.1 * ROUND_SECONDS
        assert min(lengths) >= LEAST_SLICE_SECONDS / 3


def test_many_alike_runs_of_one_person_do_not_hold_up_another(url: str) -> None:
    with by_hand(url, workers=WORKERS) as lab:
        lab.train(seeded(*range(100, 148), iterations=5000))
        one = lab.train(seeded(2, iterations=5000))
        before = len(lab.hands.sent)
        lab.hands.run(8)
        mine = sum(state.runs[0].config.key == one.slots[0].key for state in lab.hands.sent[before:])
        assert mine >= 3
