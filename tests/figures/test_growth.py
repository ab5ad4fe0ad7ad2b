"""What a browser puts together of a run as it grows is that run, however it was cut."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from initcore import RunConfig, Trajectory, advance, begin
from initcore.experiment.experiment import Group
from initcore.figures import growth as growth_module
from initcore.figures.growth import Sent, band, cursors, growth, thinned, time_of
from initcore.figures.moments import Picture, Told
from initcore.measures import curves as curves_module
from initcore.measures.curves import accuracy_curves, measure
from initcore.memory import forget_everything
from initcore.statistics.quantiles import quantiles
from initcore.statistics.seeds import bands
from initcore.statistics.twins import group_agreement
from initcore.training import trajectory
from initcore.training.trajectory import frame_spacing
from tests.helpers.browsing import Known, decoded, known_band, known_run
from tests.helpers.small import CONFIG, trained
from tests.helpers.stores import DIVERGING

LENGTH = CONFIG.iterations


@pytest.fixture(autouse=True)
def nothing_told() -> None:
    forget_everything()


CUTS = st.lists(st.integers(0, LENGTH), max_size=12).map(sorted)


def looked_at(run: Trajectory, cuts: Iterable[int]) -> list[Trajectory]:
    """The run as somebody saw it who looked at these iterations while it was trained, and at its end."""
    views, state = [], begin([run.config])
    for cut in (*cuts, 10**6):
        state = advance(state, max(0, cut - state.runs[0].iteration))
        views.append(state.runs[0].closed(run.config))
    return views


def told(sent: Sent, run: Trajectory, accuracy: float = 0.9, **news: Any) -> Any:
    measure(run)  # as its worker does
    return growth(run, sent, **{"time": "1 s", "accuracy": accuracy, "picture": None, "told": None, **news})


def assert_known(known: Known, run: Trajectory) -> None:
    """Fails unless a browser knows all of that run, each number as it is or to single precision."""
    curves, arrays = accuracy_curves(run), known.arrays
    assert arrays["iterations"].tolist() == run.iterations.tolist()
    assert np.array_equal(arrays["costs"], run.costs, equal_nan=True)
    assert arrays["kept"].tolist() == curves.iterations.tolist()
    for name, values in (("train", curves.train), ("test", curves.test), ("test_costs", curves.test_cost)):
        with np.errstate(over="ignore"):
            assert np.array_equal(arrays[name], values.astype(np.float32), equal_nan=True), name
    assert known.latest["reached"] == run.iteration
    assert known.latest["diverged"] == (run.diverged_at if run.diverged else None)
    assert known.latest["accurate"] == run.first_at(0.9)


def followed(views: Sequence[Trajectory], sent: Sent | None = None, known: Known | None = None) -> Known:
    """What a browser knows after it was told of each view; it knows all of each as soon as it was told."""
    sent, known = sent or Sent(), known or known_run()
    for view in views:
        known.take(told(sent, view))
        assert_known(known, view)
    return known


@settings(max_examples=25, deadline=None)
@given(CUTS)
def test_however_it_was_cut_a_browser_knows_the_run(cuts: list[int]) -> None:
    views = looked_at(begin([CONFIG]).runs[0], cuts)
    known = followed(views)
    assert_known(known, trained())
    assert all(told(Sent(), view) is not None for view in views)


@settings(max_examples=15, deadline=None)
@given(CUTS)
def test_where_frames_grow_rarer_they_are_those_that_are_kept(cuts: list[int]) -> None:
    with pytest.MonkeyPatch.context() as patch:  # a budget of 5 frames
        patch.setattr(trajectory, "FRAME_BYTES", 5 * trained(stop=0).theta.nbytes)
        patch.setattr(trajectory, "FEWEST_FRAMES", 1)
        forget_everything()
        known = followed(looked_at(begin([CONFIG]).runs[0], cuts))
        spacing = frame_spacing(CONFIG, LENGTH)
    forget_everything()
    assert spacing == 8 * CONFIG.record_every
    assert known.arrays["kept"].tolist() == [*range(0, LENGTH, spacing), LENGTH]


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(0, DIVERGING.iterations), max_size=6).map(sorted))
def test_of_a_run_that_diverges_it_knows_where_and_that_its_cost_is_infinite(cuts: list[int]) -> None:
    views = looked_at(begin([DIVERGING]).runs[0], cuts)
    known = followed(views)
    assert known.latest["diverged"] == 69
    assert not np.isfinite(known.arrays["costs"][-1])
    assert known.arrays["kept"][-1] < 69


def test_a_run_that_has_not_moved_is_nothing_new() -> None:
    sent, run = Sent(), trained(stop=50)
    assert told(sent, run) is not None
    assert told(sent, run) is None
    assert told(sent, trained(stop=50)) is None


@pytest.mark.parametrize("stop", [100, 105])
def test_a_run_that_goes_on_sends_its_last_record_again_and_no_other(stop: int) -> None:
    sent, run = Sent(), begin([CONFIG])
    views = [advance(run, at).runs[0].closed(CONFIG) for at in (stop, stop + 6, stop + 30)]
    known = followed(views[:1], sent)
    before = known.arrays["iterations"].size
    more = told(sent, views[1])
    assert (more.record, len(decoded(more.iterations, "<i4"))) == (before - 1, 2)
    known.take(more)
    assert_known(known, views[1])
    followed(views[2:], sent, known)


def test_what_is_sent_is_small_however_long_the_run_is_already() -> None:
    config = replace(CONFIG, iterations=4000, record_every=1, hidden=(2,), samples=11, test_samples=7)
    sent, known, state = Sent(), known_run(), begin([config])
    sizes = []
    for _ in range(20):
        state = advance(state, 200)
        before = known.received
        known.take(told(sent, state.runs[0].closed(config)))
        sizes.append(known.received - before)
    assert_known(known, state.runs[0])
    assert max(sizes[1:]) < 1.05 * min(sizes[1:])


def test_a_longer_run_replaces_the_end_that_only_the_shorter_one_had() -> None:
    sent, longer = Sent(), trained(replace(CONFIG, iterations=LENGTH + 50))
    short = trained()
    assert short.iterations[-1] % CONFIG.record_every, "it ends between two records"
    known = followed([short], sent)
    followed([longer], sent, known)


def test_another_run_in_its_place_replaces_all_of_it_even_where_it_has_come_as_far() -> None:
    other = trained(replace(CONFIG, weights_seed=11))
    sent, picture, words = Sent(), Picture(LENGTH, "map"), _words()
    known = known_run()
    known.take(told(sent, trained(), picture=picture, told=words))
    more = told(sent, other, picture=picture, told=words)
    assert (more.record, more.frame, more.picture, more.told) == (0, 0, picture, words)
    known.take(more)
    assert_known(known, other)


def test_a_run_trained_anew_from_its_start_replaces_what_was_there() -> None:
    sent = Sent()
    known = followed([trained()], sent)
    followed([trained(stop=0), trained(stop=70), trained()], sent, known)


def _words(**changes: Any) -> Told:
    said = Told(7, "good", "Trains well", "It trains.", (), "", (), "", None, False, (), False)
    return replace(said, **changes)


def test_a_picture_and_words_are_sent_once_and_again_when_they_change() -> None:
    sent, run = Sent(), trained(stop=50)
    first, second = Picture(49, "one"), Picture(50, "two")
    more = told(sent, run, picture=first)
    assert (more.picture, more.told) == (first, None)
    assert told(sent, run, picture=first) is None
    more = told(sent, run, picture=Picture(49, "one"), told=_words())
    assert (more.picture, more.told) == (None, _words())
    assert told(sent, run, picture=None, told=None) is None, "what is not known just now stays as it was"
    assert told(sent, run, picture=first, told=_words()) is None
    more = told(sent, run, picture=second, told=_words(trying=True))
    assert (more.picture, more.told) == (second, _words(trying=True))


@pytest.mark.parametrize("accuracy", [0.3, 0.75, 2.0])
def test_the_accuracy_that_is_looked_for_is_the_one_that_is_found(accuracy: float) -> None:
    more = told(Sent(), trained(), accuracy)
    assert more.accurate == trained().first_at(accuracy)


def test_of_a_long_run_no_more_is_sent_at_once_than_a_screen_has_columns(monkeypatch) -> None:
    monkeypatch.setattr(growth_module, "MOST_POINTS", 7)
    config = replace(CONFIG, record_every=2)
    sent, state = Sent(), begin([config])
    known, reached = known_run(), 0
    for stop in (60, 65, 100, LENGTH):
        state = advance(state, stop - reached)
        reached = stop
        run = state.runs[0].closed(config)
        more = told(sent, run)
        known.take(more)
        assert known.arrays["iterations"].size - more.record <= 7
        assert (np.diff(known.arrays["iterations"]) > 0).all(), "whatever was left out stays in order"
        assert known.arrays["iterations"][[0, -1]].tolist() == [0, run.iteration]
        costs = dict(zip(run.iterations.tolist(), run.costs.tolist(), strict=True))
        assert known.arrays["costs"].tolist() == [costs[at] for at in known.arrays["iterations"].tolist()]


@pytest.mark.parametrize("size", [0, 1, 2, 1999, 2000, 2001, 60_000])
def test_thinned_places_rise_from_the_first_to_the_last(size: int) -> None:
    places = thinned(size)
    assert places.size == min(size, growth_module.MOST_POINTS)
    assert places.tolist() == sorted(set(places.tolist()))
    assert size == 0 or (places[0], places[-1]) == (0, size - 1)


def test_a_run_from_the_store_says_so_instead_of_a_time() -> None:
    run = replace(trained(stop=7), seconds=0.25)
    assert (time_of(run, True), time_of(run, False)) == ("from cache", "0.25 s")


SEEDS = [replace(CONFIG, weights_seed=seed, iterations=105) for seed in (2, 3, 5)]


def grown(configs: Sequence[RunConfig], stops: Sequence[int]) -> list[Trajectory]:
    """The runs, each as it is seen at its own iteration."""
    return [
        advance(begin([config]), stop).runs[0].closed(config)
        for config, stop in zip(configs, stops, strict=True)
    ]


def assert_band_known(known: Known, group: Group[Trajectory]) -> None:
    iterations, costs = bands(group.items)
    assert known.arrays["iterations"].tolist() == iterations.tolist()
    for name, values in zip(("low", "middle", "high"), quantiles(costs), strict=True):
        assert np.array_equal(known.arrays[name], values.astype(np.float32)), name
    if known.singles:
        assert np.array_equal(known.singles, costs.astype(np.float32))
    if group.twins:
        there, digits = group_agreement(group.items, group.twins)
        found = dict(zip(there.tolist(), digits.astype(np.float32).tolist(), strict=True))
        wanted = [found.get(at, np.nan) for at in iterations.tolist()]
        assert np.array_equal(known.arrays["digits"], wanted, equal_nan=True)


STEPS = st.lists(st.tuples(*[st.integers(0, 30)] * 3), min_size=1, max_size=6)


@settings(max_examples=15, deadline=None)
@given(STEPS, st.booleans())
def test_however_its_seeds_grow_a_browser_knows_the_band(steps: list[tuple[int, ...]], singles: bool) -> None:
    sent, known = Sent(), known_band()
    for stops in [*np.cumsum([(0, 0, 0), *steps], axis=0).tolist(), (105, 105, 105)]:
        group = Group(tuple(grown(SEEDS, stops)), ())
        known.take(band(group, sent, singles))
        assert_band_known(known, group)
    assert len(known.singles) == (3 if singles else 0)
    assert band(group, sent, singles) is None


@settings(max_examples=10, deadline=None)
@given(STEPS)
def test_a_twin_that_comes_after_its_run_brings_its_digits(steps: list[tuple[int, ...]]) -> None:
    pair = SEEDS[0], replace(SEEDS[0], twin=True)
    sent, known = Sent(), known_band()
    stops = np.cumsum([(0, 0, 0), *steps], axis=0).tolist()
    for first, second, _ in [*stops, (105, *stops[-1][1:]), (105, 105, 0)]:
        run, twin = grown(pair, (first, second))
        group = Group((run,), (twin,))
        known.take(band(group, sent, False))
        assert_band_known(known, group)
    assert np.isfinite(known.arrays["digits"]).all()


def test_a_band_with_a_run_that_diverges_is_infinite_from_there_on() -> None:
    others = [replace(DIVERGING, learning_rate=0.01, weights_seed=seed) for seed in (3, 5)]
    sent, known = Sent(), known_band()
    for stop in (30, 65, 69, 90, 131):
        group = Group(tuple(grown([DIVERGING, *others], [stop] * 3)), ())
        known.take(band(group, sent, True))
        assert_band_known(known, group)
    assert np.isinf(known.singles[0][-1])
    assert np.isfinite(known.arrays["low"]).all()


def test_other_runs_replace_the_whole_band() -> None:
    sent, known = Sent(), known_band()
    for seed in (2, 11):
        configs = [replace(one, weights_seed=one.weights_seed + seed) for one in SEEDS]
        group = Group(tuple(grown(configs, [105] * 3)), ())
        known.take(band(group, sent, True))
        assert_band_known(known, group)


def test_of_a_long_band_no_more_is_sent_at_once_than_a_screen_has_columns(monkeypatch) -> None:
    monkeypatch.setattr(growth_module, "MOST_POINTS", 5)
    pair = SEEDS[0], replace(SEEDS[0], twin=True)
    sent, known = Sent(), known_band()
    for stops in ((90, 35), (105, 90), (105, 105)):
        run, twin = grown(pair, stops)
        more = band(Group((run,), (twin,)), sent, False)
        assert more is not None
        known.take(more)
        assert known.arrays["iterations"].size - more.record <= 5
        assert (np.diff(known.arrays["iterations"]) > 0).all()
        assert known.arrays["iterations"][-1] == run.iteration
    assert np.isfinite(known.arrays["digits"][known.arrays["iterations"] > 90]).all()


def test_of_so_many_runs_nothing_has_been_sent() -> None:
    first, second = cursors(2)
    assert first == second == Sent()
    assert first is not second


def test_what_is_not_measured_yet_comes_when_it_is_and_is_asked_of_no_network(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent, known, run = Sent(), known_run(), trained(stop=120)
    news: dict[str, Any] = {"time": "1 s", "accuracy": 0.9, "picture": None, "told": None}
    with monkeypatch.context() as patch:
        patch.setattr(curves_module, "logits", None)
        known.take(growth(run, sent, **news))
        assert (sent.measured, known.arrays["kept"].size) == (False, 0)
        assert known.arrays["iterations"].tolist() == run.iterations.tolist()
        assert growth(run, sent, **news) is None
    measure(run)
    known.take(growth(run, sent, **news))
    assert_known(known, run)
    assert (sent.measured, growth(run, sent, **news)) == (True, None)
