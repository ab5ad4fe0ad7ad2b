"""Runs on an uploaded table: trained by workers that never saw the upload, and kept in no store."""

import gc

import numpy as np
import pytest

from initcore import RunConfig, Trajectory, train
from initcore.data.decoding import TableError
from initcore.data.reading import read
from initcore.data.tables import TABLES, Table, choose
from initcore.lab.engine import running_engine
from initcore.lab.settings import Settings
from initcore.store.store import Store
from tests.helpers.compare import assert_same_run, assert_same_runs
from tests.helpers.hands import by_hand, followed, shown
from tests.helpers.stores import PLENTY

STREAM = np.random.RandomState(7)
POINTS = STREAM.standard_normal((60, 3)) + np.repeat(np.eye(3) * 3, 20, axis=0)
LINES = [",".join(map(repr, point.tolist())) for point in POINTS]
CSV = "a,b,c,kind\n" + "\n".join(f"{line},k{row // 20}" for row, line in enumerate(LINES))


@pytest.fixture
def table() -> Table:
    return choose(read(CSV.encode()), ("a", "b", "c"), "kind")


def _configs(table: Table) -> list[RunConfig]:
    return [
        RunConfig(dataset="csv", table=table.id, hidden=(5,), iterations=120, weights_seed=seed)
        for seed in range(3)
    ]


def test_workers_train_on_a_table_as_this_process_does(url, table):
    configs = _configs(table)
    with running_engine(
        Settings.from_environment({"INITLAB_DATABASE_URL": url, "INITLAB_WORKERS": "2"})
    ) as e:
        watch = e.open(configs)
        watch.train()
        view = followed(watch).look()
        assert view.errors == (None, None, None)
        assert_same_runs(view.runs, train(configs))
        assert view.runs[0].train_accuracy > 0.8


def test_no_run_on_a_table_is_ever_stored(url, table):
    configs = _configs(table)
    with by_hand(url) as lab:
        watch = lab.train(configs)
        lab.hands.run_all()
        assert watch.look().status == "done"
    store = Store(url, PLENTY)
    assert store.summaries() == []
    assert store.load(configs[0]) is None
    store.save(train(configs[:1])[0], "healthy")
    assert store.summaries() == []
    store.close()


def test_a_comparison_keeps_its_table_as_long_as_it_is_open(url):
    made = choose(read(CSV.encode()), ("a", "b"), "kind")
    name = made.id
    with by_hand(url) as lab:
        configs = _configs(made)
        watch = lab.open(configs)
        del made
        gc.collect()
        watch.train()
        lab.hands.run_all()
        assert shown(watch) == [120] * 3
        assert TABLES.get(name) is not None


def test_a_table_that_is_gone_is_a_sentence(url):
    with by_hand(url) as lab, pytest.raises(TableError, match="is not here any more; upload it again"):
        lab.open([RunConfig(dataset="csv", table="2x2-0123456789abcdef")])


def test_the_same_columns_uploaded_again_are_the_same_run(url, table):
    [config, *_] = _configs(table)
    runs: list[Trajectory] = train([config])
    again = choose(read(CSV.encode()), ("a", "b", "c"), "kind")
    assert again is table
    assert_same_run(train([config])[0], runs[0])
