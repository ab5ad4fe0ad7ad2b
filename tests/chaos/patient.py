"""The server that faults are done to, and how it is judged: by the runs that are in its store afterwards."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from initcore import RunConfig, train
from initcore.experiment.experiment import Experiment
from initcore.store.store import Store
from tests.helpers.compare import assert_same_run
from tests.helpers.serving import free_port, start_server
from tests.load.people import Person
from tests.load.serving import Served

PATIENCE = 60.0


class Patient:
    """A server on a store of its own, which can be ended and started again on the same port."""

    def __init__(self, home: Path, workers: int = 2) -> None:
        self.home, self.port, self.workers = home, free_port(), workers
        home.mkdir(parents=True, exist_ok=True)
        self.process: subprocess.Popen | None = None

    @property
    def path(self) -> Path:
        """The store's file."""
        return self.home / "runs.db"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    @property
    def served(self) -> Served:
        assert self.process is not None
        return Served(self.process.pid, self.port)

    @property
    def log(self) -> str:
        return (self.home / "log").read_text(errors="replace")

    def start(self) -> None:
        """Starts it and waits until it says that it is healthy."""
        environment = {"INITLAB_DATABASE_URL": self.url, "INITLAB_WORKERS": str(self.workers)}
        self.process = start_server(self.port, environment, self.home / "log")

    def crash(self) -> None:
        """Ends it at once; its workers end by themselves."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def end(self) -> float:
        """Asks it to end, and says how long that took (s)."""
        assert self.process is not None
        begun = time.monotonic()
        for worker in self.served.workers if self.process.poll() is None else ():
            os.kill(worker, signal.SIGCONT)
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.crash()
        return time.monotonic() - begun

    async def trained(self, query: str) -> Person:
        """Somebody who has trained that to its end."""
        person = await Person.come(self.port, query)
        async with asyncio.timeout(PATIENCE):
            await person.train(query)
        await person.leave()
        return person

    def wrong(self, query: dict[str, str], *, must_be_there: bool = True) -> str:
        """What is wrong with the stored runs of that comparison: each is the core's own, or absent."""
        store = Store(self.url, 2**30)
        try:
            return _wrong(store, Experiment.from_query(query)[0].configs, must_be_there)
        finally:
            store.close()

    def troubles(self) -> str:
        """What nobody is to see: a traceback in the log."""
        return "a traceback is in the log" if "Traceback" in self.log else ""


def _wrong(store: Store, configs: Sequence[RunConfig], must_be_there: bool) -> str:
    for config, right in zip(configs, train(configs), strict=True):
        run = store.load(config)
        if run is None and must_be_there:
            return f"the run {config.key[:8]} is not in the store"
        if run is not None:
            try:
                assert_same_run(run, right if run.done else right.until(run.iteration))
            except AssertionError:
                return f"the run {config.key[:8]} is another one"
    return ""


def rows(path: Path) -> int:
    """How many runs a store's file has, read past everybody."""
    with sqlite3.connect(path) as connection:
        names = connection.execute("select name from sqlite_master where type = 'table'").fetchall()
        [table] = [name for (name,) in names if name.startswith("runs")]
        return int(connection.execute(f"select count(*) from {table}").fetchone()[0])
