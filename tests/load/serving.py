"""The server under load: started with an empty store, and what it takes of the machine."""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.helpers.serving import free_port, start_server

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


class Served:
    """A running server: its own time and memory, and those of its workers."""

    def __init__(self, pid: int, port: int) -> None:
        self.pid, self.port = pid, port

    @property
    def seconds(self) -> float:
        """Processor time of the server itself."""
        return _seconds(self.pid)

    @property
    def workers_seconds(self) -> float:
        """Processor time of its workers, those that have ended with it."""
        fields = _fields(self.pid)
        return (int(fields[13]) + int(fields[14])) / TICK + sum(map(_seconds, self.workers))

    @property
    def workers(self) -> list[int]:
        """The processes below it."""
        found = []
        for task in Path(f"/proc/{self.pid}/task").iterdir():
            try:
                found += [int(child) for child in (task / "children").read_text().split()]
            except (FileNotFoundError, ProcessLookupError):  # a thread that has just ended
                continue
        return found

    @property
    def megabytes(self) -> float:
        """Memory of server and workers that is not shared with anybody."""
        return sum(map(_megabytes, (self.pid, *self.workers)))


def _fields(pid: int) -> list[str]:
    """`/proc/pid/stat` from the state on."""
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()


def _seconds(pid: int) -> float:
    fields = _fields(pid)
    return (int(fields[11]) + int(fields[12])) / TICK


def _megabytes(pid: int) -> float:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    parts = {line.split(":")[0]: line for line in text.splitlines()}
    private = sum(int(parts[name].split()[1]) for name in ("Private_Clean", "Private_Dirty"))
    return private / 1024


@contextmanager
def served(home: Path, workers: int = 2, settings: Mapping[str, str] | None = None) -> Iterator[Served]:
    """A server with a store of its own in that folder, and with these settings; terminated in the end."""
    port = free_port()
    home.mkdir(parents=True, exist_ok=True)
    environment = {
        "INITLAB_DATABASE_URL": f"sqlite:///{home}/runs.db",
        "INITLAB_WORKERS": str(workers),
        **(settings or {}),
    }
    process = start_server(port, environment, home / "log")
    try:
        yield Served(process.pid, port)
    finally:
        begun = time.monotonic()
        process.terminate()
        process.wait(60)
        print(f"(the server ended {time.monotonic() - begun:.1f} s after it was asked to)")
        said = (home / "log").read_text()
        if "Traceback" in said:
            print(f"(there is a traceback in its log: {home / 'log'})")
