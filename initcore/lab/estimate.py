"""What a comparison will take, before it is trained: time of one core, time on the clock, and memory.

Time is arithmetic, from the numpy calls of a step, the multiplications in its products and the
numbers its elementwise calls pass over, with what each costs on this machine. Within a factor of one and a
half on nine kinds of work (`tests/bench/bench_estimate.py`). On the clock it is as the runs are shared out.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from initcore.data.loading import training_size
from initcore.experiment.config import RunConfig
from initcore.lab.choosing import MOST_STACKED
from initcore.lab.machine import Machine
from initcore.model.activations import ACTIVATIONS
from initcore.training.advance import BLOCK_BYTES, bytes_a_run
from initcore.training.begin import lockstep_key
from initcore.training.descent import slot_count
from initcore.training.trajectory import Trajectory, frame_bytes, frame_spacing

RECORD_BYTES = 32
"""Bytes of one recorded iteration beside its parameters: number, cost, accuracies."""

FEEDING_CALLS = 60
"""Drawing a mini-batch and copying it in, in small calls."""

RECORD_CALLS, RECORD_PASSES = 40, 15
"""Small calls that one record takes, and how often every output is passed over for its cost and accuracy."""


BEYOND = 1.6
"""How many times as long work takes whose numbers do not stay in a core's cache, beside other workers, with
which it shares the way to memory: measured from 1.2 to 2.1 (`tests/bench/bench_estimate.py`).
"""


def step_seconds(config: RunConfig, together: int, machine: Machine) -> float:
    """Time of one core (s) for one iteration of one run, when `together` of them share every call."""
    m = training_size(config)
    m = min(config.batch_size or m, m)
    layers, size = list(pairwise(config.widths)), config.shape.size
    weights, units = sum((n_in + 1) * n_out for n_in, n_out in layers), sum(config.widths[1:])
    calls = 7 * len(layers) + 4 + 6 * slot_count(config) + (2 if config.l2 else 0)
    numbers = 5 * units * m + (2 + 6 * slot_count(config)) * size
    curved = ACTIVATIONS[config.activation].cost * sum(config.hidden) * m
    calls += FEEDING_CALLS if config.batch_size else 0
    return (
        calls * machine.call / together
        + 3 * len(layers) * machine.product
        + 3 * weights * m * machine.multiplication
        + numbers * machine.passed
        + (curved + config.widths[-1] * m) * machine.transcendental
    )


def record_seconds(config: RunConfig, together: int, machine: Machine) -> float:
    """Time of one core (s) for one record of one run: examples forward, cost, accuracy, a copy to keep."""
    m, outputs = training_size(config), config.widths[-1]
    layers, size = list(pairwise(config.widths)), config.shape.size
    weights, units = sum((n_in + 1) * n_out for n_in, n_out in layers), sum(config.widths[1:])
    numbers = (2 * units + RECORD_PASSES * outputs) * m + 8 * (1 + slot_count(config)) * size
    curved = ACTIVATIONS[config.activation].cost / 2 * sum(config.hidden) + 3 * outputs
    return (
        (2 * len(layers) + RECORD_CALLS) * machine.call / together
        + len(layers) * machine.product
        + weights * m * machine.multiplication
        + numbers * machine.passed
        + curved * m * machine.transcendental
    )


def seconds(runs: Sequence[Trajectory], machine: Machine) -> float:
    """Time of one core (s) until every one of these runs has come to its end."""
    alike: dict[tuple[object, ...], list[Trajectory]] = defaultdict(list)
    for run in runs:
        if not run.done:
            alike[lockstep_key(run.config)].append(run)
    total = 0.0
    for group in alike.values():
        left = sum(run.config.iterations - run.iteration for run in group)
        total += left * _iteration_seconds(group[0].config, len(group), machine)
    return total


def clock_seconds(runs: Sequence[Trajectory], workers: int, machine: Machine) -> float:
    """Time on the clock (s) until so many workers, which nobody else needs, have trained these runs."""
    going = [(place, run) for place, run in enumerate(runs) if not run.done]
    left = {place: float(run.config.iterations - run.iteration) for place, run in going}
    passed = 0.0
    while left:
        batches = _shared([(place, runs[place].config) for place in left], workers)
        turns = min(1.0, workers / len(batches))
        pace: dict[int, float] = {}
        for batch in batches:
            a_run = _iteration_seconds(runs[batch[0]].config, len(batch), machine)
            pace |= dict.fromkeys(batch, turns / (len(batch) * a_run))
        until = min(left[place] / pace[place] for place in left)
        passed += until
        further = {place: more - until * pace[place] for place, more in left.items()}
        left = {place: more for place, more in further.items() if more > 1e-6}
    return passed


def _iteration_seconds(config: RunConfig, together: int, machine: Machine) -> float:
    """Time of one core (s) for an iteration of one run of so many in a batch, with its share of a record."""
    blocked = min(together, max(1, BLOCK_BYTES // bytes_a_run(config)))
    record = record_seconds(config, blocked, machine)
    near = step_seconds(config, blocked, machine) + record / config.record_every
    return near if bytes_a_run(config) * blocked <= BLOCK_BYTES else BEYOND * near


def _shared(places: Sequence[tuple[int, RunConfig]], workers: int) -> list[list[int]]:
    """Places of runs in the batches that they are trained in, as `choosing` shares them out."""
    alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for place, config in places:
        alike[lockstep_key(config)].append(place)
    free, batches = max(1, workers - len(alike) + 1), []
    for group in alike.values():
        size = min(MOST_STACKED, -(-len(group) // free))
        batches += [group[at : at + size] for at in range(0, len(group), size)]
        free = max(1, free - (-(-len(group) // size) - 1))
    return batches


def working_bytes(configs: Sequence[RunConfig], workers: int) -> int:
    """Memory (bytes) that workers need while they train these runs: each the largest one's buffers."""
    largest = max(map(bytes_a_run, configs), default=0)
    return min(workers, len(configs)) * max(largest, BLOCK_BYTES)


def run_bytes(config: RunConfig) -> int:
    """Memory (bytes) that a run holds once it has come to its end."""
    frames = config.iterations // frame_spacing(config, config.iterations) + 1
    return (frames + 1) * frame_bytes(config) + config.iterations // config.record_every * RECORD_BYTES
