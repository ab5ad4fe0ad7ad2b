"""What a server does with a comparison that takes too much."""

from dataclasses import replace

from initcore import begin
from initcore.lab.limits import UNLIMITED, Limits, Need, need_of
from tests.helpers.hands import by_hand, seeded, shown
from tests.helpers.stores import SMALL


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


def test_beside_others_a_comparison_has_what_these_leave() -> None:
    limits = Limits(seconds=0, bytes=2**30, memory=100 * 2**20)
    assert limits.refusal(Need(5.0, 100 * 2**20)) is None
    assert "this server allows 100 MB" in str(limits.refusal(Need(5.0, 101 * 2**20)))
    assert limits.crowded(Need(0.0, 40 * 2**20), 60 * 2**20) is None
    assert limits.crowded(Need(0.0, 40 * 2**20), 70 * 2**20) == (
        "This comparison takes about 40 MB of memory, and what others train at this moment leaves 30 MB. "
        "In a minute there may be more; fewer seeds or a smaller network will do."
    )
    assert UNLIMITED.crowded(Need(0.0, 2**40), 2**40) is None
