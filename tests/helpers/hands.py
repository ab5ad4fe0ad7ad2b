"""An engine whose slices are run one by one, by hand, and what the tests of the engine share."""

import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from initcore import RunConfig
from initcore.lab.deadlines import Within
from initcore.lab.engine import Engine
from initcore.lab.handle import Handle
from initcore.lab.judging import judged
from initcore.lab.limits import UNLIMITED, Limits
from initcore.lab.protocols import Artist, Draw
from initcore.lab.starting import begun, standing
from initcore.lab.worker import Slice, ask, run_slice
from initcore.store.store import Store
from initcore.training.advance import advance
from initcore.training.begin import State
from tests.helpers.stores import PLENTY, SMALL

SLICE = 25
"""Iterations of a slice made by hand; records are 50 apart."""

PATIENCE = 60.0

AT_ONCE = (begun, standing, judged)
"""Questions that the engine waits for itself."""

Drawing = tuple[Draw | None, Sequence[bool | None]]


def seeded(*seeds: int, **changes: Any) -> list[RunConfig]:
    """The small config with those seeds of its weights."""
    return [replace(SMALL, weights_seed=seed, **changes) for seed in seeds]


def eventually(holds: Callable[[], object]) -> None:
    """Waits until something holds; fails when it takes a minute."""
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until, "it never came about"
        time.sleep(0.01)


class ByHand(Executor):
    """Keeps what is submitted until told to run it. `trained` counts iterations over all runs, `lengths` are
    how long (s) slices were to last.

    `asked` has the questions that wait for an answer, `drawn` how far runs had come that were drawn.
    """

    def __init__(self) -> None:
        self.waiting: deque[tuple[Future, State, int, Drawing]] = deque()
        self.asked: deque[tuple[Future, tuple[Any, ...]]] = deque()
        self.drawn: list[tuple[str, int]] = []
        self.sent: list[State] = []
        self.lengths: list[float] = []
        self.trained = 0
        self.breaks: Callable[[State], BaseException | None] = lambda state: None

    def submit(self, fn: Callable, /, *args: Any, **kwargs: Any) -> Future:
        future: Future = Future()
        fn = fn.function if isinstance(fn, Within) else fn
        if fn is ask and args[0] in AT_ONCE:
            _settle(future, args)
            return future
        if fn is ask:
            self.asked.append((future, args))
            return future
        assert fn is run_slice
        state, seconds, until, _, draw, seen = args
        self.lengths.append(seconds)
        self.waiting.append((future, state, until, (draw, seen)))
        self.sent.append(state)
        return future

    def run(self, slices: int = 1) -> None:
        """Runs that many slices, or as many as there are."""
        while slices > 0 and self.waiting:
            slices -= 1
            future, state, until, (draw, seen) = self.waiting.popleft()
            if (error := self.breaks(state)) is not None:
                future.set_exception(error)
                continue
            further = advance(state, min(SLICE, until - state.runs[0].iteration))
            pairs = zip(further.runs, state.runs, strict=True)
            self.trained += sum(new.iteration - old.iteration for new, old in pairs)
            rests = [run.done or run.iteration >= until for run in further.runs]
            draws = [None if here is None else here or rest for here, rest in zip(seen, rests, strict=True)]
            drawn = [
                None if draw is None or here is None else draw(run, here)
                for run, here in zip(further.runs, draws, strict=True)
            ]
            self.drawn += [
                (run.config.key, run.iteration)
                for run, here in zip(further.runs, draws, strict=True)
                if draw is not None and here
            ]
            future.set_result(Slice(further.runs, tuple(drawn)))

    def answer(self, questions: int = 1) -> None:
        """Answers that many questions, or as many as there are, as a worker does."""
        while questions > 0 and self.asked:
            questions -= 1
            _settle(*self.asked.popleft())

    def run_all(self) -> None:
        """Runs slices until nobody wants any more."""
        self.run(100_000)
        assert not self.waiting


def _settle(future: Future, arguments: tuple[Any, ...]) -> None:
    """Answers a question, as a worker does."""
    try:
        future.set_result(ask(*arguments))
    except Exception as error:
        future.set_exception(error)


class Lab:
    """An engine worked by hand, on a clock that stands still unless it is put on."""

    def __init__(
        self,
        url: str,
        workers: int = 1,
        store_bytes: int = PLENTY,
        limits: Limits = UNLIMITED,
        artist: Artist | None = None,
    ) -> None:
        self.hands, self.now = ByHand(), 1000.0
        self.held: list[Handle] = []
        self.store = Store(url, store_bytes)
        self.engine = Engine(self.store, self.hands, workers, lambda: self.now, limits, artist)

    def open(self, configs: Sequence[RunConfig], *, anew: bool = False) -> Handle:
        """A handle that is held as long as the lab, whatever a test does with it."""
        self.held.append(self.engine.open(configs, anew=anew))
        return self.held[-1]

    def train(self, configs: Sequence[RunConfig]) -> Handle:
        """A watch on which Train has been pressed."""
        watch = self.open(configs)
        watch.train()
        return watch

    def stored(self, config: RunConfig) -> int:
        """How far the store has a run."""
        run = self.store.load(config)
        return 0 if run is None else run.iteration


@contextmanager
def by_hand(
    url: str,
    workers: int = 1,
    store_bytes: int = PLENTY,
    limits: Limits = UNLIMITED,
    artist: Artist | None = None,
) -> Iterator[Lab]:
    lab = Lab(url, workers, store_bytes, limits, artist)
    try:
        yield lab
    finally:
        lab.engine.close()


def shown(watch: Handle) -> list[int]:
    """Iterations at which the runs of a comparison are shown."""
    return [run.iteration for run in watch.look().runs]


def followed(watch: Handle) -> Handle:
    """Looks at a comparison in training until it has ended."""
    until = time.monotonic() + PATIENCE
    while watch.wait(0.05).live:
        assert time.monotonic() < until, "it never ended"
    return watch


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and was not yet cleared away does not."""
    try:
        os.kill(pid, 0)
        status = Path(f"/proc/{pid}/stat")
        return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")
    except (ProcessLookupError, FileNotFoundError):
        return False
