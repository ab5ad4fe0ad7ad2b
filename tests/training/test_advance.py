"""Training: lockstep = solo, sliced = whole, resumed = uninterrupted; all bit for bit."""

import pickle
from itertools import cycle, product
from typing import Any

import pytest

from initcore import RunConfig, State, advance, begin, train
from initcore.model.activations import ACTIVATIONS
from initcore.training import advance as training
from initcore.training import trajectory
from initcore.training.advance import advance_for
from tests.helpers.compare import assert_same_run, assert_same_runs
from tests.helpers.small import MADE

pytestmark = pytest.mark.numbers

# 61 is no multiple of 7: the last record is one that only the end puts there.
SMALL: dict[str, Any] = {
    "hidden": (7, 5),
    "samples": 53,
    "test_samples": 31,
    "iterations": 61,
    "record_every": 7,
}
VARIED: list[dict[str, Any]] = [
    {"initialization": "zeros", "learning_rate": 0.3},
    {"initialization": "random", "learning_rate": 0.1},
    {"initialization": "he", "learning_rate": 2, "weights_seed": 5},
    {"initialization": "xavier", "gain": 3, "learning_rate": 0.01},
    {"initialization": "small_random", "learning_rate": 10, "weights_seed": 7},
]

SHAPES = ((7, 5), (3,), (1, 1), (31, 29, 23))
"""As many as have no common factor with the data sets, so that each meets each."""

each_activation = pytest.mark.parametrize("activation", ACTIVATIONS.names)


def _configs(**settings: Any) -> list[RunConfig]:
    return [RunConfig(**{**SMALL, **varied, **settings}) for varied in VARIED]


def _sliced(state: State, lengths: tuple[int, ...]) -> State:
    for length in cycle(lengths):
        if state.done:
            return state
        state = advance(state, length)
    raise AssertionError("cycle ended")


@pytest.mark.parametrize(
    ("activation", "hidden", "dataset"),
    [(*pair, data) for pair, data in zip(product(ACTIVATIONS.names, SHAPES), cycle(MADE), strict=False)],
)
def test_lockstep_is_solo(activation: str, dataset: str, hidden: tuple[int, ...]) -> None:
    configs = _configs(activation=activation, dataset=dataset, hidden=hidden)
    together = train(configs)
    assert len({run.costs.tobytes() for run in together}) == len(configs)
    assert_same_runs(together, [train([config])[0] for config in configs])


