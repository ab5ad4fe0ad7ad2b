"""How a cost has gone: of late, from third to third, and out of bounds."""

import math
from dataclasses import replace

import numpy as np
import pytest

from initcore import Trajectory
from initcore.diagnosis.diagnose import diagnose
from initcore.diagnosis.trend import BLOWN_UP, GETS_ON, blown_up, gets_on, trend
from initcore.diagnosis.verdicts import Evidence, evidence
from initcore.sentences.verdicts import STOOD_STILL
from tests.helpers.observed import STEADY, standing, trained, with_costs
from tests.helpers.reading import measured, saw

pytestmark = pytest.mark.numbers


def _trend(now: float, before: float) -> Evidence:
    """The last tenth of a run of 1000 iterations."""
    return evidence("trend", fall=1 - now / before, span=100, before=before, now=now, uneven=False)


@pytest.mark.parametrize("iterations", [1, 7, 49, 50, 51, 100, 333])
@pytest.mark.parametrize("name", ["he", "random"])
def test_what_is_said_of_a_short_run_is_true(iterations: int, name: str) -> None:
    # Few records: the last tenth of the run has none of its own, and must not be said to stand still.
    run = trained(initialization=name, activation="tanh", iterations=iterations, weights_seed=5)
    span, before, now, fall = measured(diagnose(run), "trend", "span", "before", "now", "fall")
    assert before == run.costs[run.iterations.tolist().index(iterations - span)]
    assert now == run.costs[-1]
    assert fall == 1 - now / before
    assert abs(fall) >= STOOD_STILL
    assert 10 * span >= iterations


@pytest.mark.parametrize(
    ("last", "name"),
    [
        (0.5, "plateau"),
        (0.5 * 0.9996, "plateau"),
        (0.49, "still_learning"),
        (0.504, "plateau"),
        (0.51, "rate_too_high"),
    ],
)
def test_the_trend_compares_with_the_cost_a_tenth_of_the_run_ago(last: float, name: str) -> None:
    costs = [0.6] * (len(STEADY) - 3) + [0.5, 0.55, last]
    verdict = diagnose(with_costs(costs, STEADY))
    assert verdict.name == name
    expected = _trend(last, before=0.5).values
    assert {**verdict.evidence[-1].values, "uneven": False} == expected


@pytest.mark.parametrize("top", [5e9, math.inf, math.nan])
def test_a_cost_that_goes_out_of_bounds_from_a_sound_start_is_the_rates(top: float) -> None:
    costs = [0.6] * (len(STEADY) - 3) + [top, 0.55, 0.5]
    verdict = diagnose(with_costs(costs, STEADY))
    assert verdict.name == "rate_too_high"
    assert saw(verdict) == ["cost_blew_up"]
    from_to = measured(verdict, "cost_blew_up", "first_cost", "top", "iteration")
    assert np.array_equal(from_to, [0.6, top, 900], equal_nan=True)


def _thirds(*levels: float) -> Trajectory:
    """A run whose cost is at one level in each third."""
    return standing([levels[min(2, 3 * at // 1000)] for at in STEADY])


def test_a_run_gets_on_where_its_last_third_is_lower_than_the_one_before() -> None:
    assert gets_on(_thirds(0.7, 0.6, 0.5))
    assert gets_on(_thirds(0.1, 0.6, 0.5))
    assert not gets_on(_thirds(0.7, 0.5, 0.5))
    assert not gets_on(_thirds(0.7, 0.5, 0.5 * (1 - GETS_ON / 2)))
    assert gets_on(_thirds(0.7, 0.5, 0.5 * (1 - GETS_ON * 2)))


def test_single_jumps_do_not_hide_that_it_gets_on() -> None:
    run = _thirds(0.7, 0.6, 0.5)
    jumping = np.where(np.arange(len(STEADY)) % 5 == 0, 9.0, run.costs)
    assert gets_on(replace(run, costs=jumping))


def test_of_one_record_nothing_is_said_to_get_on() -> None:
    run = standing([0.7] * len(STEADY))
    assert not gets_on(replace(run, iterations=np.array([0]), costs=np.array([0.7])))


def test_a_cost_has_gone_out_of_bounds_beyond_a_hundred_times_its_first() -> None:
    costs = [0.5] * len(STEADY)
    costs[7] = BLOWN_UP * 0.5
    assert blown_up(standing(costs)) is None
    costs[7] = math.nextafter(BLOWN_UP * 0.5, math.inf)
    assert blown_up(standing(costs)) == evidence(
        "cost_blew_up", first_cost=0.5, top=costs[7], iteration=STEADY[7]
    )


@pytest.mark.parametrize(("worst", "squares"), [(math.inf, False), (1.0, True)])
def test_of_a_run_that_diverged_it_is_told_whether_its_parameters_did(worst: float, squares: bool) -> None:
    run = standing([0.5] * len(STEADY))
    theta = run.theta.copy()
    theta[0] = worst
    lost = replace(run, theta=theta, diverged_at=951)
    assert blown_up(lost) == evidence("not_finite", squares=squares, iteration=951)


def test_a_trend_is_told_in_numbers_of_python() -> None:
    found = trend(standing(np.linspace(0.9, 0.5, len(STEADY)).tolist()), uneven=True)
    assert {name: type(value) for name, value in found.values.items()} == {
        "fall": float,
        "span": int,
        "before": float,
        "now": float,
        "uneven": bool,
    }
