"""What a comparison is said to take, and what a server does with one that takes too much."""

from dataclasses import replace
from typing import Any

import pytest

from initcore import RunConfig, Trajectory, advance, begin, train
from initcore.lab.estimate import Machine, record_seconds, run_bytes, seconds, step_seconds, this_machine
from initcore.lab.limits import UNLIMITED, Limits, Need, need_of
from tests.lab.conftest import SMALL
from tests.lab.hands import by_hand, seeded, shown

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


def test_this_machine_is_measured_once_and_is_plausible() -> None:
    machine = this_machine()
    assert machine is this_machine()
    assert 1e-9 < machine.call < 1e-4
    assert 1e-13 < machine.multiplication < 1e-8
    assert 0 < machine.passed < machine.transcendental * 10 < 1e-5


@pytest.mark.parametrize("settings", [{}, {"optimizer": "adam"}, {"hidden": (300, 300), "iterations": 400}])
def test_memory_is_what_a_trained_run_holds(settings: dict[str, object]) -> None:
    config = RunConfig.from_dict({"iterations": 2000, "samples": 20, "record_every": 20, **settings})
    [run] = train([config])
    arrays = (run.theta, run.slots, run.frames, run.slot_frames, run.iterations, run.costs, run.kept)
    held = sum(array.nbytes for array in arrays)
    assert held <= run_bytes(config) <= 1.2 * held + 5000


def test_refusals_say_what_it_takes_what_is_allowed_and_what_would_help() -> None:
    limits = Limits(seconds=3600, bytes=2**30)
    assert limits.refusal(Need(3600, 2**30)) is None
    assert limits.refusal(Need(7300.0, 5)) == (
        "This comparison takes about 2 h 2 min of one core's time; this server allows 1 h 0 min. "
        "Fewer seeds, fewer iterations or a smaller network will do."
    )
    assert limits.refusal(Need(5.0, 2**30 + 1)) == (
        "This comparison takes about 1\N{NARROW NO-BREAK SPACE}025 MB of memory; this server allows "
        "1\N{NARROW NO-BREAK SPACE}024 MB. Fewer seeds, fewer iterations or a smaller network will do."
    )
    for free in (UNLIMITED, Limits(0, 2**40), Limits(1e12, 0)):
        assert free.refusal(Need(1e9, 2**35)) is None


def test_what_is_refused_is_shown_and_not_trained(url):
    with by_hand(url, limits=Limits(seconds=1e-6, bytes=0)) as lab:
        watch = lab.train(seeded(2, 3))
        assert watch.refusal is not None
        watch.step()
        assert not lab.hands.waiting
        assert watch.look().status == "new"
        assert shown(watch) == [0, 0]


def test_what_is_done_already_is_never_refused(url):
    runs = seeded(2, 3)
    with by_hand(url) as lab:
        lab.train(runs)
        lab.hands.run_all()
    with by_hand(url, limits=Limits(seconds=1e-6, bytes=0)) as lab:
        watch = lab.open(runs)
        assert watch.refusal is None
        assert watch.need.seconds == 0
        assert watch.look().status == "done"


def test_a_comparison_is_refused_for_what_is_left_of_it(url):
    runs = [replace(SMALL, iterations=100_000)]
    whole = need_of(begin(runs).runs, workers=2).seconds
    with by_hand(url, limits=Limits(seconds=whole / 2, bytes=0)) as lab:
        assert lab.open(runs).refusal is not None
        assert lab.open([run.with_iterations(40_000) for run in runs]).refusal is None
