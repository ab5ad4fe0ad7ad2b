"""What a browser is told of a comparison as it is trained: all of it once, and then what has changed."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, Trajectory, train
from initcore.diagnosis import found as found_module
from initcore.diagnosis.advice import advised
from initcore.diagnosis.found import Found, found, learn
from initcore.diagnosis.verdicts import Remedy
from initcore.experiment.choices import Choice
from initcore.experiment.experiment import Experiment, Group
from initcore.export.filled import filled, heads
from initcore.export.results import results
from initcore.figures.board import board_of
from initcore.figures.moments import Moment
from initcore.figures.pictures import Pictures, drawn
from initcore.figures.telling import told
from initcore.lab.handle import Handle
from initcore.lab.judging import judged
from initcore.lab.limits import Limits
from initcore.lab.watches import UNWATCHED_SECONDS, View
from initcore.memory import forget_everything
from initcore.sentences.remedies import fix_of
from initcore.statistics.seeds import bands
from pages._stream import asks as asks_module
from pages._stream import feed as feed_module
from pages._stream import pacing as pacing_module
from pages._stream.asks import AGAIN_SECONDS, Asks
from pages._stream.feed import LOOK_SECONDS, Feed
from pages._stream.plan import Plan
from pages._stream.reader import Reader
from tests.helpers import hands
from tests.helpers.browsing import Known, known_band, known_run, sent
from tests.helpers.compare import assert_same_runs
from tests.helpers.hands import SLICE, Lab, by_hand, eventually, shown
from tests.helpers.stores import warnings_in

BASE = RunConfig(hidden=(5, 3), samples=37, test_samples=23, iterations=275)
TWO = Experiment((Choice("zeros"), Choice("he")), BASE)
SEEDS = Experiment((Choice("zeros"), Choice("he")), BASE, seeds=3)
OTHER = Experiment((Choice("xavier"),), BASE)
TWINS = Experiment((Choice("he"),), BASE, twins=True)


class Clock:
    """A time that stands still unless it is put on."""

    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def nothing_known() -> None:
    forget_everything()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(feed_module, "time", clock)
    monkeypatch.setattr(pacing_module, "time", clock)
    monkeypatch.setattr(asks_module, "time", clock)
    return clock


@pytest.fixture
def lab(url: str) -> Iterator[Lab]:
    with by_hand(url, artist=Pictures()) as lab:
        yield lab


@pytest.fixture
def asks(lab: Lab, clock: Clock) -> Asks:
    return Asks(lab.engine, lambda: None)


def _headline(view: View) -> str:
    return f"{view.status}, {view.done} of {view.total}"


def _offer(place: int, remedy: Remedy) -> tuple[str, int | None]:
    return f"{remedy.name} at {place}", 1 - place


def _plan(experiment: Experiment, **settings: Any) -> Plan:
    count = len(experiment.configs)
    given: dict[str, Any] = {
        "name": experiment.base.key,
        "groups": tuple(experiment.groups(range(count))),
        "headline": _headline,
        "columns": heads(experiment.seeds),
        "rows": filled if experiment.seeds > 1 else None,
    }
    return Plan(**{**given, **settings})


class Browser:
    """A reader, and what it knows of the comparison by what it was told."""

    def __init__(self, feed: Feed, place: int = 0, singles: bool = False) -> None:
        self.feed, self.reader = feed, feed.reader(place, singles)
        self.board = sent(feed.board(self.reader))
        self.runs: list[Known] = [known_run() for _ in self.board["cards"]]
        self.bands: list[Known] = [known_band() for _ in self.board["cards"]]
        self.said: dict[str, Any] = {}
        self.rows: Any = None

    def look(self) -> Moment | None:
        moment = self.feed.moment(self.reader)
        if moment is None:
            return None
        assert len(moment.runs) == len(self.runs)
        for known, growth in zip(self.runs, moment.runs, strict=True):
            known.take(growth)
        for known, band in zip(self.bands, moment.bands or (), strict=False):
            known.take(band)
        news = sent(moment)
        self.rows = news.pop("rows", self.rows)
        self.said = {name: value for name, value in news.items() if name not in ("runs", "bands")}
        return moment

    def tells(self, place: int) -> Any:
        return self.runs[place].latest["told"]


def _opened(lab: Lab, asks: Asks, experiment: Experiment = TWO, **settings: Any) -> tuple[Handle, Feed]:
    watch = lab.open(experiment.configs)
    return watch, Feed(watch, _plan(experiment, **settings), asks)


def _settle(lab: Lab, browser: Browser, clock: Clock) -> None:
    """Looks and has questions answered until there is nothing more to ask or to tell."""
    for _ in range(20):
        clock.now += LOOK_SECONDS
        news = browser.look()
        if news is None and not lab.hands.asked:
            return
        lab.hands.answer(100)
    raise AssertionError("it never comes to rest")


def _asked(lab: Lab, name: str) -> list[tuple[Any, ...]]:
    """The questions of that name that wait for an answer: function, uploads, and what it is asked about."""
    return [arguments for _, arguments in lab.hands.asked if arguments[0].__name__ == name]


def _taken(lab: Lab, name: str) -> list[tuple[Any, ...]]:
    """The same with their futures, to be answered otherwise than a worker does."""
    taken = [one for one in lab.hands.asked if one[1][0].__name__ == name]
    for one in taken:
        lab.hands.asked.remove(one)
    return taken


def _assert_knows(browser: Browser, runs: Sequence[Trajectory]) -> None:
    for known, run in zip(browser.runs, runs, strict=True):
        assert known.arrays["iterations"].tolist() == run.iterations.tolist()
        assert np.array_equal(known.arrays["costs"], run.costs)


def test_what_stays_the_same_is_told_as_the_page_has_planned_it(lab: Lab, asks: Asks) -> None:
    watch, feed = _opened(lab, asks)
    groups = TWO.groups(watch.look().runs)
    wanted = board_of(groups, experiment=BASE.key, columns=heads(1))
    assert Browser(feed).board == sent(wanted)


def test_everything_is_told_first_and_then_nothing_until_something_changes(
    lab: Lab, asks: Asks, clock: Clock
) -> None:
    watch, feed = _opened(lab, asks)
    browser = Browser(feed)
    browser.look()
    assert browser.said == {
        **{"status": "new", "live": False, "rests": True, "share": 0.0},
        "headline": "new, 0 of 550",
    }
    _assert_knows(browser, watch.look().runs)
    assert browser.look() is None
    clock.now += LOOK_SECONDS
    assert browser.look() is None
    watch.train()
    browser.look()
    assert browser.said["status"] == "running"


def test_a_comparison_is_known_as_it_grows_to_its_end(lab: Lab, asks: Asks, clock: Clock) -> None:
    watch, feed = _opened(lab, asks)
    browser = Browser(feed)
    watch.train()
    while lab.hands.waiting:
        browser.look()
        _assert_knows(browser, watch.look().runs)
        lab.hands.run()
    browser.look()
    _assert_knows(browser, train(TWO.configs))
    assert browser.said == {
        **{"status": "done", "live": False, "rests": True, "share": 1.0},
        "headline": "done, 550 of 550",
    }
    _settle(lab, browser, clock)
    assert [known.latest["picture"] for known in browser.runs] == [
        sent(drawn(run)) for run in train(TWO.configs)
    ]


@pytest.mark.parametrize(
    ("act", "status", "live", "rests"),
    [
        (lambda watch, lab: None, "new", False, True),
        (lambda watch, lab: watch.train(), "running", True, False),
        (lambda watch, lab: (watch.train(), lab.hands.run(), watch.pause()), "paused", False, False),
        (lambda watch, lab: (watch.train(), lab.hands.run(), watch.stop()), "stopped", False, True),
        (lambda watch, lab: (watch.train(), lab.hands.run_all()), "done", False, True),
    ],
    ids=["new", "running", "paused", "stopped", "done"],
)
def test_frames_ahead_are_worth_asking_for_where_a_comparison_rests(
    lab: Lab, asks: Asks, act: Callable[[Handle, Lab], Any], status: str, live: bool, rests: bool
) -> None:
    watch, feed = _opened(lab, asks)
    act(watch, lab)
    browser = Browser(feed)
    browser.look()
    assert [browser.said[name] for name in ("status", "live", "rests")] == [status, live, rests]


def test_others_news_cost_no_look_and_a_look_now_and_then_keeps_runs_going(
    lab: Lab, asks: Asks, clock: Clock
) -> None:
    watch, feed = _opened(lab, asks)
    browser = Browser(feed)
    watch.train()
    browser.look()
    lab.now += 7
    for _ in range(3):
        assert browser.look() is None
    assert watch.watch.seen == lab.now - 7, "nobody has looked"
    clock.now += LOOK_SECONDS
    browser.look()
    assert watch.watch.seen == lab.now
    assert LOOK_SECONDS < UNWATCHED_SECONDS / 2


def test_there_is_news_when_something_of_ones_own_has_changed(lab: Lab, asks: Asks, clock: Clock) -> None:
    watch, feed = _opened(lab, asks)
    browser = Browser(feed)
    assert feed.has_news(browser.reader), "to somebody new everything is"
    _settle(lab, browser, clock)
    for change in (
        watch.train,
        lab.hands.run,
        watch.pause,
        lab.hands.run,
        watch.step,
        watch.train,
        lab.hands.run_all,
        watch.stop,
        lambda: setattr(feed, "plan", _plan(TWO, accuracy=0.6)),
        lambda: setattr(feed, "open", False),
    ):
        assert not feed.has_news(browser.reader)
        change()
        assert feed.has_news(browser.reader)
        _settle(lab, browser, clock)


def test_what_others_do_is_no_news(lab: Lab, asks: Asks, clock: Clock) -> None:
    feed, (other_watch, other_feed) = _opened(lab, asks)[1], _opened(lab, asks, OTHER)
    browser, other = Browser(feed), Browser(other_feed)
    _settle(lab, browser, clock)
    other_watch.train()
    while lab.hands.waiting:
        lab.hands.run()
        clock.now += LOOK_SECONDS
        other.look()
        lab.hands.answer(100)
        assert not feed.has_news(browser.reader)
    other.look()
    assert not feed.has_news(browser.reader)


def test_an_answer_is_news_to_all_who_asked_and_to_nobody_else(lab: Lab, asks: Asks) -> None:
    feeds = [_opened(lab, asks, experiment)[1] for experiment in (TWO, TWO, OTHER)]
    one, same, other = browsers = [Browser(feed) for feed in feeds]
    for browser in browsers:
        browser.look()
    assert [arguments[0].__name__ for _, arguments in lab.hands.asked] == ["drawn_of", "found_of"] * 3
    lab.hands.answer()
    assert [feed.answered for feed in feeds] == [1, 1, 0]
    assert [browser.feed.has_news(browser.reader) for browser in (one, same, other)] == [True, True, False]
    for browser in browsers:
        browser.look()
    assert not any(browser.feed.has_news(browser.reader) for browser in browsers)
    lab.hands.answer(100)
    assert [feed.answered for feed in feeds] == [4, 4, 2]
    assert all(browser.feed.has_news(browser.reader) for browser in browsers)


def test_the_runs_on_the_cards_are_drawn_as_they_grow_and_no_others(lab: Lab, asks: Asks) -> None:
    watch, feed = _opened(lab, asks, SEEDS)
    browser = Browser(feed, place=1)
    watch.train()
    lab.hands.run(4)
    on_cards = {SEEDS.configs[at].key for at in (1, 4)}
    assert {key for key, _ in lab.hands.drawn} == on_cards
    browser.look()
    questions = [arguments[0] for _, arguments in lab.hands.asked]
    assert [known.latest["picture"]["iteration"] for known in browser.runs] == [100, 100]
    assert not [one for one in questions if one.__name__ == "drawn_of"], "what came with a slice is there"
    Browser(feed, place=2)
    lab.hands.run(4)
    assert {key for key, _ in lab.hands.drawn} == on_cards | {SEEDS.configs[at].key for at in (2, 5)}


@pytest.mark.parametrize(("place", "seed"), [(0, 0), (2, 2), (7, 2), (-3, 0)])
def test_a_seed_that_there_is_not_is_the_nearest(lab: Lab, asks: Asks, place: int, seed: int) -> None:
    _, feed = _opened(lab, asks, SEEDS)
    board = Browser(feed, place).board
    assert board["seed"] == seed
    assert [card["key"] for card in board["cards"]] == [SEEDS.configs[at].key for at in (seed, 3 + seed)]


def test_a_picture_that_no_slice_brought_is_asked_for_once(lab: Lab, asks: Asks, clock: Clock) -> None:
    _, feed = _opened(lab, asks)
    browsers = [Browser(feed), Browser(Feed(lab.open(TWO.configs), _plan(TWO), asks))]
    for _ in range(3):
        clock.now += LOOK_SECONDS
        for browser in browsers:
            browser.look()
    questions = [arguments[0].__name__ for _, arguments in lab.hands.asked]
    assert sorted(questions) == ["drawn_of"] * 2 + ["found_of"] * 2
    assert "picture" not in browsers[0].runs[0].latest
    lab.hands.answer(100)
    for browser in browsers:
        browser.look()
        pictures = [known.latest["picture"] for known in browser.runs]
        assert pictures == [sent(drawn(run)) for run in browser.feed.watch.look().runs]


def test_of_a_live_run_no_picture_is_asked_for_as_it_comes_with_the_next_slice(
    lab: Lab, asks: Asks, clock: Clock
) -> None:
    watch, feed = _opened(lab, asks)
    watch.train()  # nobody looks yet, as the first slice is sent
    browser = Browser(feed)
    for _ in range(2):
        clock.now += LOOK_SECONDS
        browser.look()
        assert "picture" not in browser.runs[0].latest
        lab.hands.run()
    clock.now += LOOK_SECONDS
    browser.look()
    assert [known.latest["picture"]["iteration"] for known in browser.runs] == [50, 50]
    assert not _asked(lab, "drawn_of")


def test_of_a_run_that_has_stopped_growing_a_picture_is_asked_for(lab: Lab, asks: Asks, clock: Clock) -> None:
    watch, feed = _opened(lab, asks)
    watch.train()
    lab.hands.run()
    browser = Browser(feed)
    browser.look()
    assert not _asked(lab, "drawn_of")
    watch.stop()
    browser.look()
    assert len(_asked(lab, "drawn_of")) == 2
    _settle(lab, browser, clock)
    assert [known.latest["picture"]["iteration"] for known in browser.runs] == [25, 25]


def test_of_a_run_that_is_done_a_picture_is_asked_for_while_others_go_on(
    lab: Lab, asks: Asks, clock: Clock
) -> None:
    lab.train(TWO.configs[1:])
    lab.hands.run_all()
    forget_everything()
    watch, feed = _opened(lab, asks)
    watch.train()
    browser = Browser(feed)
    browser.look()
    [(_, _, (run,))] = _asked(lab, "drawn_of")
    assert run.config.key == TWO.configs[1].key
    lab.hands.answer(100)
    browser.look()
    assert browser.runs[1].latest["picture"]["iteration"] == 275
    assert browser.said["status"] == "running"


def test_of_runs_that_wait_in_line_pictures_are_asked_for(url: str, asks: Asks, clock: Clock) -> None:
    with by_hand(url, limits=Limits(0, 0, together=1), artist=Pictures()) as lab:
        lab.train(OTHER.configs)
        watch, feed = _opened(lab, Asks(lab.engine, lambda: None))
        watch.train()
        browser = Browser(feed)
        _settle(lab, browser, clock)
        assert watch.look().waiting is not None
        assert [known.latest["picture"]["iteration"] for known in browser.runs] == [0, 0]


def test_what_is_said_of_a_run_at_rest_is_its_verdict(lab: Lab, asks: Asks, clock: Clock) -> None:
    watch, feed = _opened(lab, asks)
    watch.train()
    lab.hands.run_all()
    browser = Browser(feed)
    browser.look()
    assert not _asked(lab, "found_of"), "who stores a run has had it judged"
    _settle(lab, browser, clock)
    for place, run in enumerate(watch.look().runs):
        assert browser.tells(place) == sent(told(run, found(run)))
        assert browser.tells(place)["fix"] == []


def test_what_nobody_has_judged_is_asked_for(lab: Lab, asks: Asks, clock: Clock) -> None:
    lab.train(TWO.configs)
    lab.hands.run_all()
    forget_everything()
    watch, feed = _opened(lab, asks)
    eventually(lambda: not any(watch.look().settling))
    browser = Browser(feed)
    browser.look()
    assert len(_asked(lab, "found_of")) == 2
    assert "told" not in browser.runs[0].latest
    _settle(lab, browser, clock)
    for place, run in enumerate(watch.look().runs):
        assert browser.tells(place) == sent(told(run, found(run)))


@pytest.fixture
def late_judges(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Has what runs have come to judged only when that is answered by hand."""
    monkeypatch.setattr(hands, "AT_ONCE", tuple(one for one in hands.AT_ONCE if one is not judged))
    yield
    lab.hands.answer(100)  # so that nobody waits for it


