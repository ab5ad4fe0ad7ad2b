"""`compare` when it is cut short: by Ctrl-C, or by a reader who leaves."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from initcore import RunConfig
from initcore.store.store import Store
from tests.helpers.calling import environment
from tests.helpers.serving import ROOT


def test_a_reader_who_leaves_is_no_error_and_without_a_cache_no_file_is_made(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    words = [sys.executable, "-m", "initcore", "compare", "--no-cache", "--iterations", "7"]
    with os.fdopen(writer, "w") as closed:
        done = subprocess.run(
            words,
            cwd=ROOT,
            env=environment({"INITLAB_DATABASE_URL": f"sqlite:///{tmp_path}/runs.db"}),
            stdout=closed,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr) == (1, b"")
    assert list(tmp_path.iterdir()) == []


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _workers(process: int) -> dict[int, int]:
    """The processes that one has started, and the seconds of a processor that each has used."""
    table = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,time="], capture_output=True, text=True, check=True)
    lines = [line.split() for line in table.stdout.splitlines()]
    clocks = {int(pid): clock.split(":") for pid, parent, clock in lines if int(parent) == process}
    return {pid: 60 * int(clock[-2]) + int(float(clock[-1])) for pid, clock in clocks.items()}


def _obey_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores them


def test_ctrl_c_keeps_what_was_trained_and_leaves_nobody_behind(tmp_path: Path) -> None:
    config, url = RunConfig(iterations=1_000_000), f"sqlite:///{tmp_path}/runs.db"
    words = [sys.executable, "-m", "initcore", "compare", "he", "--iterations", "1000000"]
    process = subprocess.Popen(
        words,
        cwd=ROOT,
        env=environment({"INITLAB_DATABASE_URL": url}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_obey_interrupts,
    )
    deadline = time.monotonic() + 60
    # Longer than it takes to load everything; the rest is training.
    while max((workers := _workers(process.pid)).values(), default=0) < 3:
        assert time.monotonic() < deadline, "no worker has begun"
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    assert err == "initcore: stopped; what was trained is kept\n"
    assert not any(map(_alive, workers))
    store = Store(url, 2**29)
    kept = store.load(config)
    store.close()
    assert kept is not None
    assert 0 < kept.iteration < config.iterations
