"""A PostgreSQL server of one's own, where its programs are: on Debian, the package `postgresql`."""

import os
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from tests.helpers.serving import free_port

NOT_HERE = "PostgreSQL is not installed here (on Debian: apt-get install postgresql)"
NO_DRIVER = "psycopg is not installed here (requirements-postgres.txt)"


def programs() -> Path | None:
    """The folder of `initdb` and `postgres`, the newest where there are several."""
    found = sorted(Path("/usr/lib/postgresql").glob("[0-9]*/bin/initdb"), key=lambda at: int(at.parts[-3]))
    on_path = shutil.which("initdb")
    newest = found[-1] if found else Path(on_path).resolve() if on_path else None
    return newest.parent if newest is not None else None


def why_not() -> str:
    """What is missing for a server; empty where nothing is."""
    return NOT_HERE if programs() is None else "" if find_spec("psycopg") else NO_DRIVER


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of an empty database on a server of its own, which ends with the context."""
    folder = programs()
    assert folder is not None, NOT_HERE
    password, port = secrets.token_hex(16), free_port()
    # Not below a folder of the tests: PostgreSQL refuses to be root, and another user must get there.
    home = Path(tempfile.mkdtemp(prefix="initlab-postgres-"))
    user = "postgres" if os.geteuid() == 0 else None
    (home / "password").write_text(password)
    if user is not None:
        for path in (home, home / "password"):
            shutil.chown(path, user)
    data, log = f"{home}/data", (home / "log").open("wb")
    as_set_up = ["--username=initlab", "--auth=scram-sha-256", f"--pwfile={home}/password", "--encoding=UTF8"]
    # No power is cut here: nothing waits for a disk.
    settings = ["-h", "127.0.0.1", "-p", str(port), "-k", str(home), "-F"]
    server = None
    try:
        command = [f"{folder}/initdb", "-D", data, *as_set_up]
        subprocess.run(command, user=user, cwd=home, check=True, stdout=log, stderr=log)
        command = [f"{folder}/postgres", "-D", data, *settings]
        server = subprocess.Popen(command, user=user, cwd=home, stdout=log, stderr=log)
        url = f"postgresql+psycopg://initlab:{password}@127.0.0.1:{port}/postgres"
        _wait_for(url, server)
        yield url
    finally:
        if server is not None:
            server.terminate()
            server.wait(30)
        log.close()
        shutil.rmtree(home, ignore_errors=True)


def _wait_for(url: str, server: subprocess.Popen) -> None:
    import psycopg  # here, since it is optional

    plain, deadline = url.replace("+psycopg", ""), time.monotonic() + 30
    while server.poll() is None:
        try:
            psycopg.connect(plain, connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL ended with status {server.returncode}")
