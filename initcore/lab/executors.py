"""Worker processes behind the standard `Executor` interface.

One process a core, each with a pipe of its own. A process that dies fails its own call only, with
`WorkerDied`, and is replaced at once; the standard process pool would break every call in flight.
The processes are started as programs of their own, so they never import the app's main module.
"""

import atexit
import os
import pickle
import queue
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

from initcore.lab.worker import warm_up

ONE_THREAD = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1"
)
"""Small products are faster on one BLAS thread, and the workers already fill the cores."""

STOP_SECONDS = 2.0


class WorkerDied(RuntimeError):
    """The process that made a call ended before it answered."""


class WorkerPool(Executor):
    """`count` worker processes; `submit` queues a call of an importable function.

    ValueError when `count` is not positive. Processes start at once and are gone after `shutdown`,
    which runs by itself when the interpreter exits.
    """

    def __init__(self, count: int) -> None:
        if count < 1:
            raise ValueError(f"`count` must be at least 1; got {count}")
        self.count = count
        self._calls: queue.SimpleQueue = queue.SimpleQueue()
        self._workers = [_Worker() for _ in range(count)]
        self._closed = False
        self._lock = threading.Lock()
        self._threads = [
            threading.Thread(target=_serve, args=(worker, self._calls), name=f"worker-{i}", daemon=True)
            for i, worker in enumerate(self._workers)
        ]
        for thread in self._threads:
            thread.start()
        # A weak reference, so that a pool nobody holds does not live until the interpreter exits.
        finish = weakref.WeakMethod(self.shutdown)
        atexit.register(lambda: (method := finish()) and method())

    def submit(self, fn: Callable, /, *args: Any, **kwargs: Any) -> Future:
        """Queues fn(*args); RuntimeError after shutdown, TypeError for keyword arguments."""
        if kwargs:
            raise TypeError("a call to a worker takes positional arguments only")
        with self._lock:
            if self._closed:
                raise RuntimeError("the workers have been stopped")
            future: Future = Future()
            self._calls.put((future, fn, args))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Ends every process. Calls not begun are cancelled; one in its slice is cut off after 2 s."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        while True:
            try:
                future, *_ = self._calls.get_nowait()
            except queue.Empty:
                break
            future.cancel()
        for _ in self._threads:
            self._calls.put(None)
        for worker in self._workers:
            worker.stop()

    @property
    def pids(self) -> list[int]:
        """Process ids of the workers that are running now."""
        return [worker.process.pid for worker in self._workers if worker.process is not None]


def _serve(worker: "_Worker", calls: queue.SimpleQueue) -> None:
    """The thread of one worker: hands it calls, one at a time, and settles their futures."""
    worker.start()
    while (call := calls.get()) is not None:
        future, fn, args = call
        if not future.set_running_or_notify_cancel():
            continue
        try:
            result = worker.call(fn, args)
        except BaseException as error:
            future.set_exception(error)
        else:
            future.set_result(result)


class _Worker:
    """One process and its pipe."""

    def __init__(self) -> None:
        self.process: subprocess.Popen | None = None
        self._stopped = False
        self._lock = threading.Lock()

    def start(self) -> None:
        """Starts the process and lets it load what a first slice needs."""
        package = str(Path(__file__).parents[2])
        path = os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH")]))
        with self._lock:
            if self._stopped:
                return
            self.process = subprocess.Popen(
                [sys.executable, "-m", "initcore.lab.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, **ONE_THREAD, "PYTHONPATH": path},
                start_new_session=True,
            )
        try:
            self._exchange(warm_up, ())
        except WorkerDied:
            self._discard()  # the first call will start another and say so if that fails too

    def call(self, fn: Callable, args: tuple) -> Any:
        """What fn(*args) returns or raises in the process; WorkerDied if it ends first."""
        if self.process is None or self.process.poll() is not None:
            self._discard()
            self.start()
        try:
            answered, result = self._exchange(fn, args)
        except WorkerDied:
            self._discard()
            if not self._stopped:
                self.start()
            raise
        if answered:
            return result
        raise result

    def _exchange(self, fn: Callable, args: tuple) -> tuple[bool, Any]:
        process = self.process
        if process is None or process.stdin is None or process.stdout is None:
            raise WorkerDied("no worker process could be started")
        try:
            pickle.dump((fn, args), process.stdin, pickle.HIGHEST_PROTOCOL)
            process.stdin.flush()
            return pickle.load(process.stdout)
        except (EOFError, OSError, ValueError, pickle.UnpicklingError) as error:
            raise WorkerDied("a worker process ended in the middle of its work") from error

    def _discard(self) -> None:
        with self._lock:
            process, self.process = self.process, None
        if process is not None:
            _end(process, 0)

    def stop(self) -> None:
        """Ends the process; no other is started."""
        with self._lock:
            self._stopped = True
            process, self.process = self.process, None
        if process is not None:
            _end(process, STOP_SECONDS)


def _end(process: subprocess.Popen, patience: float) -> None:
    """Closes the pipe, which a worker takes as its end, and kills it when it does not hear."""
    try:
        if process.stdin is not None:
            process.stdin.close()
    except OSError:
        pass  # it is gone already
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()
