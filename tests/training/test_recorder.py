"""Runs that stop being finite: found at the exact iteration, and nobody else's concern."""

import pickle
from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, State, Trajectory, advance, begin, train
from initcore.data.loading import load
from initcore.training import trajectory
from initcore.training.descent import Descent
from initcore.training.trajectory import NEVER
from tests.helpers.compare import assert_same_run, assert_same_runs, identical

pytestmark = pytest.mark.numbers

# Deep relu networks at a learning rate far too high; found by search, and with the first iteration
# at which a parameter is not finite.
DEEP, DEEPER = (31, 29, 23), (31, 29, 23, 19, 17, 13)
DIVERGING: list[tuple[dict[str, Any], int]] = [
    ({"dataset": "blobs", "noise": 0.2, "hidden": DEEPER, "gain": 1000, "learning_rate": 10}, 3),
    ({"dataset": "blobs", "noise": 0.2, "hidden": DEEP, "weights_seed": 5, "learning_rate": 1.5}, 16),
    ({"dataset": "blobs", "noise": 0.2, "hidden": DEEP, "weights_seed": 17, "learning_rate": 1.5}, 14),
    ({"dataset": "moons", "noise": 0.1, "hidden": DEEPER, "weights_seed": 2, "learning_rate": 1.5}, 69),
]
FIRST, MIDDLE, OTHER, LATE = (
    RunConfig(**settings, samples=53, iterations=131, record_every=7) for settings, _ in DIVERGING
)

each_run = pytest.mark.parametrize("config", [FIRST, MIDDLE, OTHER, LATE])


def _sound(config: RunConfig, **settings: Any) -> RunConfig:
    """A neighbour that shares the batched calls of `config` and does not diverge."""
    shared = {name: value for name, value in config.to_dict().items() if name not in settings}
    return RunConfig.from_dict({**shared, "gain": 1, "learning_rate": 0.01, **settings})


def _step_by_step(config: RunConfig) -> tuple[int, np.ndarray]:
    """The first iteration without finite parameters, and these, found without any recording."""
    start = begin([config]).runs[0].theta[None]
    rates = np.array([config.learning_rate])
    descent = Descent(config, start, np.empty((0, *start.shape)), rates, load(config), 0)
    with np.errstate(all="ignore"):
        for iteration in range(1, config.iterations + 1):
            descent.step()
            if not np.isfinite(descent.theta).all():
                return iteration, descent.theta[0]
    return NEVER, descent.theta[0]


def _assert_ends_well(run: Trajectory) -> None:
    """What must hold of every diverged run."""
    assert run.diverged
    assert run.done
    assert run.iteration == run.iterations[-1] == run.diverged_at
    assert not np.isfinite(run.theta).all()
    assert np.isfinite(run.frames).all()
    assert (run.kept < run.diverged_at).all()
    assert (np.diff(run.iterations) > 0).all()
    assert run.costs.size == run.iterations.size
    assert np.isnan(run.train_accuracy)
    assert np.isnan(run.test_accuracy)


@pytest.mark.parametrize(
    ("config", "expected"), list(zip((FIRST, MIDDLE, OTHER, LATE), (at for _, at in DIVERGING), strict=True))
)
def test_divergence_is_found_at_its_first_iteration(config: RunConfig, expected: int) -> None:
    [run] = train([config])
    at, theta = _step_by_step(config)
    assert run.diverged_at == at
    # Within one iteration of what was seen elsewhere: rounding can move an explosion by no more.
    assert abs(at - expected) <= 1
    assert identical(run.theta, theta)
    _assert_ends_well(run)


@each_run
@pytest.mark.parametrize("record_every", [1, 2, 3, 13, 131])
def test_it_is_the_same_iteration_however_seldom_one_looks(config: RunConfig, record_every: int) -> None:
    settings = {**config.to_dict(), "record_every": record_every}
    [run] = train([RunConfig.from_dict(settings)])
    assert run.diverged_at == _step_by_step(config)[0]
    assert run.iterations[:-1].tolist() == list(range(0, run.diverged_at, record_every))
    _assert_ends_well(run)


@each_run
def test_neighbours_are_untouched(config: RunConfig) -> None:
    sound = [_sound(config, weights_seed=seed) for seed in (7, 11)]
    together = train([sound[0], config, sound[1]])
    assert [run.diverged for run in together] == [False, True, False]
    assert_same_runs(together, [train([one])[0] for one in (sound[0], config, sound[1])])


def test_two_in_one_block_diverge_each_at_its_own_time() -> None:
    configs = [MIDDLE, _sound(MIDDLE, weights_seed=7), OTHER]
    together = train(configs)
    assert [run.diverged_at for run in together] == [
        _step_by_step(MIDDLE)[0],
        NEVER,
        _step_by_step(OTHER)[0],
    ]
    assert_same_runs(together, [train([config])[0] for config in configs])


@each_run
@pytest.mark.parametrize("length", [1, 2, 5, 7, 13, 97])
def test_sliced_is_whole(config: RunConfig, length: int) -> None:
    configs = [config, _sound(config, weights_seed=7)]
    state = begin(configs)
    while not state.done:
        state = advance(state, length)
    assert_same_runs(state.runs, train(configs))


@pytest.mark.parametrize("length", [1, 2, 5, 13, 97])
@pytest.mark.parametrize("frames", [2, 3, 5])
def test_sliced_is_whole_when_few_frames_are_kept(
    length: int, frames: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trajectory, "FRAME_BYTES", frames * begin([LATE]).runs[0].theta.nbytes)
    state = begin([LATE])
    while not state.done:
        state = advance(state, length)
    assert_same_runs(state.runs, train([LATE]))


def test_it_is_stored_and_read_back() -> None:
    [run] = train([LATE])
    assert_same_run(pickle.loads(pickle.dumps(run)), run)


def test_a_diverged_run_is_not_trained_on() -> None:
    state = advance(begin([MIDDLE]), 31)
    assert state.done
    assert_same_runs(advance(state, 100).runs, state.runs)


@each_run
def test_asking_for_more_or_fewer_iterations(config: RunConfig) -> None:
    [run] = train([config])
    for wish in (run.diverged_at, run.diverged_at + 1, 499):
        assert_same_run(run.asked_for(wish), train([config.with_iterations(wish)])[0])
    shorter = run.asked_for(run.diverged_at - 1)
    assert not shorter.diverged
    [resumed] = advance(State((shorter,)), 131).runs
    assert_same_run(resumed, train([config.with_iterations(run.diverged_at - 1)])[0])


@each_run
def test_the_part_before_it_diverged_can_be_trained_again(config: RunConfig) -> None:
    [run] = train([config])
    part = run.until(run.diverged_at - 1)
    assert not part.diverged
    assert np.isfinite(part.theta).all()
    [again] = advance(State((part,)), 131).runs
    assert_same_run(again, run)
