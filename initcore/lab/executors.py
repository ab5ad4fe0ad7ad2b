"""Worker processes behind the standard `Executor` interface.

One process a core, each with a pipe of its own. A process that dies fails its own call only, with
`WorkerDied`, and is replaced at once; the standard process pool would break every call in flight. So is
one that does not answer within what a call was given (`Within`).
The processes are started as programs of their own, so they never import the app's main module.
"""

import logging
import os
import pickle
import queue
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

from initcore.lab.deadlines import Within, watch_over
from initcore.lab.worker import warm_up

log = logging.getLogger(__name__)

ONE_THREAD = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1"
)
"""Small products are faster on one BLAS thread, and the workers already fill the cores."""

STOP_SECONDS = 2.0

START_SECONDS = 120.0
"""How long a process may take to be ready: many may be starting at once."""

Call = tuple[Future[Any], Callable[..., Any], tuple[Any, ...]]
"""What waits for a worker: the future to settle, the function, and its arguments."""

Calls = queue.SimpleQueue[Call | None]
"""The queue that all workers take from; None tells one of them to end."""


class WorkerDied(RuntimeError):
    """The process that made a call ended before it answered."""


class WorkerPool(Executor):
    """`count` worker processes; `submit` queues a call of an importable function.

    ValueError when `count` is not positive. Processes start at once and are gone after `shutdown`,
    which happens by itself when nobody holds the pool any more and when the interpreter exits.
    """

    def __init__(self, count: int) -> None:
        if count < 1:
            raise ValueError(f"`count` must be at least 1; got {count}")
        self.count = count
        self._calls: Calls = queue.SimpleQueue()
        self._workers = [_Worker() for _ in range(count)]
        self._closed = False
        self._lock = threading.Lock()
        threads = [
            threading.Thread(target=_serve, args=(worker, self._calls), name=f"worker-{i}", daemon=True)
            for i, worker in enumerate(self._workers)
        ]
        ended = threading.Event()
        self._end = weakref.finalize(self, _end, self._calls, self._workers, threads, ended)
        over = threading.Thread(
            target=watch_over, args=(self._workers, ended), name="worker-watch", daemon=True
        )
        for thread in (*threads, over):
            thread.start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Queues fn(*args); RuntimeError after shutdown, TypeError for keyword arguments."""
        if kwargs:
            raise TypeError("a call to a worker takes positional arguments only")
        with self._lock:
            if self._closed:
                raise RuntimeError("the workers have been stopped")
            future: Future[Any] = Future()
            self._calls.put((future, fn, args))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Ends every process. Calls not begun are cancelled; one in its slice is cut off after 2 s."""
        with self._lock:
            self._closed = True
        self._end()

    @property
    def pids(self) -> list[int]:
        """Process ids of the workers that are running now."""
        processes = [worker.process for worker in self._workers]
        return [process.pid for process in processes if process is not None and process.poll() is None]

    @property
    def restarted(self) -> int:
        """How many processes were started in place of one that had ended."""
        return sum(max(0, worker.starts - 1) for worker in self._workers)


def _end(
    calls: Calls, workers: Sequence["_Worker"], threads: Sequence[threading.Thread], ended: threading.Event
) -> None:
    """Cancels what waits, gives what runs STOP_SECONDS to finish, and kills every process."""
    ended.set()
    while True:
        try:
            waiting = calls.get_nowait()
        except queue.Empty:
            break
        if waiting is not None:
            waiting[0].cancel()
    for _ in threads:
        calls.put(None)
    for worker in workers:
        if not worker.busy:
            worker.stop()  # one that is still warming up has nothing to finish
    until = time.monotonic() + STOP_SECONDS
    for thread in threads:
        if thread is not threading.current_thread() and thread.ident is not None:
            thread.join(max(0, until - time.monotonic()))
    for worker in workers:
        worker.stop()


