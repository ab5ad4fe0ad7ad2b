"""Training: `begin`, `advance`, `train`.

`advance` is a pure function from state to state. Runs that can share batched calls are trained in
lockstep; the numbers of a run depend neither on its neighbours nor on where slices were cut, bit
for bit, so runs may be regrouped, paused, stored, moved and resumed at will.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from initcore.config import START, RunConfig
from initcore.datasets import load, training_size
from initcore.descent import Descent, slot_count
from initcore.initializers import initial_parameters
from initcore.network import Shape, Stack, pack
from initcore.registry import Array
from initcore.trajectory import Trajectory, frame_spacing

BLOCK_BYTES = 2**21
"""Working set of one block of stacked runs: about what stays in a core's second-level cache."""


@dataclass(frozen=True)
class State:
    """Runs in training: small, picklable, and all that `advance` needs."""

    runs: tuple[Trajectory, ...]

    @property
    def done(self) -> bool:
        return all(run.done for run in self.runs)


_OF_ONE_RUN = {*START, "twin", "weights_seed", "learning_rate", "iterations"}
_SHARED = tuple(field.name for field in fields(RunConfig) if field.name not in _OF_ONE_RUN)


def lockstep_key(config: RunConfig) -> tuple:
    """What runs must share to be trained by the same batched calls: all but start, rate and length."""
    return tuple(getattr(config, name) for name in _SHARED)


def begin(configs: Iterable[RunConfig]) -> State:
    """The state before the first iteration: initial parameters and the cost there."""
    return State(tuple(_begun(config) for config in configs))


def _begun(config: RunConfig) -> Trajectory:
    weights, biases = initial_parameters(config, lambda: load(config).train_inputs)
    return begun_at(config, pack(Shape.of(config), weights, biases))


def begun_at(config: RunConfig, theta: Array) -> Trajectory:
    """The run of that config before its first iteration, started from parameters theta (P,)."""
    shape, zero, data = Shape.of(config), np.zeros(1, np.int64), load(config)
    slots = np.zeros((slot_count(config), shape.size))
    stack = Stack(shape, theta[None], data.train_inputs, data.train_labels)
    return Trajectory(
        config=config,
        iteration=0,
        theta=theta,
        slots=slots,
        iterations=zero,
        costs=stack.costs(),
        train_accuracies=stack.accuracies(),
        kept=zero,
        frames=theta[None].copy(),
        slot_frames=slots[None].copy(),
    )


def advance(state: State, iterations: int) -> State:
    """The state after that many more iterations, or fewer where a run has come to its end.

    ValueError when `iterations` is negative.
    """
    if iterations < 0:
        raise ValueError(f"`iterations` must not be negative; got {iterations}")
    runs = list(state.runs)
    groups: dict[tuple, list[int]] = {}
    for place, run in enumerate(runs):
        steps = min(iterations, run.config.iterations - run.iteration)
        if steps > 0 and not run.diverged:
            key = (lockstep_key(run.config), run.iteration, run.config.iterations, steps)
            groups.setdefault(key, []).append(place)
    for (*_, steps), places in groups.items():
        for block in _blocks(places, runs[places[0]].config):
            trained = _train_block([runs[place] for place in block], steps)
            for place, run in zip(block, trained, strict=True):
                runs[place] = run
    return State(tuple(runs))


def train(configs: Sequence[RunConfig]) -> list[Trajectory]:
    """Trains every config here and now, in this process, and returns the runs in that order.

    >>> [run] = train([RunConfig(initialization="zeros", iterations=100)])
    >>> run.costs.round(4).tolist()
    [0.6931, 0.6931, 0.6931]
    """
    state = begin(configs)
    return list(advance(state, max((run.config.iterations for run in state.runs), default=0)).runs)


def advance_for(state: State, seconds: float, until: int) -> State:
    """The state after about `seconds` of training, no run further than iteration `until`.

    Ends on recorded iterations where these come fast enough. Which iterations it takes depends on
    the machine's speed; the numbers at each do not.
    """
    start = time.perf_counter()
    steps = 1
    while left := [until - run.iteration for run in state.runs if not run.done and run.iteration < until]:
        taken = min(steps, *left)
        before = time.perf_counter()
        state = _advance_up_to(state, taken, until)
        now = time.perf_counter()
        remaining, per_step = seconds - (now - start), (now - before) / taken
        if remaining < per_step:
            break
        steps = _next_steps(state, max(1, min(int(remaining / per_step), 10 * taken)))
    return state


def _advance_up_to(state: State, steps: int, until: int) -> State:
    """Advances the runs that are not at `until` yet; the others stay as they are."""
    behind = [place for place, run in enumerate(state.runs) if run.iteration < until]
    moved = advance(State(tuple(state.runs[place] for place in behind)), steps).runs
    runs = list(state.runs)
    for place, run in zip(behind, moved, strict=True):
        runs[place] = run
    return State(tuple(runs))


def _next_steps(state: State, steps: int) -> int:
    """At most `steps`, shortened to end on a recorded iteration if one is in reach."""
    run = max(state.runs, key=lambda run: run.iteration)
    over = (run.iteration + steps) % run.config.record_every
    return steps - over if over < steps else steps


def bytes_a_run(config: RunConfig) -> int:
    """About what the buffers of one run in training take."""
    return 8 * (4 * sum(config.widths) * training_size(config) + 2 * Shape.of(config).size)