@each_activation
@pytest.mark.parametrize("block_bytes", [1, 70_000, 2**30])
def test_blocks_do_not_show(activation: str, block_bytes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    configs = _configs(activation=activation) + _configs(activation=activation, weights_seed=11)
    solo = [train([config])[0] for config in configs]
    monkeypatch.setattr(training, "BLOCK_BYTES", block_bytes)
    assert_same_runs(train(configs), solo)


@each_activation
def test_more_runs_than_one_block_holds(activation: str) -> None:
    configs = [
        RunConfig(**{**SMALL, "iterations": 13}, activation=activation, weights_seed=seed)
        for seed in range(211)
    ]
    stacked = 8 * len(configs) * 53 * sum(configs[0].widths)
    assert stacked > training.BLOCK_BYTES / 2
    assert_same_runs(train(configs), [train([config])[0] for config in configs])


def test_runs_of_every_kind_at_once_come_back_in_order() -> None:
    configs = [
        *_configs(),
        *_configs(activation="tanh"),
        *_configs(dataset="blobs", iterations=1),
        *_configs(hidden=(3,), iterations=113),
        *_configs(record_every=13),
        *_configs(noise=0.2),
        *_configs(),
    ]
    runs = train(configs[::2] + configs[1::2])
    assert [run.config for run in runs] == configs[::2] + configs[1::2]
    assert_same_runs(runs, [train([run.config])[0] for run in runs])


@each_activation
@pytest.mark.parametrize("lengths", [(1,), (13,), (7,), (29,), (3, 1, 17, 2), (97,)], ids=str)
def test_sliced_is_whole(activation: str, lengths: tuple[int, ...]) -> None:
    configs = _configs(activation=activation, iterations=211)
    assert_same_runs(_sliced(begin(configs), lengths).runs, train(configs))


@pytest.mark.parametrize("lengths", [(1,), (13,), (3, 1, 17, 2), (97,)], ids=str)
@pytest.mark.parametrize("frames", [2, 3, 7])
def test_sliced_is_whole_when_few_frames_are_kept(
    lengths: tuple[int, ...], frames: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    configs = _configs(iterations=211)
    size = begin(configs[:1]).runs[0].theta.nbytes
    monkeypatch.setattr(trajectory, "FRAME_BYTES", frames * size)
    monkeypatch.setattr(trajectory, "FEWEST_FRAMES", 1)
    whole = train(configs)
    assert max(run.kept.size for run in whole) <= frames
    assert_same_runs(_sliced(begin(configs), lengths).runs, whole)


def test_runs_of_different_lengths_in_slices() -> None:
    configs = [config.with_iterations(n) for config, n in zip(_configs(), (1, 7, 61, 97, 211), strict=True)]
    assert_same_runs(_sliced(begin(configs), (11, 2)).runs, train(configs))


@each_activation
@pytest.mark.parametrize("stop", [0, 1, 7, 50, 60, 61])
def test_resumed_from_bytes_is_uninterrupted(activation: str, stop: int) -> None:
    configs = _configs(activation=activation)
    stored = pickle.dumps(advance(begin(configs), stop))
    assert_same_runs(advance(pickle.loads(stored), 61).runs, train(configs))


@pytest.mark.parametrize("regroup", [(0,), (3, 1), (4, 2, 0)], ids=str)
def test_runs_may_be_regrouped_while_they_train(regroup: tuple[int, ...]) -> None:
    configs = _configs()
    half = advance(begin(configs), 29)
    ends = advance(State(tuple(half.runs[place] for place in regroup)), 32).runs
    assert_same_runs(ends, [train(configs)[place] for place in regroup])


def test_advance_leaves_the_state_it_was_given_alone() -> None:
    state = advance(begin(_configs()), 17)
    before = pickle.loads(pickle.dumps(state))
    advance(state, 44)
    assert_same_runs(state.runs, before.runs)


def test_nothing_to_do_changes_nothing() -> None:
    state = advance(begin(_configs()), 17)
    assert_same_runs(advance(state, 0).runs, state.runs)
    finished = advance(state, 1000)
    assert finished.done
    assert_same_runs(advance(finished, 13).runs, finished.runs)


def test_no_runs_are_done_at_once() -> None:
    assert train([]) == []
    assert begin([]).done
    assert advance(begin([]), 7).runs == ()


@pytest.mark.parametrize("iterations", [-1, -61])
def test_negative_iterations_are_refused(iterations: int) -> None:
    with pytest.raises(ValueError, match=f"`iterations` must not be negative; got {iterations}"):
        advance(begin(_configs()), iterations)


def test_what_is_recorded_is_the_first_the_multiples_and_the_last() -> None:
    [run] = train([RunConfig(**SMALL)])
    assert run.iterations.tolist() == [0, 7, 14, 21, 28, 35, 42, 49, 56, 61]
    assert run.kept.tolist() == [0, 7, 14, 21, 28, 35, 42, 49, 56]
    assert run.iteration == 61
    assert run.done


def test_recording_more_often_changes_no_number() -> None:
    [often] = train([RunConfig(**{**SMALL, "record_every": 1})])
    [seldom] = train([RunConfig(**SMALL)])
    assert often.costs[seldom.iterations].tolist() == seldom.costs.tolist()
    assert often.frames[seldom.kept].tolist() == seldom.frames.tolist()


def test_time_is_shared_among_runs_and_adds_up() -> None:
    state = begin(_configs())
    assert [run.seconds for run in state.runs] == [0.0] * 5
    half = advance(state, 30)
    whole = advance(half, 31)
    assert len({run.seconds for run in half.runs}) == 1
    assert all(b.seconds > a.seconds > 0 for a, b in zip(half.runs, whole.runs, strict=True))


@pytest.mark.parametrize("seconds", [0.0, 0.001, 0.01])
def test_training_for_a_time_gives_the_same_numbers(seconds: float) -> None:
    configs = _configs(iterations=499)
    state, slices = begin(configs), 0
    while not state.done:
        before = min(run.iteration for run in state.runs)
        state, slices = advance_for(state, seconds, until=499), slices + 1
        assert min(run.iteration for run in state.runs) > before
    assert slices > 1 or seconds > 0.001
    assert_same_runs(state.runs, train(configs))


def test_training_for_a_time_goes_no_further_than_asked() -> None:
    configs = _configs(iterations=499)
    state = advance_for(begin(configs), 60.0, until=97)
    assert [run.iteration for run in state.runs] == [97] * 5
    assert_same_runs(state.runs, advance(begin(configs), 97).runs)


@pytest.mark.parametrize("until", [29, 17, 0])
def test_training_for_a_time_up_to_where_the_runs_are_changes_nothing(until: int) -> None:
    state = advance(begin(_configs()), 29)
    assert_same_runs(advance_for(state, 0.01, until=until).runs, state.runs)


def test_training_for_a_time_takes_no_run_too_far_when_they_are_apart() -> None:
    near, far = begin(_configs()[:1]).runs[0], advance(begin(_configs()[1:2]), 29).runs[0]
    state = advance_for(State((near, far)), 60.0, until=31)
    assert [run.iteration for run in state.runs] == [31, 31]


def test_training_no_runs_for_a_time_ends_at_once() -> None:
    assert advance_for(begin([]), 60.0, until=97).runs == ()


@each_activation
def test_a_config_is_trained_the_same_twice(activation: str) -> None:
    config = _configs(activation=activation)[2]
    assert_same_run(train([config])[0], train([config])[0])
