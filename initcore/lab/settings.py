"""What an operator may set, all of it by environment variables, read once when the app starts."""

import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_data_path
from sqlalchemy import URL

from initcore.lab.budget import machine_bytes, usual_budget
from initcore.lab.limits import UNLIMITED, Limits

DATABASE_URL = "INITLAB_DATABASE_URL"
STORE_MB = "INITLAB_STORE_MB"
WORKERS = "INITLAB_WORKERS"
RUN_MINUTES = "INITLAB_RUN_MINUTES"
RUN_MB = "INITLAB_RUN_MB"
MEMORY_MB = "INITLAB_MEMORY_MB"
TOGETHER = "INITLAB_TOGETHER"
EACH = "INITLAB_TOGETHER_EACH"

FOLDER = "init-lab"

DEFAULT_STORE_MB = 512
MAX_STORE_MB = 1_000_000
MAX_WORKERS = 1024
DEFAULT_RUN_MINUTES, MAX_RUN_MINUTES = 60, 1_000_000
DEFAULT_RUN_MB, MAX_RUN_MB = 1024, 1_000_000
MIN_MEMORY_MB, MAX_MEMORY_MB = 16, 10_000_000
DEFAULT_TOGETHER, MAX_TOGETHER = 100, 1_000_000
DEFAULT_EACH = 4


class SettingsError(ValueError):
    """A variable that is not allowed; the message names it, the allowed values and what was got."""


@dataclass(frozen=True)
class Settings:
    """Where runs are stored, how many bytes of them (0: none), how many processes train, and how much
    one comparison, and all together, may take.
    """

    # Not in the repr, which ends up in logs: the URL of a server holds its password.
    database_url: str = field(repr=False)
    store_bytes: int
    workers: int
    limits: Limits = UNLIMITED

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """The settings those variables make; SettingsError for one that is not allowed.

        An empty variable is one that is not set, since that is what compose files pass on.

        >>> Settings.from_environment({"INITLAB_WORKERS": "none"})
        Traceback (most recent call last):
        initcore.lab.settings.SettingsError: INITLAB_WORKERS must be a whole number in [1, 1024]; got 'none'
        """
        megabytes = whole(environ, STORE_MB, DEFAULT_STORE_MB, 0, MAX_STORE_MB)
        workers = whole(environ, WORKERS, usable_cores(), 1, MAX_WORKERS)
        usual = min(usual_budget(machine_bytes(), workers) // 2**20, MAX_MEMORY_MB)
        return cls(
            database_url=_database_url(environ),
            store_bytes=megabytes * 2**20,
            workers=workers,
            limits=Limits(
                seconds=60 * whole(environ, RUN_MINUTES, DEFAULT_RUN_MINUTES, 0, MAX_RUN_MINUTES),
                bytes=2**20 * whole(environ, RUN_MB, DEFAULT_RUN_MB, 0, MAX_RUN_MB),
                memory=2**20 * whole(environ, MEMORY_MB, usual, MIN_MEMORY_MB, MAX_MEMORY_MB),
                together=whole(environ, TOGETHER, DEFAULT_TOGETHER, 0, MAX_TOGETHER),
                each=whole(environ, EACH, DEFAULT_EACH, 0, MAX_TOGETHER),
            ),
        )


def usable_cores() -> int:
    """How many cores this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def data_directory() -> Path:
    """This app's folder among the user's data, where the platform keeps them; it need not exist yet."""
    try:
        if sys.platform == "darwin":
            # A Mac that sets XDG_DATA_HOME, too, keeps the runs it has in the system's own place.
            own = Path("~/Library/Application Support", FOLDER).expanduser()
            if own.exists():
                return own
        return user_data_path(FOLDER, appauthor=False)
    except RuntimeError:  # a container may run as a user without a home
        return Path(tempfile.gettempdir()) / FOLDER


def _database_url(environ: Mapping[str, str]) -> str:
    text = environ.get(DATABASE_URL, "").strip()
    if not text:
        path = data_directory() / "runs.db"
        return URL.create("sqlite", database=str(path)).render_as_string()
    return text  # what is wrong with a URL costs the cache only, and the store says so


def whole(environ: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    """The whole number of a variable, the default where it is not set; SettingsError for any other text."""
    text = environ.get(name, "").strip()
    if not text:
        return default
    # int() takes more than digits ("1_0", "+3"), and would refuse thousands of them in its own words.
    if not (text.isascii() and text.isdigit() and len(text) <= 20 and low <= int(text) <= high):
        raise SettingsError(f"{name} must be a whole number in [{low}, {high}]; got {text[:40]!r}")
    return int(text)
