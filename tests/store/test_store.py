"""The store: what was trained once comes back, what cannot be trusted does not, and room is limited."""

import hashlib
import logging
import pickle
import sqlite3
import struct
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from initcore import RunConfig, State, Trajectory, advance, begin, train
from initcore.experiment.config import SCHEMA
from initcore.measures.curves import accuracy_curves
from initcore.store import rows as rows_module
from initcore.store import store as store_module
from initcore.store.archive import to_bytes
from initcore.store.rows import SEALED, is_sealed
from initcore.store.store import Store
from tests.helpers.compare import assert_same_run, assert_same_runs
from tests.helpers.stores import PLENTY, SMALL, assert_kept, forge, reseal, warnings_in

SEEDS = range(5)


@pytest.fixture
def now(monkeypatch) -> SimpleNamespace:
    """The store's clock, which stands at `seconds`."""
    now = SimpleNamespace(seconds=1e9)
    for module in (store_module, rows_module):
        monkeypatch.setattr(module, "time", SimpleNamespace(time=lambda: now.seconds))
    return now


def stored_keys(store: Store) -> set[str]:
    return {row["key"] for row in store.summaries()}


@pytest.fixture(scope="module")
def runs() -> list[Trajectory]:
    return train([replace(SMALL, weights_seed=seed) for seed in SEEDS])


def test_a_run_comes_back_bit_for_bit_in_another_process_life(url, run):
    with closing(Store(url, PLENTY)) as store:
        assert store.load(run.config) is None
        store.save(run, "fine")
    with closing(Store(url, PLENTY)) as store:
        loaded = store.load(run.config)
        assert loaded is not None
        assert_same_run(loaded, run)
        assert store.problem is None


