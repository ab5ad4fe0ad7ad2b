"""`initlab warm`: what a class opens first is stored when it has run, and is not trained twice."""

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import closing, contextmanager

import pytest

from initcore.__main__ import main
from initcore.commands import warm as warm_module
from initcore.commands.warm import parts
from initcore.experiment.config import RunConfig
from initcore.experiment.experiment import Experiment
from initcore.experiment.presets import PRESETS
from initcore.lab.engine import Engine
from initcore.lab.handle import Handle
from initcore.lab.settings import Settings
from initcore.lab.watches import View
from initcore.lesson.runs import TRAINED
from initcore.store.store import Store
from tests.helpers.hands import seeded
from tests.helpers.stores import PLENTY, SMALL

FEW = (("Gallery, One", tuple(seeded(2, 3))), ("Lesson, two", tuple(seeded(3, 5))))
"""Two parts that share a run."""


@pytest.fixture
def here(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Has two small parts trained into a store of ours, each call of `warm` on an executor of its own."""
    monkeypatch.setenv("INITLAB_DATABASE_URL", url)
    monkeypatch.setattr(warm_module, "parts", lambda: iter(FEW))

    @contextmanager
    def running(settings: Settings) -> Iterator[Engine]:
        executor: Executor = ThreadPoolExecutor(1)
        engine = Engine(Store(settings.database_url, settings.store_bytes), executor, workers=1)
        try:
            yield engine
        finally:
            engine.close()

    monkeypatch.setattr(warm_module, "running_engine", running)


def stored(url: str) -> dict[int, int]:
    """How far each seed is stored."""
    with closing(Store(url, PLENTY)) as store:
        rows = store.summaries()
    return {RunConfig.from_json(row["config"]).weights_seed: row["iterations"] for row in rows}


def test_everything_that_a_class_opens_first_is_in_it() -> None:
    listed = dict(parts())
    there = {config for configs in listed.values() for config in configs}
    assert there >= set(Experiment().configs)
    for preset in PRESETS:
        assert listed[f"Gallery, {preset.title}"] == preset.experiment.configs
    for name, configs in TRAINED.items():
        assert listed[f"Lesson, {name}"] == configs
    assert len(listed) == len(PRESETS) + len(TRAINED)


def test_what_is_not_stored_is_trained_and_only_once(here, url: str, capsys, monkeypatch) -> None:
    assert main(["warm"]) == 0
    assert capsys.readouterr() == ("3 runs are at hand; 3 were trained now\n", "")
    assert stored(url) == dict.fromkeys((2, 3, 5), SMALL.iterations)
    monkeypatch.setattr(Handle, "train", lambda watch: pytest.fail("it is trained again"))
    assert main(["warm"]) == 0
    assert capsys.readouterr() == ("3 runs are at hand; 0 were trained now\n", "")


def test_who_stops_it_keeps_what_was_trained(here, url: str, capsys, monkeypatch) -> None:
    look = Handle.look

    def until_the_second_part(watch: Handle) -> View:
        if watch.slots[-1].config == FEW[1][1][-1]:
            raise KeyboardInterrupt
        return look(watch)

    with monkeypatch.context() as patch:
        patch.setattr(Handle, "look", until_the_second_part)
        assert main(["warm"]) == 130
    said = capsys.readouterr()
    assert said.out == ""
    [line] = said.err.splitlines()
    assert line.endswith("stopped; what was trained is kept, and calling it again goes on from there")
    assert set(stored(url)) >= {2, 3}
    assert main(["warm"]) == 0
    assert stored(url) == dict.fromkeys((2, 3, 5), SMALL.iterations)


def test_a_store_that_is_too_small_is_said(here, capsys, monkeypatch) -> None:
    def little(settings: Settings) -> set[str]:
        return {config.key for config in FEW[0][1]}

    monkeypatch.setattr(warm_module, "_stored", little)
    assert main(["warm"]) == 1
    said = capsys.readouterr()
    assert said.out == "2 runs are at hand; 3 were trained now\n"
    assert said.err.endswith(": 1 of 3 runs are not stored; INITLAB_STORE_MB may be too little\n")


def test_where_nothing_is_kept_nothing_is_trained(here, capsys, monkeypatch) -> None:
    monkeypatch.setenv("INITLAB_STORE_MB", "0")
    assert main(["warm"]) == 2
    assert capsys.readouterr().err.endswith(": this machine keeps no runs: INITLAB_STORE_MB is 0\n")
