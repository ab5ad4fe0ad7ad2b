"""All runs of a store in one file, to be carried to another: a zip with two members for each run.

`KEY.json` is the row, `KEY.npz` its trajectory. Nothing in such a file is believed that is not verified.
"""

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from initcore.store.archive import MAX_UNPACKED_BYTES, DamagedRun
from initcore.store.database import Database
from initcore.store.elsewhere import worked_out_again
from initcore.store.rows import SUMMARY, evict, find, is_sealed, put, trusted
from initcore.store.upkeep import keys

ABOUT, FORMAT = "init-lab.json", {"format": "Init Lab runs", "version": 1}
"""The first member, and what it says."""

BROKEN = "it is not an archive of runs, or not all of it is there"

MAX_ROW_BYTES = 2**16

_KEY = re.compile(r"[0-9a-f]{64}")


class NoArchive(ValueError):
    """A file that `exported` did not write; the message says so in a sentence."""


@dataclass
class Taken:
    """What became of the runs: taken, known already as far or further, and not as they were written."""

    taken: int = 0
    known: int = 0
    damaged: int = 0
    bytes: int = 0
    evicted: int = 0


def exported(database: Database, path: Path) -> Taken | None:
    """Writes every run into a new file at `path`; None where the database does not work.

    A run that is not as it was written is left out. The file is there only when it is complete; OSError
    where it cannot be written, FileExistsError where there is one.
    """
    if path.exists():
        raise FileExistsError(path)
    part, told = path.with_name(f"{path.name}.part"), Taken()
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(ABOUT, json.dumps(FORMAT))
            found = keys(database)
            for key in found or ():
                _export(database, key, archive, told)
        if found is None or database.problem is not None:
            return None
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return told


def _export(database: Database, key: str, archive: zipfile.ZipFile, told: Taken) -> None:
    row = database.read(lambda connection: find(connection, key))
    if row is None:
        return  # deleted meanwhile
    try:
        trusted(row)
    except DamagedRun:
        told.damaged += 1
        return
    used = row["used"] if isinstance(row["used"], float) else row["created"]  # which no checksum is of
    values = {**{column.name: row[column.name] for column in SUMMARY}, "used": used}
    archive.writestr(f"{key}.json", json.dumps(values))
    archive.writestr(f"{key}.npz", bytes(row["trajectory"]))
    told.taken, told.bytes = told.taken + 1, told.bytes + row["bytes"]


def imported(database: Database, path: Path, limit_bytes: int) -> Taken | None:
    """Takes in every run of the file at `path` that is as it was written; None where the database fails.

    A run that is there already is replaced only by one that has come further. What does not fit into
    `limit_bytes` then goes as in any store. NoArchive for another file, OSError for one that cannot be read.
    """
    told = Taken()
    try:
        with zipfile.ZipFile(path) as archive:
            for values in _rows(archive):
                if values is None:
                    told.damaged += 1
                elif (stored := database.write(partial(put, values=values))) is None:
                    return None
                elif stored:
                    told.taken, told.bytes = told.taken + 1, told.bytes + values["bytes"]
                else:
                    told.known += 1
    except zipfile.BadZipFile as error:
        raise NoArchive(BROKEN) from error
    if not _evict(database, limit_bytes, told):
        return None
    return told


def _evict(database: Database, limit_bytes: int, told: Taken) -> bool:
    def work(connection: Connection) -> bool:
        told.evicted = evict(connection, limit_bytes)
        return told.evicted > 0

    return database.write(work) is not None


def _rows(archive: zipfile.ZipFile) -> Iterator[dict[str, Any] | None]:
    """Each run's row, its figures worked out again; None for a run that is not as it was written."""
    names = archive.namelist()
    try:
        about = json.loads(_member(archive, ABOUT, MAX_ROW_BYTES))
    except (DamagedRun, ValueError) as error:
        raise NoArchive(BROKEN) from error
    if about != FORMAT:
        raise NoArchive("it is an archive of another version of Init Lab")
    for key in dict.fromkeys(name.partition(".")[0] for name in names if name != ABOUT):
        try:
            yield _row(archive, key)
        except DamagedRun:
            yield None


def _row(archive: zipfile.ZipFile, key: str) -> dict[str, Any]:
    if _KEY.fullmatch(key) is None:
        raise DamagedRun("its name is not a key")
    try:
        values = json.loads(_member(archive, f"{key}.json", MAX_ROW_BYTES))
    except (ValueError, RecursionError) as error:
        raise DamagedRun("its row is not JSON") from error
    columns = {column.name for column in SUMMARY}
    if not isinstance(values, dict) or set(values) != columns or values["key"] != key:
        raise DamagedRun("its row is another")
    if any(isinstance(value, (list, dict)) for value in values.values()) or not is_sealed(values):
        raise DamagedRun("its row is not as it was written")
    return worked_out_again({**values, "trajectory": _member(archive, f"{key}.npz", MAX_UNPACKED_BYTES)})


def _member(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """A member's bytes; DamagedRun where it is not there, damaged, packed, or of more bytes than that."""
    try:
        about = archive.getinfo(name)
        if about.compress_type != zipfile.ZIP_STORED or about.file_size > most:
            raise DamagedRun("it is too large, or packed in another way")
        return archive.read(about)
    except (KeyError, zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError) as error:
        raise DamagedRun("a part of it cannot be read") from error
