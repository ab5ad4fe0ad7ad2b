"""`initlab store`: what an operator does with the runs that are kept, while a server uses them or not."""

import sqlite3
import time
from argparse import Namespace
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import MetaData, make_url
from sqlalchemy.exc import ArgumentError

from initcore.classroom.home import home_of, store_file
from initcore.classroom.room import RoomsUnavailable
from initcore.classroom.rooms import Rooms
from initcore.classroom.rows import TABLES as ROOM_TABLES
from initcore.commands.saying import say, write
from initcore.commands.sizes import seconds_of_days, size_of, size_text
from initcore.experiment.values import ConfigError
from initcore.lab.settings import STORE_MB, Settings
from initcore.store.database import Database
from initcore.store.dialects import NotOurs, reason_for
from initcore.store.health import faults
from initcore.store.ours import require_ours
from initcore.store.portable import NoArchive, Taken, exported, imported
from initcore.store.rows import TABLES
from initcore.store.steps import settle
from initcore.store.store import runs_at
from initcore.store.upkeep import Share, Stats, compact, damaged, keys, prune, stats
from initcore.words.numbers import spaced

WORDS = "The store could not be {doing} ({reason})."

FINE, FAILED = 0, 1


def store(arguments: Namespace) -> int:
    """Does what was asked for; returns the exit status, 1 where it could not be done or damage was found.

    ConfigError and SettingsError for what is not allowed.
    """
    settings = Settings.from_environment()
    path = store_file(settings.database_url)
    if arguments.what != "import" and path is not None and not path.exists():
        say(f"nothing is stored yet: there is no {path}")
        return FAILED if arguments.what == "export" else FINE
    return WHAT[arguments.what](arguments, settings)


def _opened(settings: Settings) -> Database:
    """The runs, all of them in the present layout."""
    database = runs_at(settings.database_url, WORDS)
    settle(database)
    return database


def _stats(_: Namespace, settings: Settings) -> int:
    database = _opened(settings)
    known = stats(database)
    database.close()
    if known is None:
        return FAILED
    rooms = Rooms(settings.database_url)
    try:
        return FINE if write(_told(known, settings, rooms.count())) else FAILED
    except RoomsUnavailable:
        return FAILED
    finally:
        rooms.close()


def _told(known: Stats, settings: Settings, rooms: int) -> str:
    """The whole table."""
    kept = f"{size_text(known.bytes)} of {size_text(settings.store_bytes)}"
    lines = [
        ("store", _named(settings.database_url)),
        ("runs", spaced(known.runs)),
        ("size", kept),
        ("used first", _day(known.oldest_use)),
        ("used last", _day(known.newest_use)),
        ("open rooms", spaced(rooms)),
    ]
    told = [f"{name:<12}{value}" for name, value in lines]
    for title, shares in (("initialization", known.initializations), ("data", known.datasets)):
        told += ["", f"{title:<24}{'runs':>10}{'size':>14}", *map(_line, shares)]
    return "\n".join(told)


def _line(share: Share) -> str:
    return f"{share.name:<24.24}{spaced(share.runs):>10}{size_text(share.bytes):>14}"


def _named(url: str) -> str:
    """Which database it is, without the password in its URL."""
    try:
        return str(store_file(url) or make_url(url).render_as_string(hide_password=True))
    except (ArgumentError, ValueError):
        return url


def _day(moment: float | None) -> str:
    return "–" if moment is None else f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d %H:%M} UTC"


def _prune(arguments: Namespace, settings: Settings) -> int:
    if arguments.to is None and arguments.older_than is None:
        raise ConfigError("`store prune` takes --to SIZE, --older-than DAYS or both; got neither")
    to_bytes = None if arguments.to is None else size_of("--to", arguments.to)
    old = arguments.older_than
    before = None if old is None else time.time() - seconds_of_days("--older-than", old)
    database = _opened(settings)
    done = prune(database, to_bytes, before)
    database.close()
    if done is None:
        return FAILED
    path = store_file(settings.database_url)
    if path is not None and done.runs:
        try:
            compact(path)
        except sqlite3.Error as error:
            say(f"the file keeps its size for now: {reason_for(error)}")
    left = f"{spaced(done.left)} are left"
    return FINE if write(f"{_runs(done.runs)} deleted, {size_text(done.bytes)}; {left}") else FAILED


def _check(_: Namespace, settings: Settings) -> int:
    url = settings.database_url
    found = _wrong_with(store_file(url), TABLES) + _wrong_with(store_file(home_of(url)), ROOM_TABLES)
    count = 0
    if not found:
        database = _opened(settings)
        known = keys(database)
        count = len(known or ())
        found = [f"run {key[:12]}: {reason}" for key, reason in damaged(database, known or [])]
        failed = known is None or database.problem is not None
        database.close()
        if failed:
            return FAILED  # the log has said why
    for line in found:
        say(line)
    if found:
        return FAILED
    return FINE if write(f"{_runs(count)} checked: all are as they were written") else FAILED


def _wrong_with(path: Path | None, tables: MetaData) -> list[str]:
    """What is wrong with a file, a line each; nothing with one that is not there."""
    if path is None or not path.exists():
        return []
    try:
        require_ours(path)
        return [f"{path.name}: {' '.join(line.split())}" for line in faults(path, tables, thorough=True)]
    except (NotOurs, OSError, sqlite3.Error) as error:
        return [f"{path.name}: {reason_for(error)}"]
    except UnicodeDecodeError:
        return [f"{path.name}: its file is damaged"]


def _export(arguments: Namespace, settings: Settings) -> int:
    path = Path(arguments.file)
    database = _opened(settings)
    try:
        done = exported(database, path)
    except FileExistsError:
        raise ConfigError(f"{path} is there already; name another file, or delete that one first") from None
    except OSError as error:
        say(f"{path} could not be written: {reason_for(error)}")
        return FAILED
    finally:
        database.close()
    return _told_of(done, f"{{runs}} written to {path}, {{size}}")


def _import(arguments: Namespace, settings: Settings) -> int:
    if settings.store_bytes == 0:
        raise ConfigError(f"this machine keeps no runs: {STORE_MB} is 0")
    path = Path(arguments.file)
    database = _opened(settings)
    try:
        done = imported(database, path, settings.store_bytes)
    except NoArchive as error:
        raise ConfigError(f"{path} cannot be imported: {error}") from None
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {reason_for(error)}") from None
    finally:
        database.close()
    if done is not None and done.evicted:
        say(f"{_runs(done.evicted)} had to go again: {STORE_MB} allows {size_text(settings.store_bytes)}")
    return _told_of(done, "{runs} taken in, {size}; {known} were there already")


def _told_of(done: Taken | None, sentence: str) -> int:
    """Says what became of the runs; the exit status, 1 where some were damaged."""
    if done is None:
        return FAILED
    if done.damaged:
        say(f"{_runs(done.damaged)} left out: not as they were written")
    told = {"runs": _runs(done.taken), "size": size_text(done.bytes), "known": spaced(done.known)}
    return FINE if write(sentence.format(**told)) and not done.damaged else FAILED


def _runs(count: int) -> str:
    return f"{spaced(count)} run{'' if count == 1 else 's'}"


WHAT: Mapping[str, Callable[[Namespace, Settings], int]] = MappingProxyType(
    {"stats": _stats, "prune": _prune, "check": _check, "export": _export, "import": _import}
)
"""What `store` does, by the word after it."""
