"""Depth: how far a signal carries under Xavier's scale and under He's, and what trains."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from initcore.experiment.config import RunConfig
from initcore.lesson.chance import at_random, leaves_chance_at
from initcore.lesson.outcome import GOAL, REACHED
from initcore.lesson.words import name_of
from initcore.measures.at_initialization import start_of
from initcore.measures.costs import chance_cost
from initcore.measures.curves import recent_fall
from initcore.model.base import Array
from initcore.theory.signal import expected_signal_sizes
from initcore.training.trajectory import Trajectory
from initcore.words.numbers import (
    figure,
    magnitude,
    percent,
    percent_set,
    quotient,
    short_figure,
    spaced,
    times,
)
from initcore.words.phrases import happens, listed

DEPTHS = (5, 10, 20)
WIDTH = 32
CLOSE = 0.05
"""How near to the cost of guessing, as a share of it, a cost shows next to nothing learned."""
JUMP = 2.0
"""To what multiple of its lowest a cost rises that has jumped: what is steady rises by a half at most, and
what is chaotic by far more than this, whatever the processor."""
SCHEMES = {"xavier": 1.0, "he": 2.0}
"""Both have weight variance scale / fan_in."""


def depth_configs(base: RunConfig) -> tuple[RunConfig, ...]:
    """Depth by depth a run of each scheme, the deepest first."""
    return tuple(
        replace(base, initialization=name, hidden=(WIDTH,) * depth)
        for depth in sorted(DEPTHS, reverse=True)
        for name in SCHEMES
    )


@dataclass(frozen=True)
class Fading:
    """A run's pre-activation sizes (L,) at the start, and what theory expects of them (L,).

    A ratio is of the last layer's size to the first's, of the measured ones as they are shown.
    """

    run: Trajectory
    measured: Array
    expected: Array

    @property
    def ratio(self) -> float:
        """The measured size of the last layer over that of the first; inf or nan where the first is 0."""
        return quotient(float(self.measured[-1]), float(self.measured[0]))

    @property
    def expected_ratio(self) -> float:
        """What theory expects of the ratio."""
        return float(self.expected[-1] / self.expected[0])


def fading(run: Trajectory) -> Fading:
    """How the signal of a run of one of SCHEMES changes from layer to layer."""
    scale = SCHEMES[run.config.initialization]
    return Fading(run, start_of(run).preactivation, expected_signal_sizes(run, scale))


def signal_sentence(found: Fading) -> str:
    """How much of the signal is left at the end of one network, measured and in theory."""
    layers = found.measured.size
    return (
        f"**{name_of(found.run)}**: from layer 1 to layer {layers} the signal's size goes from "
        f"{magnitude(found.measured[0])} to {magnitude(found.measured[-1])}, a factor of "
        f"{times(found.ratio)}; theory expects {times(found.expected_ratio)}."
    )


def outcome_sentences(runs: Sequence[Trajectory]) -> list[str]:
    """What each depth came to, a sentence a depth, the shallowest first."""
    by_depth: dict[int, list[Trajectory]] = {}
    for run in runs:
        by_depth.setdefault(len(run.config.hidden), []).append(run)
    said = []
    for depth in sorted(by_depth):
        ends = []
        for run in by_depth[depth]:
            left = happens("leaves", "chance", leaves_chance_at(run))
            ends.append(f"{name_of(run)} {_end(run)} ({left})")
        said.append(f"**{depth} hidden layers** end so: {'; '.join(ends)}.")
    return said


def _end(run: Trajectory) -> str:
    """Where a run ended; no figures of one that has jumped, for these may be rounding's, not the run's."""
    if jumps(run):
        reached = "having been at" if run.first_at(REACHED) is not None else "never at"
        return f"jumping up and down, {reached} {GOAL}"
    return f"at cost {figure(run.costs[-1])}, train accuracy {percent(run.train_accuracy)}"


def accident_sentences(runs: Sequence[Trajectory]) -> list[str]:
    """What accuracies say of runs whose cost ends close to that of guessing; nothing where none does."""
    near = [run for run in _by_depth(runs) if at_random(run, CLOSE) and not jumps(run)]
    if not near:
        return []
    chance = figure(chance_cost(near[0]))
    ends = listed([f"{_deep(run)} ({percent(run.train_accuracy)})" for run in near])
    return [
        f"**Compare costs, not accuracies near one half.** Within {percent_set(CLOSE)} of the cost of "
        f"guessing, {chance}, end {ends}. Whose cost has hardly left chance knows hardly more than a coin, "
        "and on which side of one half its accuracy lies, and how far, is an accident."
    ]


def unfinished_sentences(runs: Sequence[Trajectory], course: int) -> list[str]:
    """Which runs had left chance and were still falling at the end, `course` iterations being usual."""
    under_way = [
        run
        for run in _by_depth(runs)
        if leaves_chance_at(run) is not None
        and run.train_accuracy < REACHED
        and recent_fall(run) > 0
        and run.config.iterations < course
        and not jumps(run)
    ]
    if not under_way:
        return []
    iterations = under_way[0].config.iterations
    return [
        f"**Unfinished is not failed.** {listed([_deep(run) for run in under_way])} left chance, and "
        f"the cost was still falling at the end: {spaced(iterations)} iterations are "
        f"{short_figure(100 * iterations / course)} % of the course's {spaced(course)}."
    ]


def jumps(run: Trajectory) -> bool:
    """Whether a cost that had left chance rose again, to more than JUMP times its lowest.

    Where it does, and how high, can differ between runs one unit in the last place apart: it is never told.
    """
    since = run.costs[run.iterations >= (leaves_chance_at(run) or np.inf)]
    return bool((since > JUMP * np.minimum.accumulate(since)).any())


def spike_sentences(runs: Sequence[Trajectory]) -> list[str]:
    """Which costs jumped up again on their way, and why; nothing where none did."""
    wild = [_deep(run) for run in _by_depth(runs) if jumps(run)]
    if not wild:
        return []
    return [
        f"**What are the spikes?** After having left chance, the cost of {listed(wild)} jumps up again on "
        "its way. Each step goes down the slope of all examples, so where the cost rises the step was too "
        "large: now and then, for so deep a network, the learning rate is. When it jumps and how high "
        "may depend on how a machine rounds."
    ]


def _deep(run: Trajectory) -> str:
    """A run by its initialization and its number of hidden layers."""
    return f"{name_of(run)} with {len(run.config.hidden)} hidden layers"


def _by_depth(runs: Sequence[Trajectory]) -> list[Trajectory]:
    return sorted(runs, key=lambda run: len(run.config.hidden))


def gap_sentence(one: Fading, other: Fading) -> str:
    """Why the fainter of two networks cannot learn yet: its outputs hardly depend on the inputs."""
    faint, loud = sorted((one, other), key=lambda found: found.measured[-1])
    share = quotient(float(loud.measured[-1]), float(faint.measured[-1]))
    return (
        f"The outputs of {name_of(loud.run)} are {times(share)} times as large as those of "
        f"{name_of(faint.run)}. ReLU passes half of a signal's mean square on, so weights of variance "
        "1 / fan-in lose a factor of √2 a layer, and 2 / fan-in makes up for it."
    )
