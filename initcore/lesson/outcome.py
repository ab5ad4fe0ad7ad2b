"""What runs came to, and how one did beside another."""

import math
from collections.abc import Sequence

import numpy as np

from initcore.lesson.chance import at_chance, at_random
from initcore.lesson.words import name_of
from initcore.measures.at_initialization import start_of
from initcore.measures.costs import chance_cost
from initcore.training.trajectory import Trajectory
from initcore.words.numbers import (
    figure,
    magnitude,
    percent,
    percent_set,
    points,
    quotient,
    spaced,
    times,
)
from initcore.words.phrases import happens, listed

REACHED = 0.9
AS_WELL = 0.02
"""How much lower an accuracy may be that we call as good."""

KEEPS = math.sqrt(2)
"""By what factor a signal's size may change that we call kept: a scale √2 off shows after one layer."""

GOAL = f"{percent_set(REACHED)} train accuracy"


def end_sentence(run: Trajectory) -> str:
    """Where one run has come to, and what its accuracy is worth where the cost is still that of guessing."""
    at = run.first_at(REACHED)
    said = (
        f"**{name_of(run)}** ends at cost {figure(run.costs[-1])}, train accuracy "
        f"{percent(run.train_accuracy)}, test accuracy {percent(run.test_accuracy)}; it "
        f"{happens('reaches', GOAL, at)}."
    )
    if not at_chance(run):
        return said
    luck = ""
    if at_random(run):
        exact = run.train_accuracy == 0.5
        luck = "" if exact else ", and that its accuracy is not just one half is an accident"
        luck = f": it tells the classes no better than a coin{luck}"
    return f"{said} Its cost has not left chance, {figure(chance_cost(run))}{luck}."


def accuracy_apart(runs: Sequence[Trajectory]) -> float:
    """The best final train accuracy less the worst, of runs that did not diverge; 0 where all did."""
    ends = [run.train_accuracy for run in runs if not run.diverged]
    return max(ends) - min(ends) if ends else 0.0


def _ended(run: Trajectory) -> float:
    """The final train accuracy; less than any of a run that diverged and has none."""
    return -math.inf if run.diverged else run.train_accuracy


def apart_sentence(runs: Sequence[Trajectory]) -> str:
    """How far apart runs ended that differ only in their start."""
    lost, going = ([run for run in runs if run.diverged == diverged] for diverged in (True, False))
    also = f" {listed([name_of(run) for run in lost])} diverged." if lost else ""
    apart = accuracy_apart(runs)
    if apart == 0:
        level = (
            f"{listed([name_of(run) for run in going])} end at the same train accuracy." if going[1:] else ""
        )
        return f"{level}{also}".strip()
    best, worst = (choose(going, key=_ended) for choose in (max, min))
    return (
        f"Same data, same network, same training: {name_of(best)} ends {points(apart)} points of train "
        f"accuracy above {name_of(worst)}.{also} Only the numbers the weights started from were different."
    )


def signal_line(run: Trajectory) -> str:
    """The size of a run's signal layer by layer at the start."""
    sizes = start_of(run).preactivation
    steps = " → ".join(magnitude(float(size)) for size in sizes)
    if sizes[0] == 0:
        return f"**{name_of(run)}**: {steps}. There is no signal."
    grown = quotient(float(sizes[-1]), float(sizes[0]))
    fate = "grows" if grown > KEEPS else "shrinks" if grown < 1 / KEEPS else "about keeps its size"
    return f"**{name_of(run)}**: {steps}. The signal {fate}: last over first layer, {times(grown)} times."


def near_zero_sentence(run: Trajectory) -> str:
    """Whether a single weight near zero did harm: what the smallest was, and what it came to."""
    first, last = (np.abs(run.weights(k)[0]) for k in (0, -1))
    where = np.unravel_index(first.argmin(), first.shape)
    shortest = float(np.linalg.norm(first, axis=1).min())
    return (
        f"**Can randn draw a weight too near zero?** The smallest of W1 was {magnitude(float(first.min()))}, "
        f"and training took it to {magnitude(float(last[where]))}. One small weight costs its unit one input "
        "for a while. What would hurt is a whole row of them, and the shortest row has length "
        f"{magnitude(shortest)}."
    )


def beside_sentence(run: Trajectory, fitted: Trajectory) -> str:
    """How a start of one fixed scale did beside one that is fitted to each layer."""
    mine, theirs = percent(run.train_accuracy), percent(fitted.train_accuracy)
    if _ended(run) < _ended(fitted) - AS_WELL:
        return f"{name_of(run)} ends at {mine} train accuracy, {name_of(fitted)} at {theirs}."
    return (
        f"**Is it only × 10 that fails?** {name_of(run)}, randn × 1, does as well here: {mine} train "
        f"accuracy beside {theirs} for {name_of(fitted)}. A network of {len(run.shape.layers)} layers "
        "forgives a scale that fits none of them exactly. The chapter Depth shows where it no longer does."
    )


def sooner(one: Trajectory, other: Trajectory) -> str:
    """Which of two reaches 90 % train accuracy first: one, other, both (at once) or neither."""
    mine, theirs = (run.first_at(REACHED) for run in (one, other))
    if mine is None or theirs is None:
        return "neither" if mine == theirs else "other" if mine is None else "one"
    return "both" if mine == theirs else "one" if mine < theirs else "other"


def race_sentence(one: Trajectory, other: Trajectory) -> str:
    """How two runs compare in reaching 90 % train accuracy."""
    firsts = [run.first_at(REACHED) for run in (one, other)]
    said = [
        f"{name_of(run)} {happens('reaches', GOAL, at)}" for run, at in zip((one, other), firsts, strict=True)
    ]
    mine, theirs = firsts
    if mine is None or theirs is None or mine == theirs:
        return f"{listed(said)}."
    first = one if mine < theirs else other
    return f"{listed(said)}: {name_of(first)} is first, by {spaced(abs(mine - theirs))} iterations."
