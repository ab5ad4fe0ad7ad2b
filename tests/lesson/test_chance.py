"""Whether and when a run got away from chance."""

from dataclasses import replace

import numpy as np
import pytest

from initcore.lesson.chance import at_chance, at_random, jumps_about, leaves_chance_at
from tests.helpers.small import CONFIG, trained

pytestmark = pytest.mark.numbers


def test_when_the_cost_leaves_chance() -> None:
    assert leaves_chance_at(trained(replace(CONFIG, initialization="zeros", samples=52))) is None
    run = trained(replace(CONFIG, iterations=3000))
    at = leaves_chance_at(run)
    assert at is not None
    place = int(np.flatnonzero(run.iterations == at)[0])
    assert run.costs[place] < 0.99 * np.log(2) + 1e-3 <= run.costs[place - 1] + 2e-2


def test_zeros_stay_at_chance_and_he_does_not() -> None:
    zeros, he = (
        trained(replace(CONFIG, initialization=name, samples=52, iterations=3000)) for name in ("zeros", "he")
    )
    assert [look(zeros) for look in (at_chance, at_random)] == [True, True]
    assert [look(he) for look in (at_chance, at_random)] == [False, False]


@pytest.mark.parametrize(
    ("costs", "jumps"),
    [((3.0, 2.0, 1.0), False), ((3.0, 4.0, 1.0, 1.0), False), ((1.0, 2.0, 1.0, 2.0), True)],
)
def test_a_cost_that_rises_more_than_once_jumps_about(costs: tuple[float, ...], jumps: bool) -> None:
    assert jumps_about(replace(trained(CONFIG), costs=np.array(costs))) is jumps
