"""A file of runs carries all of them to another store, and none that is not as it was written."""

import json
import random
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from initcore import Trajectory, train
from initcore.store.database import Database
from initcore.store.portable import ABOUT, FORMAT, NoArchive, exported, imported
from initcore.store.rows import sealed
from initcore.store.store import Store, runs_at
from tests.helpers.compare import assert_same_run
from tests.helpers.stores import PLENTY, SMALL, assert_kept


@pytest.fixture(scope="module")
def runs(diverged: Trajectory) -> list[Trajectory]:
    return [*train([replace(SMALL, weights_seed=seed, iterations=75) for seed in (2, 3, 5)]), diverged]


@pytest.fixture
def there(url: str, runs: list[Trajectory]) -> Iterator[Database]:
    """A store with the runs in it."""
    with closing(Store(url, PLENTY)) as store:
        for run in runs:
            store.save(run, "healthy")
    with closing(runs_at(url)) as database:
        yield database


@pytest.fixture
def file(there: Database, tmp_path: Path, runs: list[Trajectory]) -> Path:
    """The runs in a file."""
    told = exported(there, tmp_path / "runs.zip")
    assert told is not None
    assert (told.taken, told.damaged) == (len(runs), 0)
    return tmp_path / "runs.zip"


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Database]:
    """Another store, with nothing in it."""
    with closing(runs_at(f"sqlite:///{tmp_path}/other.db")) as database:
        yield database


