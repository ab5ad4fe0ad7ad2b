"""Depth: how far a signal carries under Xavier's scale and under He's, and what trains."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from initcore.experiment.config import RunConfig
from initcore.lesson.outcome import REACHED
from initcore.lesson.start import at_random, leaves_chance_at, signal_sizes
from initcore.lesson.words import name_of
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
"""As a share of it, how near to the cost of guessing a cost is that shows next to nothing learned."""
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
        return quotient(float(self.measured[-1]), float(self.measured[0]))

    @property
    def expected_ratio(self) -> float:
        return float(self.expected[-1] / self.expected[0])


def fading(run: Trajectory) -> Fading:
    """How the signal of a run of one of SCHEMES changes from layer to layer."""
    scale = SCHEMES[run.config.initialization]
    return Fading(run, signal_sizes(run), expected_signal_sizes(run, scale))


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
            ends.append(
                f"{name_of(run)} at cost {figure(run.costs[-1])}, train accuracy "
                f"{percent(run.train_accuracy)} ({left})"
            )
        said.append(f"**{depth} hidden layers** end so: {'; '.join(ends)}.")
    return said


def accident_sentences(runs: Sequence[Trajectory]) -> list[str]:
    """What accuracies say of runs whose cost ends close to that of guessing; nothing where none does."""
    near = [run for run in _by_depth(runs) if at_random(run, CLOSE)]
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
    ]
    if not under_way:
        return []
    iterations = under_way[0].config.iterations
    return [
        f"**Unfinished is not failed.** {listed([_deep(run) for run in under_way])} left chance, and "
        f"the cost was still falling at the end: {spaced(iterations)} iterations are "
        f"{short_figure(100 * iterations / course)} % of the course's {spaced(course)}."
    ]


@dataclass(frozen=True)
class Spike:
    """The highest recorded cost of a run after it had left chance and gone above it again."""

    run: Trajectory
    cost: float
    iteration: int

    @property
    def returned(self) -> bool:
        """Whether the cost is below that of guessing again at the end."""
        return bool(self.run.costs[-1] < chance_cost(self.run))


def spike_of(run: Trajectory) -> Spike | None:
    """The highest cost above chance after having left it; None where there is none."""
    left = leaves_chance_at(run)
    if left is None:
        return None
    since = int(np.flatnonzero(run.iterations == left)[0])
    place = since + int(np.argmax(run.costs[since:]))
    if not run.costs[place] > chance_cost(run):
        return None
    return Spike(run, float(run.costs[place]), int(run.iterations[place]))


def spike_sentences(runs: Sequence[Trajectory]) -> list[str]:
    """Which costs jumped above chance again, how far, and whether they came back."""
    spikes = [spike for spike in map(spike_of, _by_depth(runs)) if spike is not None]
    if not spikes:
        return []
    peaks = [
        f"{_deep(spike.run)} to {figure(spike.cost)} at iteration {spaced(spike.iteration)}"
        f"{', and comes back' if spike.returned else ', and has not come back by the end'}"
        for spike in spikes
    ]
    return [
        "**What are the spikes?** After having left chance, a cost jumps above it again: "
        f"{'; '.join(peaks)}. Each step goes down the slope of all examples, so where the cost rises the "
        "step was too large: now and then, for so deep a network, the learning rate is."
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
