"""Store and run are all that the lab asks of one, and the lab asks for no more than it says."""

from collections.abc import Callable, Hashable
from inspect import signature
from typing import Any

import pytest

from initcore import RunConfig, Trajectory, begin, train
from initcore.figures.pictures import Pictures, newest
from initcore.lab.choosing import Turn, Wish, next_turn, to_store
from initcore.lab.limits import UNLIMITED
from initcore.lab.protocols import Artist, Standing, Storage
from initcore.lab.runs import Run
from initcore.lab.scheduler import Scheduler
from initcore.store.store import Store
from tests.helpers.compare import assert_same_runs
from tests.helpers.hands import ByHand, seeded

RUNS = seeded(2, 3)


def _asked(protocol: type) -> dict[str, Any]:
    return {name: member for name, member in vars(protocol).items() if not name.startswith("_")}


class InMemory:
    """A storage, and nothing that a storage need not have."""

    def __init__(self) -> None:
        self.runs: dict[str, Trajectory] = {}
        self.open = True

    def load(self, config: RunConfig) -> Trajectory | None:
        found = self.runs.get(config.key)
        return None if found is None else found.asked_for(config.iterations)

    def save(self, run: Trajectory, verdict: str) -> bool:
        assert verdict
        assert self.open
        self.runs[run.config.key] = run
        return True

    def wake(self) -> None:
        pass

    def keeps(self, config: RunConfig) -> bool:
        return True

    def close(self) -> None:
        self.open = False


class OnlyStanding:
    """What a run shows of itself where it is only a standing."""

    def __init__(self, run: Run) -> None:
        self._run = run

    @property
    def iteration(self) -> int:
        return self._run.iteration

    @property
    def alike(self) -> Hashable:
        return self._run.alike

    @property
    def failures(self) -> int:
        return self._run.failures

    @property
    def flying(self) -> bool:
        return self._run.flying

    @property
    def unsaved(self) -> bool:
        return self._run.unsaved

    @property
    def saving(self) -> bool:
        return self._run.saving

    @property
    def saved_at(self) -> float:
        return self._run.saved_at


@pytest.mark.parametrize("storage", [Store, InMemory])
def test_a_storages_methods_take_what_the_lab_hands_them(storage: type) -> None:
    for name, method in _asked(Storage).items():
        wanted, there = signature(method).parameters, signature(getattr(storage, name)).parameters
        assert list(there)[: len(wanted)] == list(wanted), name
        further = list(there.values())[len(wanted) :]
        assert all(each.default is not each.empty for each in further), name


def test_pictures_are_what_an_artist_of_the_lab_is() -> None:
    assert set(_asked(Artist)) == {"draw", "keep"}
    artist: Artist = Pictures()
    [run] = begin(RUNS[:1]).runs
    drawn = artist.draw(run, True)
    artist.keep(run, drawn)
    assert newest(run) == drawn[0]


@pytest.mark.parametrize("stands", [lambda run: run, OnlyStanding], ids=["run", "standing"])
def test_a_run_stands_where_it_says(stands: Callable[[Run], Standing]) -> None:
    run = Run(begin(RUNS[:1]).runs[0], stored=0, now=7.0)
    told = {name: getattr(stands(run), name) for name in _asked(Standing)}
    assert told.pop("alike") == run.alike
    assert told == {
        **{"iteration": 0, "failures": 0, "flying": False},
        **{"unsaved": False, "saving": False, "saved_at": 7.0},
    }
    run.known, run.flying, run.saving = train(RUNS[:1])[0], True, True
    run.failed(MemoryError(), alone=False)
    now = stands(run)
    assert (now.iteration, now.failures, now.flying, now.unsaved, now.saving) == (275, 1, True, True, True)


def test_what_comes_next_is_chosen_from_standings_alone() -> None:
    runs = [Run(known, stored=0, now=7.0) for known in begin(RUNS).runs]
    first, second = standings = [OnlyStanding(run) for run in runs]
    assert next_turn([[Wish(each, 50) for each in standings]], 1) == Turn(0, (first, second), 50)
    runs[0].known = train(RUNS[:1])[0]
    assert to_store(standings, {second}, now=8.0, save_seconds=0.0) == [first]


def test_a_lab_trains_with_any_storage_and_takes_up_what_is_in_it() -> None:
    storage, now = InMemory(), 1000.0
    for slices in (3, 100):
        hands = ByHand()
        scheduler = Scheduler(storage, hands, 1, lambda: now, UNLIMITED)
        watch = scheduler.open(RUNS)
        scheduler.train(watch)
        hands.run(slices)
        view = scheduler.look(watch)
        scheduler.close()
        assert not storage.open
        storage.open = True
    assert view.status == "done"
    assert hands.trained == 2 * (275 - 75), "what was stored is not trained again"
    assert_same_runs(view.runs, train(RUNS))
    assert {run.iteration for run in storage.runs.values()} == {275}