def _blocks(places: list[int], config: RunConfig) -> list[list[int]]:
    """The runs of a group cut into the fewest blocks of even size whose buffers stay in cache."""
    count = -(-len(places) // max(1, BLOCK_BYTES // bytes_a_run(config)))
    ends = [len(places) * block // count for block in range(count + 1)]
    return [places[start:end] for start, end in pairwise(ends)]


def _train_block(runs: list[Trajectory], steps: int) -> list[Trajectory]:
    """Trains runs of one shape at one iteration in lockstep and returns them further on."""
    begun = time.perf_counter()
    config, first = runs[0].config, runs[0].iteration
    rates = np.array([run.config.learning_rate for run in runs])
    theta, slots = np.stack([run.theta for run in runs]), np.stack([run.slots for run in runs], axis=1)
    descent = Descent(config, theta, slots, rates, load(config), first)
    recorder = _Recorder(descent, rates, config, first)
    with np.errstate(all="ignore"):
        iteration, end = first, first + steps
        while iteration < end:
            stop = min(end, iteration + config.record_every - iteration % config.record_every)
            descent.step(stop - iteration)
            iteration = stop
            if iteration % config.record_every == 0 or iteration == config.iterations:
                recorder.record(iteration)
        recorder.look_for_divergence(end)
        costs = descent.costs()
    share = (time.perf_counter() - begun) / len(runs)
    return [
        replace(recorder.finish(run, place, end, share), cost=float(costs[place]))
        for place, run in enumerate(runs)
    ]


class _Recorder:
    """Collects costs, accuracies and parameters of a block, and finds where a run stopped being finite."""

    def __init__(self, descent: Descent, rates: Array, config: RunConfig, iteration: int) -> None:
        self.descent, self.rates, self.config = descent, rates, config
        self.iterations: list[int] = []
        self.costs: list[Array] = []
        self.accuracies: list[Array] = []
        self.kept: list[int] = []
        self.frames: list[tuple[Array, Array]] = []
        self.spacing = frame_spacing(config, iteration)
        self.last_finite = (iteration, descent.theta.copy(), descent.slots.copy())
        self.diverged: dict[int, _End] = {}

    def record(self, iteration: int) -> None:
        """Notes costs and accuracies, and the parameters if they are to be kept."""
        self.look_for_divergence(iteration)
        self.iterations.append(iteration)
        self.costs.append(self.descent.costs())
        self.accuracies.append(self.descent.accuracies())
        spacing = frame_spacing(self.config, iteration)
        if spacing != self.spacing:
            on_grid = [at for at, kept in enumerate(self.kept) if kept % spacing == 0]
            self.kept = [self.kept[at] for at in on_grid]
            self.frames = [self.frames[at] for at in on_grid]
            self.spacing = spacing
        if iteration % spacing == 0:
            self.kept.append(iteration)
            self.frames.append(self.last_finite[1:])

    def look_for_divergence(self, iteration: int) -> None:
        """Replays, step by step, any run that stopped being finite since the last look."""
        for place in np.flatnonzero(~self.descent.finite()).tolist():
            if place not in self.diverged:
                self.diverged[place] = self._replay(place)
        self.last_finite = (iteration, self.descent.theta.copy(), self.descent.slots.copy())

    def _replay(self, place: int) -> "_End":
        """Finds the first iteration at which a run is not finite."""
        iteration, theta, slots = self.last_finite
        one = slice(place, place + 1)
        start = theta[one], slots[:, one]
        alone = Descent(self.config, *start, self.rates[one], load(self.config), iteration)
        while alone.finite()[0]:
            alone.step()
            iteration += 1
        return _End(
            iteration, alone.theta[0], alone.slots[:, 0], float(alone.costs()[0]), self._columns(place)
        )

    def _columns(self, place: int) -> dict[str, NDArray]:
        """What was recorded of one run."""
        size = self.descent.theta.shape[1]
        theta = [theta[place] for theta, _ in self.frames]
        slots = [slots[:, place] for _, slots in self.frames]
        return {
            "iterations": np.array(self.iterations, np.int64),
            "costs": np.array([costs[place] for costs in self.costs]),
            "train_accuracies": np.array([shares[place] for shares in self.accuracies]),
            "kept": np.array(self.kept, np.int64),
            "frames": np.array(theta).reshape(len(theta), size),
            "slot_frames": np.array(slots).reshape(len(slots), len(self.descent.slots), size),
        }

    def finish(self, run: Trajectory, place: int, end: int, seconds: float) -> Trajectory:
        """The run with what was recorded of it."""
        fallen = self.diverged.get(place)
        records: dict[str, Any] = self._columns(place) if fallen is None else fallen.records
        theta, slots = self.descent.theta[place].copy(), self.descent.slots[:, place].copy()
        if fallen is not None:
            end, theta, slots = fallen.iteration, fallen.theta, fallen.slots
            records["iterations"] = np.append(records["iterations"], end)
            records["costs"] = np.append(records["costs"], fallen.cost)
            records["train_accuracies"] = np.append(records["train_accuracies"], np.nan)
        new = replace(
            run.without_records(),
            iteration=end,
            theta=theta,
            slots=slots,
            diverged_at=run.diverged_at if fallen is None else end,
            seconds=run.seconds + seconds,
            **records,
        )
        return run.followed_by(new)


@dataclass(frozen=True)
class _End:
    """Where a run stopped being finite: the iteration, what it was there, the records before."""

    iteration: int
    theta: Array
    slots: Array
    cost: float
    records: dict[str, NDArray]