@pytest.mark.parametrize("asked", [1, 49, 50, 120, 275, 276, 301, 400])
def test_fewer_iterations_are_cut_and_more_pay_only_for_the_difference(store, run, asked):
    store.save(run, "fine")
    config = SMALL.with_iterations(asked)
    loaded = store.load(config)
    known = loaded.asked_for(asked)
    assert known.iteration == (asked // 50 * 50 if asked < 275 else 275)
    [trained] = advance(State((known,)), asked).runs
    assert_same_run(trained, train([config])[0])


def test_a_row_can_be_queried(store, path, run):
    store.save(run, "it trains")
    [row] = store.summaries()
    assert RunConfig.from_json(row["config"]) == run.config
    assert row["created"] == row["used"] == pytest.approx(time.time(), abs=60)
    expected = {
        "key": run.config.key,
        "schema_version": SCHEMA,
        "iterations": 275,
        "initialization": "he",
        "dataset": "circles",
        "final_cost": run.costs[-1],
        "train_accuracy": run.train_accuracy,
        "test_accuracy": run.test_accuracy,
        "best_cost": run.costs.min(),
        "best_cost_at": run.iterations[run.costs.argmin()],
        "best_test_accuracy": accuracy_curves(run).test.max(),
        "best_test_accuracy_at": accuracy_curves(run).iterations[accuracy_curves(run).test.argmax()],
        "verdict": "it trains",
        "seconds": run.seconds,
        "bytes": len(to_bytes(run)),
        "checksum": hashlib.sha256(to_bytes(run)).hexdigest(),
    }
    assert {name: row[name] for name in expected} == expected
    assert set(row) == {*expected, "config", "created", "used", "row_checksum"}
    assert is_sealed(row)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("SELECT trajectory FROM runs_v3").fetchone() == (to_bytes(run),)


def test_a_diverged_run_is_stored_with_nulls_where_numbers_are_not_finite(store, diverged):
    store.save(diverged, "it diverged")
    [row] = store.summaries()
    assert (row["train_accuracy"], row["test_accuracy"]) == (None, None)
    assert row["final_cost"] is None
    assert_kept(store, diverged)


def test_summaries_come_newest_first(store, runs):
    for seed in (2, 0, 1):
        store.save(runs[seed], "fine")
    assert [row["key"] for row in store.summaries()] == [runs[seed].config.key for seed in (1, 0, 2)]


def test_a_run_between_two_records_has_the_figures_of_where_it_stands(store):
    stride = SMALL.record_every
    [run] = advance(begin([SMALL]), stride + stride // 2).runs
    store.save(run, "fine")
    [row] = store.summaries()
    stands = train([SMALL.with_iterations(run.iteration)])[0]
    assert (row["final_cost"], row["test_accuracy"]) == (stands.costs[-1], stands.test_accuracy)
    assert row["final_cost"] != run.costs[-1]
    assert_same_run(store.load(SMALL), run)


def test_a_row_is_replaced_only_by_a_run_that_came_further(store, run):
    [short] = train([SMALL.with_iterations(100)])
    store.save(short, "short")
    store.save(run, "long")
    store.save(short, "short again")
    store.save(run, "the same again")
    [row] = store.summaries()
    assert (row["iterations"], row["verdict"]) == (275, "long")


DAMAGE = {
    "old schema": {"schema_version": SCHEMA - 1},
    "later schema": {"schema_version": SCHEMA + 1},
    "schema that is no number": {"schema_version": "one"},
    "wrong checksum": {"checksum": "0" * 64},
    "text for a blob": {"trajectory": "text"},
    "text that is no text": {"trajectory": b"\xff\xfe"},
    "a number for a blob": {"trajectory": 10**12},
    "empty blob": {"trajectory": b""},
    "other iterations": {"iterations": 274},
    "iterations that are no number": {"iterations": "many"},
}


@pytest.mark.parametrize("change", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_row_not_to_be_trusted_is_logged_deleted_and_trained_again(store, path, run, change, caplog):
    store.save(run, "fine")
    forge(path, change)
    assert store.load(SMALL) is None
    assert [(record.levelno, record.exc_info) for record in caplog.records] == [(logging.WARNING, None)]
    assert SMALL.key[:12] in caplog.text
    assert store.summaries() == []
    store.save(run, "again")
    assert_kept(store, run)
    assert store.problem is None


@pytest.mark.parametrize("change", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_row_not_to_be_trusted_is_replaced_even_by_a_shorter_run(store, path, run, change):
    store.save(run, "fine")
    forge(path, change)
    [short] = train([SMALL.with_iterations(100)])
    store.save(short, "short")
    assert_kept(store, short)


@pytest.mark.parametrize("name", [*SEALED, "row_checksum"])
def test_no_column_that_was_changed_by_a_bit_is_ever_shown(store, path, run, runs, name, caplog):
    for each in (run, runs[1]):
        store.save(each, "healthy")
    before = {row["key"]: row for row in store.summaries()}
    with closing(sqlite3.connect(path)) as connection, connection:
        changed = bit_flipped(before[run.config.key][name])
        connection.execute(f"UPDATE runs_v3 SET {name} = ? WHERE key = ?", (changed, run.config.key))
    [left] = store.summaries()
    assert left == before[runs[1].config.key]
    [line] = warnings_in(caplog)
    assert line.endswith(" is deleted and will be trained again: its row is not as it was written.")
    assert store.load(SMALL) is None
    store.save(run, "healthy")
    assert {row["key"] for row in store.summaries()} == set(before)
    assert_kept(store, run)


def bit_flipped(value: object) -> object:
    """The value with one of its bits the other way."""
    if isinstance(value, int):
        return value ^ 1
    if isinstance(value, float):
        [bits] = struct.unpack("<q", struct.pack("<d", value))
        return struct.unpack("<d", struct.pack("<q", bits ^ 1))[0]
    assert isinstance(value, str)
    at = value.find("0.01") + 3 if "0.01" in value else len(value) - 1  # a rate of .01 becomes one of .00
    return value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :]


def test_text_that_cannot_be_decoded_is_one_damaged_row_and_not_a_broken_database(store, path, run):
    store.save(run, "fine")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE runs_v3 SET trajectory = CAST(x'fffe' AS TEXT)")
    assert store.load(SMALL) is None
    assert store.problem is None
    assert store.summaries() == []


@pytest.mark.parametrize("at", [0, 30, 100, -1000, -100, -1])
def test_a_flipped_byte_or_a_cut_is_noticed(store, path, run, at):
    blob = to_bytes(run)
    flipped = bytearray(blob)
    flipped[at] ^= 1
    for bad in (bytes(flipped), blob[:at]):
        store.save(run, "fine")
        forge(path, {"trajectory": bad})
        assert store.load(SMALL) is None


def test_bytes_that_are_no_run_are_refused_though_their_checksum_is_right(store, path, run, runs):
    executed = path.parent / "executed"

    class Trap:
        def __reduce__(self):
            return Path.touch, (executed,)

    for blob in (pickle.dumps(Trap()), b"PK", to_bytes(runs[1])):
        store.save(run, "fine")
        forge(path, {"trajectory": blob, "checksum": hashlib.sha256(blob).hexdigest()})
        reseal(path)
        assert len(store.summaries()) == 1
        assert store.load(SMALL) is None
    assert not executed.exists()


def test_the_least_recently_used_go_first(url, runs, now):
    sizes = [len(to_bytes(run)) for run in runs]
    room_for_four = max(sum(sizes[:4]), sum(sizes) - sizes[1])
    with closing(Store(url, room_for_four)) as store:
        for run in runs[:4]:
            now.seconds += 100
            store.save(run, "fine")
        assert len(store.summaries()) == 4
        now.seconds += 100
        store.load(runs[0].config)
        now.seconds += 100
        store.save(runs[4], "fine")
        assert stored_keys(store) == {runs[seed].config.key for seed in (0, 2, 3, 4)}


def test_a_limit_that_was_lowered_is_kept_from_the_next_run_on(url, runs):
    with closing(Store(url, PLENTY)) as store:
        for run in runs[:4]:
            store.save(run, "fine")
    with closing(Store(url, len(to_bytes(runs[4])))) as store:
        store.save(runs[4], "fine")
        assert stored_keys(store) == {runs[4].config.key}


def test_a_use_is_written_at_most_once_a_minute(store, run, now):
    store.save(run, "fine")
    used = []
    for step in (59.0, 2.0, 58.0, 3.0):
        now.seconds += step
        store.load(SMALL)
        used.append(store.summaries()[0]["used"] - 1e9)
    assert used == [0, 61, 61, 122]
    assert store.summaries()[0]["created"] == 1e9


def test_a_run_larger_than_the_limit_is_not_stored_and_pushes_nothing_out(url, run):
    [longer] = train([replace(SMALL, iterations=400, record_every=1)])
    with closing(Store(url, len(to_bytes(longer)) - 1)) as store:
        store.save(run, "fine")
        store.save(longer, "fine")
        assert stored_keys(store) == {run.config.key}
        assert store.problem is None


def test_no_limit_is_no_cache_and_no_file(tmp_path, run):
    store = Store(f"sqlite:///{tmp_path}/data/runs.db", 0)
    store.save(run, "fine")
    assert store.load(SMALL) is None
    assert store.summaries() == []
    assert store.problem is None
    store.close()
    assert list(tmp_path.iterdir()) == []


def test_a_store_in_memory_works_from_every_thread(runs):
    with closing(Store("sqlite://", PLENTY)) as store, ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda run: store.save(run, "fine"), runs))
        loaded = list(pool.map(lambda run: store.load(run.config), runs * 4))
        assert store.problem is None
    assert_same_runs(filter(None, loaded), runs * 4)


def test_an_unfinished_run_goes_on_where_it_was(store, run):
    [half] = advance(begin([SMALL]), 130).runs
    store.save(half, "in training")
    known = store.load(SMALL).asked_for(275)
    assert known.iteration == 130
    assert_same_run(advance(State((known,)), 275).runs[0], run)
    assert np.isfinite(store.summaries()[0]["final_cost"])


def test_it_knows_its_size_and_whether_it_answers(url: str, runs: list[Trajectory], tmp_path: Path) -> None:
    with closing(Store(url, PLENTY)) as store:
        assert store.size() == 0
        for run in runs[:2]:
            store.save(run, "Learns")
        assert store.size() == sum(row["bytes"] for row in store.summaries()) > 0
    with closing(Store(f"sqlite:///{tmp_path}", PLENTY)) as none:  # a folder
        assert none.size() is None
