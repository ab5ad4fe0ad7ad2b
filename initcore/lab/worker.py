"""The main program of a worker process: calls what it is sent, and answers, until its input ends.

Input ends when the app closes the pipe and equally when the app is killed, so no worker outlives
its app. The module imports numpy and the core only; a worker never loads the web server.
"""

import os
import pickle
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from initcore.data.tables import Table
from initcore.experiment.config import RunConfig
from initcore.lab.protocols import Draw
from initcore.training.advance import advance_for
from initcore.training.begin import State, begin
from initcore.training.trajectory import Trajectory

_held: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Slice:
    """The runs a slice further on, and what was drawn of each; None of one that nobody looks at."""

    runs: tuple[Trajectory, ...]
    drawn: tuple[Any, ...]


def run_slice(
    state: State,
    seconds: float,
    until: int,
    tables: tuple[Table, ...] = (),
    draw: Draw | None = None,
    seen: Sequence[bool | None] = (),
) -> Slice:
    """Trains for about `seconds`, no further than iteration `until`.

    A run is drawn where `seen` is True and where it comes to rest, only measured where that is False, and
    left alone where it is None.

    `tables` are the uploads that the runs are trained on: known here by having been sent, and held
    until others come, so that their data need not be made ready for every slice.
    """
    hold(tables)
    runs = advance_for(state, seconds, until).runs
    if draw is None:
        return Slice(runs, (None,) * len(runs))
    rests = [run.done or run.iteration >= until for run in runs]
    drawn = (
        None if here is None else draw(run, here or rest)
        for run, here, rest in zip(runs, seen, rests, strict=True)
    )
    return Slice(runs, tuple(drawn))


def hold(tables: tuple[Table, ...]) -> None:
    """Keeps these uploads at hand, in place of those before."""
    global _held
    if tables:
        _held = tables


def ask(function: Callable[..., Any], tables: tuple[Table, ...], *arguments: Any) -> Any:
    """What function(*arguments) answers about runs on those uploads."""
    hold(tables)
    return function(*arguments)


def warm_up() -> None:
    """Makes the first slice quick: loads scikit-learn and makes the course's data."""
    begin([RunConfig()])


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answers pickled (function, arguments) with pickled (True, result) or (False, exception)."""
    while True:
        try:
            request = pickle.load(requests)
        except (EOFError, pickle.UnpicklingError):  # the latter when the app was killed while it sent this
            return
        pickle.dump(answer(request), replies, pickle.HIGHEST_PROTOCOL)
        replies.flush()


def answer(request: bytes) -> bytes:
    """Makes the call; whatever goes wrong is an answer, too."""
    try:
        function, arguments = pickle.loads(request)
        return pickle.dumps((True, function(*arguments)), pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        return _pickled(error)


def _pickled(error: Exception) -> bytes:
    """The exception as an answer; a RuntimeError that quotes it if it does not survive the way."""
    try:
        reply = pickle.dumps((False, error))
        pickle.loads(reply)
    except Exception:
        reply = pickle.dumps((False, RuntimeError(f"{type(error).__name__}: {error}")))
    return reply


def main() -> None:
    """Serves the app over standard input and output; prints nothing there."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the app, which then closes the pipe
    if hasattr(os, "nice"):
        os.nice(10)  # pages stay quick while every core trains
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a stray print must not garble a reply
    try:
        serve(sys.stdin.buffer, replies)
    except BrokenPipeError:
        os._exit(0)  # the app is gone and nobody waits for the answer


if __name__ == "__main__":
    main()
