"""What a comparison is said to take: time from arithmetic, and memory."""

from dataclasses import replace
from typing import Any

import pytest

from initcore import RunConfig, Trajectory, advance, begin, train
from initcore.lab.estimate import clock_seconds, record_seconds, run_bytes, seconds, step_seconds
from initcore.lab.machine import Machine
from tests.helpers.stores import SMALL

MACHINE = Machine(call=3e-7, product=8e-7, multiplication=3e-11, passed=4e-10, transcendental=1.5e-9)


def _step(together: int = 1, **settings: Any) -> float:
    return step_seconds(RunConfig.from_dict(settings), together, MACHINE)


def _runs(**settings: object) -> list[Trajectory]:
    return list(begin([RunConfig.from_dict(settings)]).runs)


@pytest.mark.parametrize(
    "more",
    [
        {"hidden": [10, 5, 5]},
        {"hidden": [100, 50]},
        {"samples": 3000},
        {"activation": "tanh"},
        {"activation": "gelu"},
        {"optimizer": "momentum"},
        {"optimizer": "adam"},
        {"l2": 1.0},
        {"dataset": "digits"},
    ],
    ids=str,
)
def test_more_work_takes_longer(more: dict[str, Any]) -> None:
    assert _step(**more) > _step()


def test_a_step_is_the_sum_of_its_calls_products_and_numbers() -> None:
    only = {"product": 0.0, "multiplication": 0.0, "passed": 0.0, "transcendental": 0.0, "call": 0.0}
    # 2-10-5-1: 91 parameters, of which each is multiplied with 300 examples three times.
    products = step_seconds(RunConfig(), 1, Machine(**{**only, "multiplication": 1.0}))
    assert products == 3 * 91 * 300
    assert step_seconds(RunConfig(), 4, Machine(**{**only, "product": 1.0})) == 9
    assert step_seconds(RunConfig(), 4, Machine(**{**only, "call": 1.0})) == 25 / 4
    assert (
        step_seconds(RunConfig(activation="tanh"), 1, Machine(**{**only, "transcendental": 1.0})) == 16 * 300
    )


def test_runs_together_share_their_calls() -> None:
    assert _step(together=8) < _step(together=3) < _step(together=1) < 3 * _step(together=3)


def test_a_small_batch_takes_less_of_large_data_and_more_than_nothing() -> None:
    assert 0 < _step(samples=10_000, batch_size=16) < _step(samples=10_000) / 5
    assert _step(samples=300, batch_size=300) > 0


def test_time_is_that_of_the_iterations_left() -> None:
    whole = seconds(_runs(iterations=1000), MACHINE)
    assert whole == pytest.approx(1000 * _step() + 20 * record_seconds(RunConfig(), 1, MACHINE))
    half = advance(begin([RunConfig(iterations=1000)]), 500).runs
    assert seconds(half, MACHINE) == pytest.approx(whole / 2)
    assert seconds(train([SMALL]), MACHINE) == 0


def test_a_record_takes_as_long_as_a_forward_pass_over_all_examples() -> None:
    nothing = {"product": 0.0, "multiplication": 0.0, "passed": 0.0, "transcendental": 0.0, "call": 0.0}
    products = Machine(**{**nothing, "multiplication": 1.0})
    assert record_seconds(RunConfig(batch_size=16), 1, products) == 91 * 300
    often, seldom = (seconds(_runs(record_every=every), MACHINE) for every in (1, 100))
    assert often > 1.2 * seldom


def test_different_networks_do_not_share_their_calls() -> None:
    alike = [*_runs(iterations=100), *_runs(iterations=100, weights_seed=4)]
    apart = [*_runs(iterations=100), *_runs(iterations=100, hidden=[10, 6])]
    calls = replace(MACHINE, product=0.0, multiplication=0.0, passed=0.0, transcendental=0.0)
    assert seconds(apart, calls) == pytest.approx(2 * seconds(alike, calls))


LARGE = {"hidden": [256] * 8, "samples": 2000, "iterations": 100}


def test_on_the_clock_large_runs_take_their_share_of_the_workers() -> None:
    for count, workers in ((1, 2), (2, 2), (3, 2), (4, 2), (5, 4), (40, 3)):
        runs = [*begin([RunConfig.from_dict({**LARGE, "weights_seed": seed}) for seed in range(count)]).runs]
        clock, core = clock_seconds(runs, workers, MACHINE), seconds(runs, MACHINE)
        assert core / min(workers, count) <= 1.01 * clock
        assert clock <= 1.35 * core / min(workers, count)


def test_on_the_clock_small_runs_gain_less_from_workers_since_they_share_calls() -> None:
    runs = [*begin([RunConfig(weights_seed=seed) for seed in range(3)]).runs]
    alone, shared = (clock_seconds(runs, workers, MACHINE) for workers in (1, 2))
    assert alone == pytest.approx(seconds(runs, MACHINE))
    assert alone / 2 < shared < alone
    assert clock_seconds(runs, 8, MACHINE) == pytest.approx(seconds(runs[:1], MACHINE))


def test_on_the_clock_kinds_have_workers_of_their_own_and_what_is_done_takes_nothing() -> None:
    one, other = _runs(iterations=100)[0], _runs(iterations=100, hidden=[10, 6])[0]
    both, first = clock_seconds([one, other], 2, MACHINE), seconds([other], MACHINE)
    assert both == pytest.approx(max(first, seconds([one], MACHINE)))
    assert clock_seconds([one, other], 1, MACHINE) == pytest.approx(seconds([one, other], MACHINE))
    assert clock_seconds(train([SMALL]), 2, MACHINE) == 0


@pytest.mark.parametrize("settings", [{}, {"optimizer": "adam"}, {"hidden": (300, 300), "iterations": 400}])
def test_memory_is_what_a_trained_run_holds(settings: dict[str, object]) -> None:
    config = RunConfig.from_dict({"iterations": 2000, "samples": 20, "record_every": 20, **settings})
    [run] = train([config])
    arrays = (run.theta, run.slots, run.frames, run.slot_frames, run.iterations, run.costs, run.kept)
    held = sum(array.nbytes for array in arrays)
    assert held <= run_bytes(config) <= 1.2 * held + 5000
