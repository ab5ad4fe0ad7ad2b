"""`initlab store`, run as people run it: what it prints, its exit status, and what it leaves alone."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from initcore.__main__ import main
from initcore.store.store import Store
from tests.helpers.calling import call
from tests.helpers.stores import PLENTY, damaged_store
from tests.store.test_written_earlier import WRITTEN

ZEROS = "8b853d65"


@pytest.fixture
def here(path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with six runs of an earlier version and a room that is open, as the environment names it."""
    monkeypatch.setenv("INITLAB_DATABASE_URL", url)
    path.parent.mkdir()
    shutil.copy(WRITTEN, path)
    return path


class Said:
    """What a call printed, and its exit status."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *words: str) -> None:
        try:
            self.status = main(["store", *words])
        except SystemExit as end:
            self.status = int(str(end.code))
        printed = capsys.readouterr()
        self.out = printed.out
        self.lines = [line.partition(": ")[2] for line in printed.err.splitlines()]


def execute(path: Path, sql: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(sql, values)


def count(path: Path) -> int:
    with closing(Store(f"sqlite:///{path}", PLENTY)) as store:
        return len(store.summaries())


def test_stats_say_what_is_stored(here: Path, capsys) -> None:
    said = Said(capsys, "stats")
    assert (said.status, said.lines) == (0, [])
    lines = [line.split() for line in said.out.splitlines()]
    assert lines[:3] == [["store", str(here)], ["runs", "6"], ["size", "21.3", "kB", "of", "512.0", "MB"]]
    assert lines[4][:3] == ["used", "last", "2026-11-25"]
    assert lines[5] == ["open", "rooms", "1"]
    assert ["he", "2", "7.9", "kB"] in lines
    assert lines[-1] == ["iris", "1", "3.0", "kB"]


def test_prune_deletes_what_was_used_least_recently(here: Path, capsys) -> None:
    said = Said(capsys, "prune", "--to", "15kB")
    assert (said.status, said.lines) == (0, [])
    assert said.out == "2 runs deleted, 6.5 kB; 4 are left\n"
    assert count(here) == 4
    said = Said(capsys, "prune", "--older-than", "0")
    assert said.out.endswith("; 0 are left\n")
    assert Said(capsys, "prune", "--to", "0").out == "0 runs deleted, 0 bytes; 0 are left\n"
    assert Said(capsys, "stats").status == 0


def test_what_holds_the_file_does_not_hold_up_what_is_deleted(here: Path, capsys, monkeypatch) -> None:
    monkeypatch.setattr("initcore.store.dialects.WAIT_SECONDS", 0.1)
    assert Said(capsys, "check").status == 0
    with closing(sqlite3.connect(here, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM runs_v3").fetchall()
        said = Said(capsys, "prune", "--to", "0")
        assert said.out == "6 runs deleted, 21.3 kB; 0 are left\n"
        other.execute("COMMIT")
    assert said.status == 0


def test_check_finds_every_damage_touches_nothing_and_says_so_in_its_status(here: Path, capsys) -> None:
    said = Said(capsys, "check")
    assert (said.status, said.out) == (0, "6 runs checked: all are as they were written\n")
    execute(here, "UPDATE runs_v3 SET test_accuracy = .09 WHERE key LIKE ?", f"{ZEROS}%")
    said = Said(capsys, "check")
    assert (said.status, said.out) == (1, "")
    assert len(said.lines) == 1
    assert said.lines[0].startswith(f"run {ZEROS}")
    assert said.lines[0].endswith(": its row is not as it was written")
    with closing(sqlite3.connect(here)) as connection:
        assert connection.execute("SELECT count(*) FROM runs_v3").fetchone() == (6,)


def test_check_leaves_a_damaged_file_where_it_is(path: Path, url: str, capsys, monkeypatch) -> None:
    monkeypatch.setenv("INITLAB_DATABASE_URL", url)
    damaged_store(path)
    before = path.read_bytes()
    said = Said(capsys, "check")
    assert said.status == 1
    assert said.lines
    assert all(line.startswith("runs.db: ") for line in said.lines)
    assert path.read_bytes() == before
    assert not list(path.parent.glob("*.damaged-*"))


def test_check_looks_at_the_rooms_too(here: Path, capsys) -> None:
    assert Said(capsys, "stats").status == 0
    rooms = here.with_name("runs-rooms.db")
    content = bytearray(rooms.read_bytes())
    content[100] = 0xFF
    rooms.write_bytes(content)
    said = Said(capsys, "check")
    assert said.status == 1
    assert all(line.startswith("runs-rooms.db: ") for line in said.lines)


def test_runs_go_to_another_store_and_are_there_once(here: Path, tmp_path: Path, capsys, monkeypatch) -> None:
    file = tmp_path / "runs.zip"
    said = Said(capsys, "export", str(file))
    assert (said.status, said.lines, said.out) == (0, [], f"6 runs written to {file}, 21.3 kB\n")
    monkeypatch.setenv("INITLAB_DATABASE_URL", f"sqlite:///{tmp_path}/new/runs.db")
    said = Said(capsys, "import", str(file))
    assert (said.status, said.lines, said.out) == (0, [], "6 runs taken in, 21.3 kB; 0 were there already\n")
    assert Said(capsys, "import", str(file)).out == "0 runs taken in, 0 bytes; 6 were there already\n"
    assert count(tmp_path / "new" / "runs.db") == 6


def test_what_is_damaged_is_left_out_and_in_the_status(here: Path, tmp_path: Path, capsys) -> None:
    assert Said(capsys, "check").status == 0
    execute(here, "UPDATE runs_v3 SET seconds = 9 WHERE key LIKE ?", f"{ZEROS}%")
    said = Said(capsys, "export", str(tmp_path / "runs.zip"))
    assert (said.status, said.lines) == (1, ["1 run left out: not as they were written"])
    assert said.out.startswith("5 runs written to ")


def test_what_does_not_fit_is_said(here: Path, tmp_path: Path, capsys, monkeypatch) -> None:
    file = tmp_path / "runs.zip"
    assert Said(capsys, "export", str(file)).status == 0
    monkeypatch.setattr("initcore.commands.store.imported", _into_little_room)
    said = Said(capsys, "import", str(file))
    assert said.status == 0
    assert said.lines[0].endswith(" had to go again: INITLAB_STORE_MB allows 512.0 MB")


def _into_little_room(database, path: Path, limit_bytes: int):
    from initcore.store.portable import imported

    return imported(database, path, 9000)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "the following arguments are required: WHAT"),
        (["shrink"], "argument WHAT: invalid choice: 'shrink' (choose from "),
        (["prune"], "`store prune` takes --to SIZE, --older-than DAYS or both; got neither"),
        (["prune", "--to", "much"], "--to must be a size such as 200MB or 1.5GB; got 'much'"),
        (["prune", "--older-than", "x"], "--older-than must be a number of days in [0, 100000]; got 'x'"),
        (["stats", "--json"], "unrecognized arguments: --json"),
        (["export"], "the following arguments are required: FILE"),
        (["export", "{here}"], "{here} is there already; name another file, or delete that one first"),
        (["import", "{here}"], "{here} cannot be imported: it is not an archive of runs, or not all of it"),
        (["import", "{here}.zip"], "{here}.zip cannot be read: no such file or directory"),
        (["import", "{folder}"], "{folder} cannot be read: is a directory"),
    ],
)
def test_wrong_input_is_one_line_and_status_2(here: Path, capsys, words: list[str], said: str) -> None:
    names = {"here": here, "folder": here.parent}
    done = Said(capsys, *(word.format(**names) for word in words))
    assert (done.status, done.out) == (2, "")
    [line] = done.lines
    assert line.startswith(said.format(**names))
    assert count(here) == 6


def test_a_file_that_cannot_be_written_is_said(here: Path, capsys) -> None:
    said = Said(capsys, "export", str(here.parent / "nowhere" / "runs.zip"))
    assert said.status == 1
    assert said.lines[0].endswith("runs.zip could not be written: no such file or directory")


@pytest.mark.parametrize("what", ["stats", "check", "export"])
def test_where_nothing_is_stored_that_is_said_and_nothing_made(
    path: Path, url: str, tmp_path: Path, capsys, monkeypatch, what: str
) -> None:
    monkeypatch.setenv("INITLAB_DATABASE_URL", url)
    said = Said(capsys, what, *([str(tmp_path / "runs.zip")] if what == "export" else []))
    assert said.status == (what == "export")
    assert said.lines == [f"nothing is stored yet: there is no {path}"]
    assert list(tmp_path.iterdir()) == []


def test_a_machine_that_keeps_nothing_takes_nothing_in(here: Path, capsys, monkeypatch) -> None:
    monkeypatch.setenv("INITLAB_STORE_MB", "0")
    said = Said(capsys, "import", str(here))
    assert (said.status, said.lines) == (2, ["this machine keeps no runs: INITLAB_STORE_MB is 0"])
    assert Said(capsys, "stats").status == 0


def test_as_a_program_a_file_that_is_not_ours_is_one_line_and_is_left_alone(tmp_path: Path) -> None:
    thesis = tmp_path / "thesis.csv"
    thesis.write_text("x,y\n1,2\n")
    for words in (["stats"], ["check"], ["prune", "--to", "0"], ["export", str(tmp_path / "runs.zip")]):
        done = call(*words, command="store", INITLAB_DATABASE_URL=f"sqlite:///{thesis}")
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.count("\n") == 1
        assert "the file that its URL names is no database, and is left as it is" in done.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.csv"]
    assert thesis.read_text() == "x,y\n1,2\n"