def rewritten(
    file: Path, change: Callable[[dict[str, bytes]], object], compression: int = zipfile.ZIP_STORED
) -> None:
    """Writes the file anew with other members."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def rows(path: Path) -> list[tuple]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT * FROM runs_v3 ORDER BY key").fetchall()


def test_another_store_gets_every_row_as_it_was(
    file: Path, path: Path, other: Database, tmp_path: Path, runs: list[Trajectory]
) -> None:
    told = imported(other, file, PLENTY)
    assert told is not None
    assert (told.taken, told.known, told.damaged, told.evicted) == (len(runs), 0, 0, 0)
    assert rows(tmp_path / "other.db") == rows(path)
    again = imported(other, file, PLENTY)
    assert again is not None
    assert (again.taken, again.known) == (0, len(runs))


def test_a_run_that_has_come_further_is_never_replaced_and_one_that_has_not_is(
    file: Path, other: Database, tmp_path: Path, runs: list[Trajectory]
) -> None:
    further, behind = (
        train([run.config.with_iterations(to)])[0] for run, to in zip(runs, (150, 50), strict=False)
    )
    with closing(Store(f"sqlite:///{tmp_path}/other.db", PLENTY)) as store:
        for run in (further, behind):
            store.save(run, "healthy")
        told = imported(other, file, PLENTY)
        assert told is not None
        assert (told.taken, told.known) == (3, 1)
        assert_kept(store, further)
        assert_kept(store, runs[1])


def test_what_does_not_fit_goes_as_in_any_store(
    file: Path, other: Database, runs: list[Trajectory], path: Path
) -> None:
    with closing(sqlite3.connect(path)) as connection:
        [(size,)] = connection.execute("SELECT sum(bytes) FROM runs_v3").fetchall()
    told = imported(other, file, size - 1)
    assert told is not None
    assert (told.taken, told.evicted) == (len(runs), 1)


def test_a_damaged_row_is_neither_written_nor_taken(
    there: Database, path: Path, tmp_path: Path, runs: list[Trajectory]
) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        key = runs[1].config.key
        connection.execute("UPDATE runs_v3 SET test_accuracy = .09 WHERE key = ?", (key,))
        connection.execute("UPDATE runs_v3 SET used = x'ff'")
    told = exported(there, tmp_path / "runs.zip")
    assert told is not None
    assert (told.taken, told.damaged) == (3, 1)
    with zipfile.ZipFile(tmp_path / "runs.zip") as archive:
        assert len(archive.namelist()) == 7
        assert not [name for name in archive.namelist() if name.startswith(key)]


def test_whatever_is_flipped_in_the_file_no_run_is_taken_that_is_not_as_it_was(
    file: Path, tmp_path: Path, runs: list[Trajectory]
) -> None:
    whole, rng, refused, left_out = file.read_bytes(), random.Random(7), 0, 0
    for number in range(60):
        damaged = bytearray(whole)
        for _ in range(rng.choice((1, 4, 40))):
            damaged[rng.randrange(len(whole))] ^= 1 << rng.randrange(8)
        file.write_bytes(damaged[: rng.choice((len(whole), len(whole), rng.randrange(len(whole))))])
        url = f"sqlite:///{tmp_path}/{number}.db"
        with closing(runs_at(url)) as database:
            try:
                told = imported(database, file, PLENTY)
            except NoArchive:
                refused += 1
                continue
            assert told is not None
            left_out += told.damaged
        with closing(Store(url, PLENTY)) as store:
            assert len(store.summaries()) == told.taken
            for run in runs:
                if (loaded := store.load(run.config)) is not None:
                    assert_same_run(loaded, run)
    assert refused > 5
    assert left_out > 20


def _of(members: dict[str, bytes], ending: str) -> str:
    return next(name for name in members if name.endswith(ending) and name != ABOUT)


def _row(members: dict[str, bytes], **others: object) -> None:
    """Another row for the first run, under the checksum that belongs to it where it can have one."""
    name = _of(members, ".json")
    row = {**json.loads(members[name]), **others}
    members[name] = json.dumps(sealed(row)).encode()


LIES: dict[str, Callable[[dict[str, bytes]], object]] = {
    "no trajectory": lambda members: members.pop(_of(members, ".npz")),
    "no row": lambda members: members.pop(_of(members, ".json")),
    "another trajectory": lambda members: members.update({_of(members, ".npz"): b"PK"}),
    "a row that is no JSON": lambda members: members.update({_of(members, ".json"): b"{"}),
    "a row that is nested": lambda members: members.update({_of(members, ".json"): b"[" * 9000}),
    "a row that is a list": lambda members: members.update({_of(members, ".json"): b"[]"}),
    "a row that is huge": lambda members: members.update({_of(members, ".json"): b" " * 10**5}),
    "a list in the row": lambda members: _row(members, final_cost=[]),
    "another key": lambda members: _row(members, key="0" * 64),
    "more iterations": lambda members: _row(members, iterations=10**6),
    "another schema": lambda members: _row(members, schema_version=2),
    "a name that leads away": lambda members: members.update({"../../away.json": b"{}"}),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_a_run_that_does_not_hold_together_is_left_out(
    file: Path, other: Database, lie: Callable[[dict[str, bytes]], object], runs: list[Trajectory]
) -> None:
    rewritten(file, lie)
    told = imported(other, file, PLENTY)
    assert told is not None
    assert told.damaged == 1
    assert told.taken >= len(runs) - 1


def test_a_row_whose_figures_lie_under_a_right_checksum_gets_its_own(
    file: Path, path: Path, other: Database, tmp_path: Path
) -> None:
    rewritten(file, lambda members: _row(members, test_accuracy=1.0, verdict="splendid", initialization="x"))
    told = imported(other, file, PLENTY)
    assert told is not None
    assert told.damaged == 0
    figures = "SELECT key, test_accuracy, initialization FROM runs_v3 ORDER BY key"
    for database in (path, tmp_path / "other.db"):
        with closing(sqlite3.connect(database)) as connection:
            shown = connection.execute(figures).fetchall()
        assert {name for *_, name in shown} == {"he"}
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute(figures).fetchall() == shown


def test_packed_runs_are_not_unpacked(file: Path, other: Database) -> None:
    rewritten(file, lambda members: None, compression=zipfile.ZIP_DEFLATED)
    with pytest.raises(NoArchive, match="not an archive of runs"):
        imported(other, file, PLENTY)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "it is not an archive of runs, or not all of it is there"),
        (b"x,y\n1,2\n", "it is not an archive of runs, or not all of it is there"),
        ({}, "it is not an archive of runs, or not all of it is there"),
        ({ABOUT: b"{"}, "it is not an archive of runs, or not all of it is there"),
        ({ABOUT: json.dumps({**FORMAT, "version": 2}).encode()}, "of another version of Init Lab"),
    ],
)
def test_another_file_is_refused_in_a_sentence(
    tmp_path: Path, other: Database, content: bytes | dict[str, bytes], message: str
) -> None:
    file = tmp_path / "runs.zip"
    if isinstance(content, bytes):
        file.write_bytes(content)
    else:
        with zipfile.ZipFile(file, "w") as archive:
            for name, member in content.items():
                archive.writestr(name, member)
    with pytest.raises(NoArchive, match=message):
        imported(other, file, PLENTY)


def test_a_file_that_is_there_is_not_written_over_and_one_that_failed_is_not_left(
    there: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "runs.zip"
    file.write_text("somebody's")
    with pytest.raises(FileExistsError):
        exported(there, file)
    assert file.read_text() == "somebody's"
    with pytest.raises(OSError, match="No such file or directory"):
        exported(there, tmp_path / "nowhere" / "runs.zip")
    before = sorted(tmp_path.iterdir())
    monkeypatch.setattr("initcore.store.portable._export", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        exported(there, tmp_path / "other.zip")
    assert sorted(tmp_path.iterdir()) == before


def test_a_store_that_does_not_work_says_so(tmp_path: Path, file: Path) -> None:
    database = runs_at(f"sqlite:///{tmp_path}")
    assert exported(database, tmp_path / "none.zip") is None
    assert imported(database, file, PLENTY) is None
    assert not (tmp_path / "none.zip").exists()