@pytest.mark.usefixtures("late_judges")
def test_while_a_run_at_rest_is_judged_the_latest_is_told_and_nothing_asked_for(
    lab: Lab, asks: Asks, clock: Clock
) -> None:
    watch, feed = _opened(lab, asks, fixes=True, offer=_offer)
    browser = Browser(feed)
    watch.train()
    lab.hands.run(4)
    browser.look()
    lab.hands.answer(100)
    lab.hands.run_all()
    for _ in range(3):
        clock.now += LOOK_SECONDS
        browser.look()
        assert [arguments[0] for _, arguments in lab.hands.asked] == [judged, judged]
        assert watch.look().settling == (True, True)
        for place, run in enumerate(watch.look().runs):
            part = run.until(100)
            assert browser.tells(place) == sent(replace(told(part, found(part)), iteration=100))
    lab.hands.answer(100)
    assert feed.has_news(browser.reader)
    browser.look()
    for place, run in enumerate(watch.look().runs):
        assert browser.tells(place) == sent(told(run, found(run), None, partial(_offer, place)))
    assert not _asked(lab, "found_of")


@pytest.mark.usefixtures("late_judges")
def test_a_verdict_is_known_before_its_run_is_said_to_be_judged(
    lab: Lab, asks: Asks, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch, _ = _opened(lab, asks)
    watch.train()
    lab.hands.run_all()
    before: list[object] = []

    def note(run: Trajectory, what: Found) -> None:
        before.append(watch.stamp)
        learn(run, what)

    monkeypatch.setattr(found_module, "learn", note)
    stamp = watch.stamp
    lab.hands.answer(1)
    assert before == [stamp], "whoever looks as it changes finds it"
    assert watch.stamp != stamp
    lab.hands.answer(1)


@pytest.mark.usefixtures("late_judges")
def test_what_could_not_be_judged_is_asked_for(lab: Lab, asks: Asks, clock: Clock) -> None:
    watch, feed = _opened(lab, asks)
    watch.train()
    lab.hands.run_all()
    browser = Browser(feed)
    browser.look()
    for future, _ in _taken(lab, "judged"):
        future.set_exception(ValueError("it broke"))
    eventually(lambda: not any(watch.look().settling))
    assert feed.has_news(browser.reader)
    browser.look()
    assert len(_asked(lab, "found_of")) == 2
    _settle(lab, browser, clock)
    assert [browser.tells(place)["iteration"] for place in (0, 1)] == [275, 275]


def test_of_a_run_that_others_train_on_the_verdict_is_told_where_one_has_paused(
    lab: Lab, asks: Asks, clock: Clock
) -> None:
    watch, feed = _opened(lab, asks)
    watch.train()
    lab.train(TWO.configs)
    lab.hands.run(4)
    watch.pause()
    lab.hands.run(2)
    browser = Browser(feed)
    _settle(lab, browser, clock)
    assert shown(watch) == [100, 100]
    for place, run in enumerate(watch.look().runs):
        assert browser.tells(place) == sent(told(run, found(run)))


def test_of_a_live_run_the_newest_verdict_is_told_though_it_has_gone_on(
    lab: Lab, asks: Asks, clock: Clock
) -> None:
    watch, feed = _opened(lab, asks)
    browser = Browser(feed)
    watch.train()
    lab.hands.run(2)
    browser.look()
    before = watch.look().runs
    lab.hands.run(1)
    lab.hands.answer(100)
    browser.look()
    assert shown(watch) == [75, 75]
    for place, run in enumerate(before):
        assert browser.tells(place) == sent(told(run, found(run)))
        assert browser.tells(place)["iteration"] == 50
    lab.hands.run_all()
    _settle(lab, browser, clock)
    assert [browser.tells(place)["iteration"] for place in (0, 1)] == [275, 275]


def test_verdicts_on_a_live_run_are_not_asked_for_at_every_slice(lab: Lab, asks: Asks, clock: Clock) -> None:
    watch, feed = _opened(lab, asks)
    browser = Browser(feed)
    watch.train()

    for _ in range(4):
        lab.hands.run()
        browser.look()
    assert len(_asked(lab, "found_of")) == 2
    lab.hands.answer(100)
    clock.now += pacing_module.TOLD_SECONDS
    lab.hands.run()
    browser.look()
    assert len(_asked(lab, "found_of")) == 2
    clock.now += 2.0  # the answer takes its time
    lab.hands.run()
    browser.look()
    assert len(_asked(lab, "found_of")) == 2, "nothing is asked beside a question that is under way"
    lab.hands.answer(100)
    for seconds, asked in ((2.0 * pacing_module.PAUSES - 2.1, 0), (0.2, 2)):
        clock.now += seconds
        lab.hands.run()
        browser.look()
        assert len(_asked(lab, "found_of")) == asked, "and the next one waits in proportion"


def test_verdicts_on_a_live_run_are_asked_for_less_often_where_there_are_many(
    lab: Lab, asks: Asks, clock: Clock
) -> None:
    watch, feed = _opened(lab, asks)
    browser = Browser(feed)
    watch.train()
    for number in range(2 * pacing_module.TOGETHER - 2):  # of other boards
        assert asks.pacing.due(number)
    for seconds, asked in ((0.0, 2), (1.1, 0), (1.0, 2)):
        clock.now += seconds * pacing_module.TOLD_SECONDS
        lab.hands.run()
        browser.look()
        assert len(_asked(lab, "found_of")) == asked
        lab.hands.answer(100)


def test_everybody_has_verdicts_on_a_live_run_however_long_others_want_it(
    lab: Lab, asks: Asks, clock: Clock
) -> None:
    longer = Experiment(TWO.choices, BASE.with_iterations(900))
    opened = [_opened(lab, asks, experiment) for experiment in (TWO, longer)]
    browsers = [Browser(feed) for _, feed in opened]
    for watch, _ in opened:
        watch.train()
    for _ in range(3):
        lab.hands.run(2)
        clock.now += LOOK_SECONDS
        for browser in browsers:
            browser.look()
        lab.hands.answer(100)
    for browser in browsers:
        browser.look()
        assert browser.said["status"] == "running"
        assert browser.tells(0)["iteration"] > 0


def test_a_fix_is_looked_for_offered_and_told_as_it_was_tried(lab: Lab, asks: Asks, clock: Clock) -> None:
    watch, feed = _opened(lab, asks, fixes=True, offer=_offer)
    watch.train()
    lab.hands.run_all()
    browser = Browser(feed)
    browser.look()
    assert browser.tells(0)["trying"]
    for _, _, (run,), verdicts in _asked(lab, "advice_of"):
        assert verdicts == found(run).verdicts, "whoever tries it need not look for them again"
    assert browser.tells(0)["fix"]
    _settle(lab, browser, clock)
    zeros = browser.tells(0)
    remedy = advised(watch.look().runs[0])[0].remedy
    assert remedy is not None
    assert not zeros["trying"]
    assert (zeros["tries"], zeros["beside"]) == (f"{remedy.name} at 0", 1)
    assert "".join(text for text, _ in zeros["fix"]) == fix_of(advised(watch.look().runs[0])[0])


def test_while_it_is_trained_no_fix_is_offered(lab: Lab, asks: Asks, clock: Clock) -> None:
    watch, feed = _opened(lab, asks, fixes=True, offer=_offer)
    watch.train()
    browser = Browser(feed)
    for _ in range(4):
        lab.hands.run()
        clock.now += LOOK_SECONDS
        browser.look()
        lab.hands.answer(100)
    assert (browser.tells(0)["fix"], browser.tells(0)["tries"], browser.tells(0)["trying"]) == ([], "", False)


def test_a_run_that_failed_says_so_and_the_others_go_on(lab: Lab, asks: Asks, clock: Clock) -> None:
    key = TWO.configs[0].key
    lab.hands.breaks = lambda state: MemoryError() if state.runs[0].config.key == key else None
    watch, feed = _opened(lab, asks)
    lab.hands.breaks = lambda state: (
        MemoryError() if any(run.config.key == key for run in state.runs) else None
    )
    watch.train()
    lab.hands.run_all()
    browser = Browser(feed)
    _settle(lab, browser, clock)
    failed, sound = browser.tells(0), browser.tells(1)
    assert (failed["tone"], failed["verdict"]) == ("bad", "Training failed")
    assert "not enough memory" in "".join(text for text, _ in failed["evidence"])
    run = watch.look().runs[1]
    assert sound == sent(told(run, found(run)))
    assert browser.said["status"] == "failed"
    assert browser.said["rests"]


def test_runs_from_the_store_say_so_and_others_how_long_they_took(lab: Lab, asks: Asks) -> None:
    lab.train(TWO.configs[1:])
    lab.hands.run_all()
    watch, feed = _opened(lab, asks)
    watch.train()
    lab.hands.run_all()
    browser = Browser(feed)
    browser.look()
    times = [known.latest["time"] for known in browser.runs]
    assert times[1] == "from cache"
    assert times[0].endswith("s")


def test_many_seeds_have_bands_and_single_runs_where_these_are_asked_for(lab: Lab, asks: Asks) -> None:
    watch, feed = _opened(lab, asks, SEEDS)
    browsers = Browser(feed), Browser(feed, 0, singles=True)
    watch.train()
    while lab.hands.waiting:
        lab.hands.run(2)
        for browser in browsers:
            browser.look()
    for browser in browsers:
        for known, group in zip(browser.bands, SEEDS.groups(watch.look().runs), strict=True):
            assert known.arrays["iterations"].tolist() == bands(group.items)[0].tolist()
    assert [len(known.singles) for browser in browsers for known in browser.bands] == [0, 0, 3, 3]


def test_of_one_seed_there_are_no_bands_but_for_twins_digits(lab: Lab, asks: Asks) -> None:
    _, feed = _opened(lab, asks)
    moment = Browser(feed).look()
    assert moment is not None
    assert moment.bands is None
    watch, feed = _opened(lab, asks, TWINS)
    watch.train()
    lab.hands.run_all()
    browser = Browser(feed)
    browser.look()
    assert len(browser.runs) == 1
    assert np.isfinite(browser.bands[0].arrays["digits"]).all()


def _rows(watch: Handle, accuracy: float = 0.9) -> list[list[str]]:
    view = watch.look()
    table = results(["Zeros", "He"], SEEDS.groups(view.runs), SEEDS.groups(view.errors), accuracy=accuracy)
    return [[cell.text for cell in row] for row in table.rows]


def _texts(rows: Any) -> list[list[str]]:
    return [[cell["text"] for cell in row] for row in rows["rows"]]


def test_rows_of_many_seeds_are_filled_for_everybody_who_looks(lab: Lab, asks: Asks, clock: Clock) -> None:
    watch, feed = _opened(lab, asks, SEEDS)
    watch.train()
    lab.hands.run_all()
    other = Feed(lab.open(SEEDS.configs), _plan(SEEDS), asks)
    browsers = [Browser(feed), Browser(feed, 1), Browser(other)]
    for browser in browsers:
        browser.look()
    assert sum(arguments[0] is filled for _, arguments in lab.hands.asked) == 1
    for browser in browsers:
        _settle(lab, browser, clock)
        assert _texts(browser.rows) == _rows(watch)
        assert browser.rows["iteration"] == 275
    assert browsers[0].look() is None


def test_two_who_ask_for_the_same_rows_are_both_answered(lab: Lab, asks: Asks) -> None:
    opened = [_opened(lab, asks, SEEDS) for _ in range(2)]
    browsers = [Browser(feed) for _, feed in opened]
    expected = _rows(opened[0][0])
    for browser in browsers:
        browser.look()
    assert sum(arguments[0] is filled for _, arguments in lab.hands.asked) == 1
    lab.hands.answer(100)
    for browser in browsers:
        browser.look()
        assert _texts(browser.rows) == expected


def test_all_who_watch_the_same_runs_have_rows_while_these_are_trained(
    lab: Lab, asks: Asks, clock: Clock
) -> None:
    opened = [_opened(lab, asks, SEEDS) for _ in range(2)]
    browsers = [Browser(feed) for _, feed in opened]
    for watch, _ in opened:
        watch.train()
    for _ in range(3):
        lab.hands.run(2)
        clock.now += LOOK_SECONDS
        for browser in browsers:
            browser.look()
            lab.hands.answer(100)
    for browser in browsers:
        browser.look()
        assert browser.said["status"] == "running"
        assert browser.rows is not None
        assert browser.rows["iteration"] > 0


def test_rows_that_could_not_be_filled_are_asked_for_again(
    lab: Lab, asks: Asks, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    broken = iter([True, False])

    def moody(*arguments: Any) -> Any:
        if next(broken):
            raise RuntimeError("not just now")
        return filled(*arguments)

    watch, feed = _opened(lab, asks, SEEDS, rows=moody)
    browser = Browser(feed)
    for wait in (0.0, LOOK_SECONDS, AGAIN_SECONDS):
        assert browser.rows is None
        clock.now += wait
        browser.look()
        lab.hands.answer(100)
    clock.now += LOOK_SECONDS
    browser.look()
    assert _texts(browser.rows) == _rows(watch)
    assert warnings_in(caplog) == ["a question about a run was not answered: RuntimeError('not just now')"]


def test_older_rows_do_not_overtake_newer_ones(lab: Lab, asks: Asks, clock: Clock) -> None:
    watch, feed = _opened(lab, asks, SEEDS)
    browser = Browser(feed)
    watch.train()
    lab.hands.run(2)
    clock.now += 60
    browser.look()
    lab.hands.run_all()
    clock.now += 60
    browser.look()
    rows = [question for question in lab.hands.asked if question[1][0] is filled]
    assert len(rows) == 2
    for future, (function, _, *arguments) in reversed(rows):
        future.set_result(function(*arguments))
        lab.hands.asked.remove((future, (function, _, *arguments)))
    clock.now += LOOK_SECONDS
    browser.look()
    assert _texts(browser.rows) == _rows(watch)
    assert browser.rows["iteration"] == 275


@pytest.mark.parametrize("accuracy", [0.6, 2.0])
def test_another_accuracy_fills_the_rows_anew(lab: Lab, asks: Asks, clock: Clock, accuracy: float) -> None:
    watch, feed = _opened(lab, asks, SEEDS)
    watch.train()
    lab.hands.run_all()
    browser = Browser(feed)
    _settle(lab, browser, clock)
    feed.plan = _plan(SEEDS, accuracy=accuracy)
    _settle(lab, browser, clock)
    assert _texts(browser.rows) == _rows(watch, accuracy)


def test_when_the_page_shows_others_of_its_runs_a_reader_is_told_of_these_alone(
    lab: Lab, asks: Asks, clock: Clock
) -> None:
    watch = lab.train(SEEDS.configs)
    lab.hands.run_all()
    groups = [(Group((at,), ()), Group((5,), ())) for at in (0, 1)]
    one, other = (Plan(f"plan {at}", group, _headline, heads(1)) for at, group in enumerate(groups))
    feed = Feed(watch, one, asks)
    before = Browser(feed)
    before.look()
    assert not feed.turned(before.reader)
    feed.plan = other
    assert feed.turned(before.reader)
    clock.now += LOOK_SECONDS
    assert before.look() is None, "it cannot tell whose that would be"
    assert sent(feed.board(before.reader)) == before.board
    after = Browser(feed)
    after.look()
    assert after.board["experiment"] == "plan 1"
    assert [card["key"] for card in after.board["cards"]] == [SEEDS.configs[at].key for at in (1, 5)]
    _assert_knows(after, [watch.look().runs[at] for at in (1, 5)])


def test_others_rows_are_not_shown_for_those_of_other_runs(lab: Lab, asks: Asks, clock: Clock) -> None:
    watch, feed = _opened(lab, asks, SEEDS)
    watch.train()
    lab.hands.run_all()
    _settle(lab, Browser(feed), clock)
    feed.plan = _plan(SEEDS, name="turned", groups=feed.plan.groups[::-1])
    browser = Browser(feed)
    browser.look()
    assert browser.rows is None
    _settle(lab, browser, clock)
    assert _texts(browser.rows) == _rows(watch)[::-1]


def test_a_stream_that_is_held_back_is_complained_of_once(
    lab: Lab, asks: Asks, caplog: pytest.LogCaptureFixture
) -> None:
    _, feed = _opened(lab, asks)
    for _ in range(3):
        feed.complain()
    [said] = warnings_in(caplog)
    assert "holds the stream back" in said
    assert all(record.levelno == logging.WARNING for record in caplog.records)


def test_many_who_watch_in_step_are_told_the_same_record(lab: Lab, asks: Asks) -> None:
    watch, feed = _opened(lab, asks)
    browsers = [Browser(feed) for _ in range(3)]
    watch.train()
    for _ in range(3):
        lab.hands.run()
        moments = [browser.look() for browser in browsers]
        first = moments[0]
        assert first is not None
        assert all(moment is not None and moment.runs[0] is first.runs[0] for moment in moments)


def test_a_reader_of_its_own_has_been_told_nothing(lab: Lab, asks: Asks) -> None:
    watch, feed = _opened(lab, asks)
    watch.train()
    lab.hands.run(4)
    Browser(feed).look()
    late = Browser(feed)
    late.look()
    _assert_knows(late, watch.look().runs)
    assert isinstance(late.reader, Reader)
    assert shown(watch) == [4 * SLICE] * 2
    assert_same_runs(watch.look().runs, [run.until(100) for run in train(TWO.configs)])


def test_a_plan_says_which_runs_are_on_the_cards() -> None:
    plan = Plan("name", (Group((0, 1, 2), (6,)), Group((3, 4), ())), partial(str))
    assert plan.seeds == 3
    assert [plan.shown(place) for place in (0, 1, 2, 9)] == [[0, 3], [1, 4], [2, 4], [2, 4]]
    assert plan.of("abcdefg") == [Group(("a", "b", "c"), ("g",)), Group(("d", "e"), ())]  # type: ignore[arg-type]
    assert plan.offer(0, Remedy("any", {})) == ("", None)
