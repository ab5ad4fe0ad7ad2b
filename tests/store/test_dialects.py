"""What differs between databases: which file a URL means, how one is opened, and what its errors mean."""

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, OperationalError

from initcore.store import dialects
from initcore.store.dialects import (
    NotOurs,
    alone_with,
    engine_for,
    first_line,
    identity,
    is_damaged,
    is_lasting,
    reason_for,
    sqlite_code,
    sqlite_path,
)


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    engine = engine_for(make_url(url))
    try:
        yield engine
    finally:
        engine.dispose()


def raised(do: Callable[[], object]) -> Exception:
    """What it raises."""
    try:
        do()
    except Exception as error:
        return error
    pytest.fail("nothing was raised")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialects, "WAIT_SECONDS", 0.05)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///runs.db", "runs.db"),
        ("sqlite:////data/runs.db", "/data/runs.db"),
        ("sqlite+pysqlite:////data/a%20b.db", "/data/a b.db"),
        ("sqlite://", None),
        ("sqlite:///:memory:", None),
        ("sqlite:///file:runs.db?uri=true", None),
        ("postgresql+psycopg://somebody@host/runs.db", None),
        ("mysql://host/runs.db", None),
    ],
)
def test_only_an_sqlite_url_of_a_file_has_a_path(url: str, path: str | None) -> None:
    assert sqlite_path(make_url(url)) == (None if path is None else Path(path))


def test_a_database_in_memory_is_one_for_all_threads() -> None:
    def count() -> int:
        with engine.connect() as connection:
            return connection.exec_driver_sql("SELECT count(*) FROM rows").scalar_one()

    with opened("sqlite://") as engine, ThreadPoolExecutor(4) as pool:
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE rows (key)")
            connection.exec_driver_sql("INSERT INTO rows VALUES (1)")
        assert [future.result() for future in [pool.submit(count) for _ in range(12)]] == [1] * 12


def test_no_engine_connects_before_it_is_asked(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path}/nowhere/runs.db") as engine:
        assert reason_for(raised(engine.connect)) == "its file cannot be opened"
    with opened(f"sqlite:///{tmp_path}/runs.db") as engine:
        assert list(tmp_path.iterdir()) == []
        engine.connect().close()
        assert (tmp_path / "runs.db").exists()


def test_who_reads_keeps_nobody_from_writing_and_sees_what_was_there(tmp_path: Path, impatient: None) -> None:
    def count(reader: Connection) -> int:
        return reader.exec_driver_sql("SELECT count(*) FROM rows").scalar_one()

    with opened(f"sqlite:///{tmp_path}/runs.db") as engine:
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE rows (key)")
        with engine.begin() as reader:
            assert count(reader) == 0
            with engine.begin() as writer:
                writer.exec_driver_sql("INSERT INTO rows VALUES (1)")
            assert count(reader) == 0
        with engine.begin() as reader:
            assert count(reader) == 1


def test_what_writes_takes_its_turn_at_the_start_and_what_reads_takes_none(
    tmp_path: Path, impatient: None
) -> None:
    with opened(f"sqlite:///{tmp_path}/runs.db") as engine:
        writing = engine.execution_options(initlab_kind="written")
        with writing.begin():
            busy = raised(lambda: writing.begin().__enter__())
            with engine.begin() as reader:
                assert reader.exec_driver_sql("SELECT 1").scalar() == 1
        assert reason_for(busy) == "another program holds it"
        with writing.begin():
            pass  # and the lock is free again


def test_a_table_made_in_a_transaction_that_fails_is_not_there(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path}/runs.db") as engine, engine.connect() as connection:
        with connection.begin() as transaction:
            connection.exec_driver_sql("CREATE TABLE rows (key)")
            transaction.rollback()
        with pytest.raises(OperationalError, match="no such table"):
            connection.exec_driver_sql("SELECT * FROM rows")


def test_text_that_is_damaged_can_be_read(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path}/runs.db") as engine, engine.connect() as connection:
        assert (
            connection.exec_driver_sql("SELECT CAST(x'61ff62' AS TEXT)").scalar()
            == "a\N{REPLACEMENT CHARACTER}b"
        )


def test_one_at_a_time_is_alone_with_a_file(tmp_path: Path, impatient: None) -> None:
    path = tmp_path / "runs.db"
    with alone_with(path), alone_with(tmp_path / "another.db"):
        refused = raised(lambda: alone_with(path).__enter__())
        assert isinstance(refused, sqlite3.OperationalError)
        assert sqlite_code(refused) == sqlite3.SQLITE_BUSY
    with pytest.raises(ZeroDivisionError), alone_with(path):
        raise ZeroDivisionError
    with alone_with(path):
        assert not path.exists(), "it is no part of the file"


def test_a_server_needs_nobody_to_be_alone() -> None:
    with alone_with(None), alone_with(None):
        pass