def _serve(worker: "_Worker", calls: Calls) -> None:
    """The thread of one worker: hands it calls, one at a time."""
    worker.start()
    # The call is another function's, so that while this one waits for the next nothing holds the last.
    while _served(worker, calls.get()):
        worker.start()


def _served(worker: "_Worker", call: Call | None) -> bool:
    """Makes a call and settles its future; False when there are no more."""
    if call is None:
        return False
    future, fn, args = call
    if future.set_running_or_notify_cancel():
        try:
            result = worker.call(fn, args)
        except BaseException as error:
            future.set_exception(error)
        else:
            future.set_result(result)
    return True


class _Worker:
    """One process and its pipe, used by one thread; only `stop` and `give_up` may be called from another.

    `waited` is how long (s) its answer has been waited for, of `limit`, None where it was asked nothing.
    """

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.busy = False
        self.limit: float | None = None
        self.waited = 0.0
        self.starts = 0
        self._stopped = False
        self._lock = threading.Lock()

    def start(self) -> None:
        """Sees to it that there is a process, and lets it load what a first slice needs.

        Raises nothing: the call that finds no process says so.
        """
        if self.process is not None and self.process.poll() is None:
            return
        self._discard()
        try:
            with self._lock:
                if self._stopped:
                    return
                self.process = _new_process()
                self.starts += 1
            self._exchange(pickle.dumps((warm_up, ())), START_SECONDS)
        except WorkerDied:
            self._discard()
        except Exception as error:  # no memory, no free process id, no interpreter
            log.error("a worker process could not be started: %s", error)

    def call(self, fn: Callable[..., Any], args: tuple[Any, ...]) -> Any:
        """What fn(*args) returns or raises in the process; WorkerDied if it ends first."""
        limit = fn.seconds if isinstance(fn, Within) else None
        request = pickle.dumps((fn, args), pickle.HIGHEST_PROTOCOL)
        self.start()
        self.busy = True
        try:
            reply = self._exchange(request, limit)
        except WorkerDied:
            self._discard()
            raise
        finally:
            self.busy = False
        answered, result = pickle.loads(reply)
        if answered:
            return result
        raise result

    def _exchange(self, request: bytes, limit: float | None) -> bytes:
        """Sends pickled bytes and returns the pickled answer, if it comes within `limit` seconds.

        Bytes travel pickled once more, so that what does not unpickle is still read to its end.
        """
        process = self.process
        if process is None or process.stdin is None or process.stdout is None:
            raise WorkerDied("no worker process could be started")
        self.waited, self.limit = 0.0, limit
        try:
            pickle.dump(request, process.stdin, pickle.HIGHEST_PROTOCOL)
            process.stdin.flush()
            reply: bytes = pickle.load(process.stdout)
            return reply
        except (EOFError, OSError, ValueError, pickle.UnpicklingError) as error:
            raise WorkerDied("a worker process ended in the middle of its work") from error
        finally:
            self.limit = None

    def give_up(self) -> None:
        """Ends a process that takes too long: whoever waits for its answer is told that it died."""
        process, self.limit = self.process, None
        if process is not None and process.poll() is None:
            said = "worker process %d has not answered for %.0f s; it is replaced"
            log.warning(said, process.pid, self.waited)
            process.kill()

    def _discard(self) -> None:
        with self._lock:
            process, self.process = self.process, None
        if process is not None:
            _kill(process)

    def stop(self) -> None:
        """Ends the process; no other is started."""
        with self._lock:
            self._stopped = True
        self._discard()


def _new_process() -> subprocess.Popen[bytes]:
    package = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH")]))
    return subprocess.Popen(
        # -P: a file that happens to be called random.py, where somebody works, is not Python's own.
        [sys.executable, "-P", "-m", "initcore.lab.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, **ONE_THREAD, "PYTHONPATH": path},
        start_new_session=True,
    )


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Ends a process and its pipes. It holds nothing that could be lost."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        try:
            if pipe is not None:
                pipe.close()
        except OSError:
            pass  # what was still to be written has no reader any more
