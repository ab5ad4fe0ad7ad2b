"""The app as a process of its own, on a port of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
STREAMLIT_RUN = ("-m", "streamlit", "run", "app.py", "--server.port")
"""How the README starts the app, but for the port."""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def begin_server(
    port: int,
    environment: dict[str, str],
    log: Path,
    command: Sequence[str] = STREAMLIT_RUN,
    *,
    python: str | Path = sys.executable,
    cwd: Path = ROOT,
) -> subprocess.Popen:
    """Starts the app and returns at once."""
    with log.open("ab") as output:
        return subprocess.Popen(
            [python, *command, str(port)],
            cwd=cwd,
            env={**os.environ, **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
        )


def start_server(
    port: int,
    environment: dict[str, str],
    log: Path,
    command: Sequence[str] = STREAMLIT_RUN,
    *,
    python: str | Path = sys.executable,
    cwd: Path = ROOT,
    path: str = "",
) -> subprocess.Popen:
    """Starts the app and waits until it says, at that path of its address, that it is healthy."""
    server = begin_server(port, environment, log, command, python=python, cwd=cwd)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return server
        except OSError:
            time.sleep(0.05)
    crash(server)
    raise RuntimeError(f"the app did not start: {log.read_text()}")


def crash(server: subprocess.Popen) -> None:
    """Ends a server at once, as a crash would."""
    server.kill()
    server.wait()
