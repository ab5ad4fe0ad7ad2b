"""Who watches, in turn; what is let go of when there is no room, and when nobody looks; and what never is."""

from dataclasses import dataclass, field

import pytest

from initcore import RunConfig, Trajectory, begin, train
from initcore.lab.audience import Audience
from initcore.lab.estimate import run_bytes
from initcore.lab.limits import UNLIMITED, Limits, Need
from initcore.lab.line import Place
from initcore.lab.runs import Run, Runs
from initcore.lab.watches import FORGOTTEN_SECONDS, UNWATCHED_SECONDS, Slot, Watch
from tests.helpers.hands import seeded


class Kept:
    """A store that has whatever it is asked for, unless it keeps nothing."""

    keeping = True

    def load(self, config: RunConfig) -> Trajectory | None:
        return None

    def save(self, run: Trajectory, verdict: str) -> bool:
        return True

    def wake(self) -> None:
        pass

    def keeps(self, config: RunConfig) -> bool:
        return self.keeping

    def close(self) -> None:
        pass


@dataclass
class Hall:
    """An audience, and who is in it."""

    limits: Limits = UNLIMITED
    now: float = 1000.0
    store: Kept = field(default_factory=Kept)

    def __post_init__(self) -> None:
        self.runs = Runs()
        self.audience = Audience(self.runs, self.store, lambda: self.now, self.limits)

    def come(self, *seeds: int, trained: bool = False, owner: str = "") -> Watch:
        """Somebody who watches runs of these seeds: at their end, and stored, or at their start."""
        configs = seeded(*seeds)
        known = train(configs) if trained else begin(configs).runs
        pairs = zip(configs, known, strict=True)
        slots = [Slot(one, self.runs.nearest(one, 275, run, run.iteration, self.now)) for one, run in pairs]
        watch = Watch(slots, Need(0.0, 0), None, self.now, owner)
        self.audience.add(watch)
        self.now += 1
        return watch

    def press(self, *watches: Watch) -> None:
        for watch in watches:
            watch.move("running", None, self.now)
            self.now += 0.1

    @property
    def bytes(self) -> int:
        return sum(run.known.nbytes for run in self.runs)


def _wants(hall: Hall) -> list[list[Run]]:
    return [[wish.run for wish in wishes] for wishes in hall.audience.wishes()]


def test_whoever_had_a_turn_is_the_last_to_have_the_next() -> None:
    hall = Hall()
    one, two, three = (hall.come(seed) for seed in (2, 3, 5))
    hall.press(one, two, three)
    assert list(hall.audience) == [one, two, three]
    hall.audience.had_turn(0)
    assert list(hall.audience) == [two, three, one]
    hall.audience.had_turn(1)
    assert list(hall.audience) == [one, two, three]
    hall.audience.add(two)
    assert list(hall.audience) == [one, two, three], "one who is there comes in once"
    hall.audience.remove(two)
    hall.audience.remove(two)
    assert list(hall.audience) == [one, three]


def test_what_is_wanted_is_what_somebody_pressed_for_and_looks_at_and_has_not_to_wait_for() -> None:
    hall = Hall(Limits(0, 0, together=2, each=1))
    ann, ben, anns_next, carl = (hall.come(*seeds, owner=owner) for seeds, owner in WHO)
    hall.press(ann, ben, anns_next)
    runs = [[slot.run for slot in watch.slots] for watch in (ann, ben)]
    assert _wants(hall) == [*runs, [], []]
    assert (ann.waiting, anns_next.waiting, carl.waiting) == (None, Place(0, own=True), None)
    assert hall.audience.wanted() == {*runs[0], *runs[1]}
    assert hall.audience.busy_bytes() == sum(run_bytes(run.known.config) for run in {*runs[0], *runs[1]})
    hall.now += UNWATCHED_SECONDS
    assert hall.audience.wanted() == set()


WHO = (((2, 3), "ann"), ((3, 5), "ben"), ((7,), "ann"), ((11,), "carl"))


def test_it_knows_who_has_a_run_and_whether_anybody_wants_it_further_on() -> None:
    hall = Hall()
    one, two = hall.come(2, 3), hall.come(3)
    shared, alone = one.slots[1].run, one.slots[0].run
    assert hall.audience.of([shared]) == [one, two]
    assert hall.audience.of([alone]) == [one]
    assert hall.audience.of([]) == []
    hall.press(two)
    assert not hall.audience.rests([shared], [one, two])
    assert hall.audience.rests([shared, alone], [one, two])
    one.drawn = frozenset([0, 7])
    assert hall.audience.looked_at() == {alone}


def test_who_was_looked_at_least_lately_rests_first_and_only_until_there_is_room() -> None:
    hall = Hall()
    watches = [hall.come(seed, trained=True) for seed in (2, 3, 5)]
    hall.audience.make_room(10**12)
    assert not any(watch.rests for watch in watches), "without a budget there is room for anything"
    each = hall.bytes // 3
    hall = Hall(Limits(0, 0, memory=3 * each + each // 2))
    watches = [hall.come(seed, trained=True) for seed in (2, 3, 5)]
    watches[0].seen = hall.now
    hall.audience.make_room(each)
    assert [watch.rests for watch in watches] == [False, True, False]
    assert hall.bytes <= 2.1 * each
    hall.audience.make_room(0)
    assert [watch.rests for watch in watches] == [False, True, False]
    assert watches[1] not in list(hall.audience)


@pytest.mark.parametrize("why", ["trains", "unsaved", "busy", "not kept"])
def test_what_could_not_come_back_stays_however_little_room_there_is(why: str) -> None:
    hall = Hall(Limits(0, 0, memory=1))
    watch = hall.come(2, trained=why != "trains")
    [run] = (slot.run for slot in watch.slots)
    if why == "trains":
        hall.press(watch)
    run.stored = 0 if why == "unsaved" else run.stored
    run.storing = why == "busy"
    hall.store.keeping = why != "not kept"
    hall.audience.make_room(10**9)
    assert not watch.rests
    assert hall.bytes > 0


def test_nobody_is_remembered_for_ever_and_their_runs_go_with_them() -> None:
    hall = Hall()
    old, young = hall.come(2, 3, trained=True), hall.come(3, trained=True)
    hall.now += FORGOTTEN_SECONDS - 3
    young.seen = hall.now
    hall.audience.forget()
    assert list(hall.audience) == [old, young]
    hall.now += 3
    hall.audience.forget()
    assert list(hall.audience) == [young]
    assert [run.known.config.weights_seed for run in hall.runs] == [3]
    assert old.rests
