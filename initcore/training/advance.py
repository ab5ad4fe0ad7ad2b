"""Training: `begin`, `advance`, `train`.

`advance` is a pure function from state to state. Runs that can share batched calls are trained in
lockstep; the numbers of a run depend neither on its neighbours nor on where slices were cut, bit
for bit, so runs may be regrouped, paused, stored, moved and resumed at will.
"""

import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np

from initcore.data.loading import load, training_size
from initcore.experiment.config import RunConfig
from initcore.training.begin import State, begin, lockstep_key
from initcore.training.descent import Descent
from initcore.training.recorder import Recorder
from initcore.training.trajectory import Trajectory

BLOCK_BYTES = 2**21
"""Working set of one block of stacked runs: about what stays in a core's second-level cache."""


def advance(state: State, iterations: int) -> State:
    """The state after that many more iterations, or fewer where a run has come to its end.

    ValueError when `iterations` is negative.
    """
    if iterations < 0:
        raise ValueError(f"`iterations` must not be negative; got {iterations}")
    runs = list(state.runs)
    groups: dict[tuple[Any, ...], list[int]] = {}
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
    return 8 * (4 * sum(config.widths) * training_size(config) + 2 * config.shape.size)


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
    recorder = Recorder(descent, rates, config, first)
    with np.errstate(all="ignore"):
        iteration, end = first, first + steps
        while iteration < end:
            stop = min(end, iteration + config.record_every - iteration % config.record_every)
            descent.step(stop - iteration)
            iteration = stop
            if iteration % config.record_every == 0 or iteration == config.iterations:
                recorder.record(iteration)
        recorder.look_for_divergence(end)
        costs, right = descent.costs(), descent.accuracies()
    share = (time.perf_counter() - begun) / len(runs)
    return [
        replace(
            recorder.finish(run, place, end, share), cost=float(costs[place]), accuracy=float(right[place])
        )
        for place, run in enumerate(runs)
    ]
