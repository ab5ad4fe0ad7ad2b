"""What goes wrong costs one slice or one run, and nobody else anything."""

import logging
from collections.abc import Callable, Iterator

import pytest

from initcore import train
from initcore.lab.executors import WorkerDied
from initcore.training.begin import State
from tests.helpers.compare import assert_same_run, assert_same_runs
from tests.helpers.hands import Lab, by_hand, eventually, seeded, shown

RUNS = seeded(2, 3, 5)
BAD = RUNS[1]


@pytest.fixture
def lab(url: str) -> Iterator[Lab]:
    with by_hand(url) as lab:
        yield lab


def breaking(error: BaseException, times: int = 1000) -> Callable[[State], BaseException | None]:
    """Makes slices fail that the bad run is in, that many times."""
    left = iter([error] * times)
    return lambda state: next(left, None) if BAD.key in [run.config.key for run in state.runs] else None


@pytest.mark.parametrize(
    ("error", "times", "says"),
    [
        (WorkerDied("gone"), 4, "the worker process died 4 times in a row"),
        (MemoryError(), 2, "not enough memory for this network"),
        (ZeroDivisionError(), 2, "not foreseen; the server's log says more"),
    ],
)
def test_a_run_that_fails_says_why_and_its_neighbours_go_on(lab, caplog, error, times, says):
    watch, other = lab.train(RUNS), lab.train(seeded(7))
    lab.hands.run(3)
    lab.hands.breaks = breaking(error)
    before = len(lab.hands.sent) - 1
    lab.hands.run_all()
    view = watch.look()
    assert (view.status, other.status) == ("failed", "done")
    assert [bool(message) for message in view.errors] == [False, True, False]
    assert says in str(view.errors[1])
    assert sum(BAD.key in [run.config.key for run in s.runs] for s in lab.hands.sent[before:]) == times
    for place in (0, 2):
        assert_same_run(view.runs[place], train([RUNS[place]])[0])
    [given_up] = [record for record in caplog.records if record.levelno == logging.ERROR]
    foreseen = not isinstance(error, ZeroDivisionError)
    assert (given_up.exc_info is None) == foreseen, "the log has the traceback of what nobody foresaw"
    eventually(lambda: lab.stored(BAD) == view.runs[1].iteration > 0)


def test_three_deaths_in_a_row_cost_three_slices_and_no_more(lab):
    watch = lab.train(RUNS)
    lab.hands.breaks = breaking(WorkerDied("gone"), times=3)
    lab.hands.run_all()
    assert watch.look().errors == (None, None, None)
    assert lab.hands.trained == 3 * 275
    lab.hands.breaks = breaking(WorkerDied("gone"), times=3)
    again = lab.train([config.with_iterations(500) for config in RUNS])
    lab.hands.run_all()
    assert again.status == "done", "deaths are counted anew after a slice that went well"
    assert_same_runs(again.look().runs, train([config.with_iterations(500) for config in RUNS]))


def test_a_failed_run_is_tried_again_by_train_alone(lab):
    watch = lab.train(RUNS)
    lab.hands.run(1)
    lab.hands.breaks = breaking(MemoryError())
    lab.hands.run(3)
    for press in (watch.pause, watch.step, watch.stop):
        press()
        lab.hands.run_all()
        assert watch.look().errors[1] is not None
        assert shown(watch)[1] == 25
    assert shown(lab.open(RUNS))[1] == 25, "opening it does not try it again, either"
    lab.hands.breaks = breaking(MemoryError(), times=0)
    watch.train()
    lab.hands.run_all()
    assert watch.look().errors == (None, None, None)
    assert_same_runs(watch.look().runs, train(RUNS))


def test_an_answer_that_is_none_is_a_failed_run(lab):
    watch = lab.train(RUNS[:1])
    for answer in ("nonsense", State(())):
        lab.hands.waiting.popleft()[0].set_result(answer)
        assert watch.status == "failed"
        watch.train()
    lab.hands.waiting.popleft()[0].cancel()
    assert watch.status == "failed"
    watch.train()
    lab.hands.run_all()
    assert watch.status == "done"


def test_what_goes_wrong_on_landing_stops_nobody(lab, monkeypatch, caplog):
    watch, other = lab.train(RUNS), lab.train(seeded(7))
    monkeypatch.setattr(watch.watch, "deliver", lambda: 1 / 0)
    lab.hands.run_all()
    monkeypatch.undo()
    assert watch.look().status == other.look().status == "done"
    assert "division by zero" in caplog.text
