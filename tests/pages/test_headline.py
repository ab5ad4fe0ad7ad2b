"""Where a comparison stands, in words, also where it waits and where something went wrong meanwhile."""

import pytest

from initcore.lab.limits import Limits
from initcore.lab.line import Place
from pages._compare import actions
from pages._compare.actions import headline, waits, went_on
from tests.helpers.hands import by_hand, seeded


def test_it_says_so_when_a_worker_does_not_answer(url: str) -> None:
    with by_hand(url) as lab:
        watch = lab.train(seeded(2))
        lab.hands.run()
        lab.now += 3
        assert headline(watch.look(), watch).startswith("Training · iteration 25 of 275")
        lab.now += 9
        said = headline(watch.look(), watch)
        assert said == "A worker has not answered for 12 s; it is being replaced · iteration 25 of 275"
        lab.hands.run()
        assert headline(watch.look(), watch).startswith("Training · iteration 50 of 275")


def test_it_says_how_many_are_before_it_in_line(url: str) -> None:
    with by_hand(url, limits=Limits(0, 0, together=1)) as lab:
        watches = [lab.open(seeded(seed)) for seed in (2, 3, 5)]
        for watch in watches:
            watch.train()
            lab.now += 0.1
        said = [headline(watch.look(), watch) for watch in watches]
        assert said[0].startswith("Training · iteration 0 of 275")
        assert (
            said[1:]
            == [waits(Place(0)), waits(Place(1))]
            == [
                "Waiting: yours is the next that this server takes on",
                "Waiting: 1 comparison is before yours",
            ]
        )
        assert waits(Place(3)) == "Waiting: 3 comparisons are before yours"


def test_it_says_that_it_waits_for_others_of_ones_own(url: str) -> None:
    with by_hand(url, limits=Limits(0, 0, each=1)) as lab:
        watches = [lab.engine.open(seeded(seed), owner="ann") for seed in (2, 3)]
        for watch in watches:
            watch.train()
            lab.now += 0.1
        said = headline(watches[1].look(), watches[1])
        assert said == "Waiting: as many of yours are trained as this server takes on at once"


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (2.0, "The server was restarted; training goes on from iteration 75."),
        (900.0, "The connection was lost; training goes on from iteration 75."),
    ],
)
def test_it_says_what_broke_training_off(
    age: float, said: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "engine_age", lambda: age)
    with by_hand(url) as lab:
        watch = lab.train(seeded(2, 3))
        lab.hands.run(3)
        watch.stop()
        assert went_on(watch, silent=6.0) == said