def test_a_place_that_is_no_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    refused = raised(lambda: alone_with(tmp_path).__enter__())
    assert isinstance(refused, OSError)
    assert reason_for(refused) == "it is not a file"
    assert not Path(f"{tmp_path}.lock").exists()


def test_a_files_identity_is_its_own_whatever_it_is_called(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for path in (one, other):
        path.write_bytes(b"the same")
    mine = identity(one)
    assert mine is not None
    assert identity(other) not in (mine, None)
    one.rename(tmp_path / "moved")
    assert identity(tmp_path / "moved") == mine
    assert identity(one) is None
    assert identity(one / "within") is None
    assert identity(None) is None


def test_a_file_of_nonsense_is_damaged_and_a_wrong_question_is_not(tmp_path: Path) -> None:
    (tmp_path / "runs.db").write_bytes(b"no database" * 1000)
    with opened(f"sqlite:///{tmp_path}/runs.db") as engine:
        nonsense = raised(engine.connect)
    with opened("sqlite://") as engine, engine.connect() as connection:
        wrong = raised(lambda: connection.exec_driver_sql("SELECT * FROM nowhere"))
    assert (is_damaged(nonsense), sqlite_code(nonsense)) == (True, sqlite3.SQLITE_NOTADB)
    assert (is_damaged(wrong), sqlite_code(wrong)) == (False, sqlite3.SQLITE_ERROR)
    assert is_damaged(UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"))
    assert not is_damaged(OSError(errno.EIO, "it is the disk"))


def test_a_lock_that_is_damaged_does_not_make_the_file_so(tmp_path: Path) -> None:
    (tmp_path / "runs.db.lock").write_bytes(b"no database" * 1000)
    refused = raised(lambda: alone_with(tmp_path / "runs.db").__enter__())
    assert sqlite_code(refused) == sqlite3.SQLITE_NOTADB
    assert not is_damaged(refused)


def test_the_log_gets_one_line_without_sql_and_parameters() -> None:
    with opened("sqlite://") as engine, engine.connect() as connection:
        error = raised(lambda: connection.exec_driver_sql("SELECT ? FROM nowhere", ("secret",)))
    assert first_line(error) == "no such table: nowhere"
    assert "SELECT" in str(error)
    assert "secret" not in str(error)
    assert first_line(RuntimeError("one\ntwo")) == "one"
    assert first_line(RuntimeError()) == ""


def _sqlites(code: int) -> OperationalError:
    """An error of SQLite's with that code, as SQLAlchemy raises it."""
    told = sqlite3.OperationalError(f"something about {os.sep}secret{os.sep}runs.db")
    told.sqlite_errorcode = code
    return OperationalError("SELECT secret", (), told)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (_sqlites(sqlite3.SQLITE_FULL), "disk full"),
        (_sqlites(sqlite3.SQLITE_READONLY_DBMOVED), "it is read-only"),
        (_sqlites(sqlite3.SQLITE_CANTOPEN_ISDIR), "its file cannot be opened"),
        (_sqlites(sqlite3.SQLITE_IOERR_WRITE), "the disk reports an error"),
        (_sqlites(sqlite3.SQLITE_BUSY_SNAPSHOT), "another program holds it"),
        (_sqlites(sqlite3.SQLITE_CORRUPT_INDEX), "its file is damaged"),
        (FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), "/secret"), "file exists"),
        (OSError("secret"), "the system refuses"),
        (ModuleNotFoundError("No module named 'secret'"), "its driver is not installed"),
        (ArgumentError("secret"), "its URL is not valid"),
        (ValueError("secret"), "its URL is not valid"),
        (OperationalError("secret", (), ConnectionRefusedError("secret")), "it does not answer"),
        (RuntimeError("secret"), "it does not answer"),
    ],
)
def test_a_reason_is_a_few_plain_words_that_name_nobody(error: Exception, reason: str) -> None:
    assert reason_for(error) == reason


@pytest.mark.parametrize(
    ("error", "lasting"),
    [
        (NotOurs("it is somebody's thesis"), True),
        (FileExistsError(errno.EEXIST, "file exists"), True),
        (OSError(errno.EINVAL, "it is not a file"), True),
        (ModuleNotFoundError(), True),
        (ArgumentError(), True),
        (OSError(errno.ENOSPC, "no space left on device"), False),
        (_sqlites(sqlite3.SQLITE_BUSY), False),
        (_sqlites(sqlite3.SQLITE_READONLY), False),
        (OperationalError("", (), ConnectionRefusedError()), False),
    ],
)
def test_what_names_nothing_that_can_be_used_does_not_pass(error: Exception, lasting: bool) -> None:
    assert is_lasting(error) == lasting


def test_errors_of_servers_have_no_code_of_sqlites() -> None:
    assert sqlite_code(OperationalError("", (), ConnectionRefusedError())) == 0
    assert sqlite_code(KeyError("sqlite_errorcode")) == 0
