"""What is to be said of a run is found by whichever process, and known by run, length and iteration."""

import math
import pickle
from typing import Any

import pytest

from initcore import RunConfig, Trajectory, begin, train
from initcore.diagnosis import found as found_module
from initcore.diagnosis.diagnose import findings
from initcore.diagnosis.found import Found, found, found_at, found_of, known, latest, learn, name_of
from initcore.measures.classes import balanced
from initcore.memory import forget_everything

SMALL: dict[str, Any] = {"hidden": (7, 5), "samples": 43, "test_samples": 29, "iterations": 330}


@pytest.fixture(autouse=True)
def nothing_known() -> None:
    forget_everything()


@pytest.fixture(scope="module")
def zeros() -> Trajectory:
    return train([RunConfig(**SMALL, initialization="zeros")])[0]


def test_it_is_the_verdicts_and_the_shares_that_go_with_them() -> None:
    uneven, even = train([RunConfig(**SMALL, balance=20), RunConfig(**SMALL)])
    assert balanced(uneven) is not None
    assert found(uneven) == Found(findings(uneven), balanced(uneven), False)
    assert found(even) == Found(findings(even), None, False)
    assert Found() == ((), None, False)


def test_the_textbooks_first_cost_fails_where_it_is_not_finite() -> None:
    runs = begin([RunConfig(**SMALL), RunConfig(**SMALL, initialization="random", gain=50.0)]).runs
    assert [found(run).naive for run in runs] == [not math.isfinite(run.naive_first_cost) for run in runs]
    assert [found(run).naive for run in runs] == [False, True]


def test_it_is_known_by_run_length_and_iteration(zeros: Trajectory) -> None:
    what = found(zeros)
    assert known(zeros) is None, "of what is found here, nobody is told"
    learn(zeros, what)
    assert known(zeros) is what
    others = [zeros.until(150), zeros.asked_for(900), train([RunConfig(**SMALL)])[0]]
    assert [known(run) for run in others] == [None] * 3
    assert len({name_of(run) for run in (zeros, *others)}) == 4
    assert name_of(pickle.loads(pickle.dumps(zeros))) == name_of(zeros), "in whichever process"


def test_the_latest_is_what_was_found_last_as_long_as_it_lies_behind(zeros: Trajectory) -> None:
    parts = [zeros.until(at) for at in (50, 100, 150)]
    assert latest(parts[0]) is None
    learn(parts[1], what := found(parts[1]))
    assert [latest(part) for part in parts] == [None, (100, what), (100, what)]
    assert latest(parts[2].asked_for(900)) is None, "a verdict takes account of the length"
    learn(parts[0], earlier := found(parts[0]))
    assert latest(parts[2]) == (50, earlier), "as where a run is trained anew"


def test_it_is_found_at_many_iterations_as_at_each(zeros: Trajectory) -> None:
    iterations = (0, 100, 137, 330)
    assert found_at(zeros, iterations) == [found(zeros.until(at)) for at in iterations]


def test_workers_are_asked_for_one_run(zeros: Trajectory) -> None:
    assert found_of([zeros]) == found(zeros)
    with pytest.raises(ValueError, match="too many"):
        found_of([zeros, zeros])
    assert pickle.loads(pickle.dumps(found_of)) is found_of
    assert pickle.loads(pickle.dumps(found(zeros))) == found(zeros)


def test_so_many_are_remembered(zeros: Trajectory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found_module._known, "most", 2)
    monkeypatch.setattr(found_module._latest, "most", 2)
    parts = [zeros.until(at) for at in (0, 50, 100)]
    for part in parts:
        learn(part, Found())
    assert [known(part) is not None for part in parts] == [False, True, True]
    lengths = [zeros.asked_for(length) for length in (400, 500, 600)]
    for run in lengths:
        learn(run, Found())
    assert [latest(run) is not None for run in lengths] == [False, True, True]
