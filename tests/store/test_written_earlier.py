"""A store that an earlier version wrote is read as it was written: published runs and open rooms stay valid.

`written_earlier.sqlite` was written by the version of 2026-11-24 with `Store.save`, `Rooms.open` and a
`Teacher`. It is never to be written anew: a change that cannot read it must say what becomes of such stores.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from initcore import RunConfig, Trajectory, begin
from initcore.classroom.rooms import Rooms
from initcore.classroom.teacher import Teacher
from initcore.diagnosis.diagnose import diagnose
from initcore.store import steps
from initcore.store.store import Store

WRITTEN = Path(__file__).with_name("written_earlier.sqlite")
COURSE = [RunConfig(initialization=name, iterations=200) for name in ("zeros", "random", "he")]
TWIN = RunConfig(
    initialization="xavier",
    optimizer="adam",
    hidden=(4,),
    samples=50,
    test_samples=20,
    iterations=60,
    record_every=20,
    weights_seed=7,
    twin=True,
)
FORMULA = RunConfig(
    initialization="formula",
    formula="sqrt(1/fan_in)",
    dataset="iris",
    hidden=(5,),
    iterations=60,
    record_every=30,
    layer_gains=(1.0, 0.5),
)
DIVERGED = RunConfig(
    gain=9.0,
    activation="linear",
    learning_rate=10.0,
    hidden=(4, 4, 4, 4),
    optimizer="momentum",
    iterations=300,
    record_every=20,
)
FINAL_COSTS = {
    "8b853d65": 0.6931471805599453,
    "bae8551b": 0.7224816156487707,
    "c3f0c249": 0.7112610964828228,
    "470612bc": 0.6591191882468381,
    "0bc2fd54": 1.008499206731405,
}
"""As they were when the file was written, by the beginning of the run's key; stored, so to the last bit."""

ROOM, KEY = "6JTJV8", "Bhv_bmQ4YlS-1ym3M2eM4A"
OPENED = 4e9
"""When the room was opened, by its clock: a room lasts a day."""


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(steps, "STEP_SECONDS", 1000.0)
    shutil.copy(WRITTEN, tmp_path / "runs.db")
    return f"sqlite:///{tmp_path}/runs.db"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = Store(url, 10**8)
    yield opened
    assert (opened.problem, opened.notice) == (None, None)
    opened.close()


def _stored(store: Store, config: RunConfig) -> Trajectory:
    run = store.load(config)
    assert run is not None
    return run


@pytest.mark.parametrize("config", [*COURSE, TWIN, FORMULA], ids=lambda config: config.initialization)
def test_runs_are_what_they_were(store: Store, config: RunConfig) -> None:
    run = _stored(store, config)
    assert run.config == config
    assert run.costs[-1] == FINAL_COSTS[config.key[:8]]
    # The data and the initial weights are the same on every machine, to the last bit.
    [fresh] = begin([config]).runs
    assert np.array_equal(run.frames[0], fresh.theta)
    assert run.costs[0] == pytest.approx(fresh.costs[0], rel=1e-12)


def test_a_run_that_diverged_is_still_one(store: Store) -> None:
    assert _stored(store, DIVERGED).diverged_at == 4


def test_the_list_of_runs_names_them_all(store: Store) -> None:
    configs = [*COURSE, TWIN, FORMULA, DIVERGED]
    listed = store.summaries()
    assert {row["key"] for row in listed} == {config.key for config in configs}
    for config in configs:
        [row] = [row for row in listed if row["key"] == config.key]
        # What was said of it then; a later diagnosis leads with the rate of the one that diverged.
        said = "exploding" if config == DIVERGED else diagnose(_stored(store, config)).name
        assert row["verdict"] == said


def test_the_room_is_open_and_as_it_was(url: str) -> None:
    rooms = Rooms(url, clock=lambda: OPENED + 60)
    room, answered = Teacher(rooms, ROOM, KEY).look()
    assert room == rooms.look(ROOM)
    assert room.question is not None
    assert (room.question.text, room.question.options) == ("Which separates the circles?", ("zeros", "He"))
    assert (room.revealed, room.locked, room.hidden, room.experiment) == (
        True,
        False,
        ("learning_rate",),
        "init=he&lr=0.1",
    )
    assert (room.counts, answered) == ((0, 1), 1)
    rooms.close()
