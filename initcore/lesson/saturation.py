"""Large weights: a start so sure of itself that its probabilities round to 0 and 1."""

import math
from dataclasses import dataclass

import numpy as np

from initcore.causes import SATURATED_LOGIT
from initcore.datasets import load
from initcore.lesson.start import first_step_shares
from initcore.lesson.words import name_of, small
from initcore.losses import correct
from initcore.measures import before_last_tenth, recent_fall
from initcore.network import logits
from initcore.trajectory import Trajectory
from initcore.wording import figure, percent, spaced

ROUNDS_TO_ONE = -math.log(np.finfo(float).eps / 2)
"""About the logit from which 1 + exp(-z) is exactly 1: doubles just above 1 are 2.2e-16 apart."""

ROUNDS_TO_ZERO = -math.log(np.finfo(float).max)
"""The logit below which exp(-z) overflows, so that 1 / (1 + exp(-z)) is exactly 0."""


@dataclass(frozen=True)
class Saturation:
    """The first outputs of a network with one output on `examples` training examples.

    `largest` is the largest |logit|; `saturated` how many are beyond SATURATED_LOGIT; `rounded` how many
    probabilities are exactly 0 or 1, and `infinite` how many of those are of the wrong class, where the
    textbook formula takes the logarithm of 0; `wrong` how many examples are misclassified.
    """

    examples: int
    largest: float
    saturated: int
    rounded: int
    infinite: int
    wrong: int

    @property
    def share(self) -> float:
        return self.saturated / self.examples


def saturation(run: Trajectory) -> Saturation:
    """What can be measured of a run's first outputs."""
    data = load(run.config)
    z = logits(run.shape, run.drawable[1][:1], data.train_inputs)[0]
    with np.errstate(over="ignore"):
        p = 1 / (1 + np.exp(-z[0]))
    positive = data.train_labels > 0.5
    return Saturation(
        examples=data.train_labels.size,
        largest=float(np.abs(z).max()),
        saturated=int((np.abs(z) > SATURATED_LOGIT).sum()),
        rounded=int(((p == 0) | (p == 1)).sum()),
        infinite=int(((p == 0) & positive).sum() + ((p == 1) & ~positive).sum()),
        wrong=int((~correct(z, data.train_labels)).sum()),
    )


def first_cost_sentence(run: Trajectory) -> str:
    """The first cost by either formula, and how sure the network is."""
    found = saturation(run)
    true = f"its true first cost, from the logits, is {figure(run.costs[0])}"
    if math.isfinite(run.naive_first_cost):
        said = f"{true}; the textbook formula says {figure(run.naive_first_cost)}"
    else:
        said = f"{true}; the textbook formula says inf"
    return (
        f"**{name_of(run)}**: {said}. {percent(found.share)} of {found.examples} examples start with "
        f"|logit| above {SATURATED_LOGIT:g}, the largest is {small(found.largest)}, and {found.wrong} are on "
        "the wrong side."
    )


def rounding_sentence(run: Trajectory) -> str:
    """Why a sigmoid can be exactly 0 or 1, and how often it was."""
    found = saturation(run)
    rule = (
        f"A sigmoid 1 / (1 + e⁻ᶻ) never reaches 1 or 0, but its floats do. Numbers just above 1 are "
        f"{np.finfo(float).eps:.1e} apart, so from a logit of {ROUNDS_TO_ONE:.1f} on 1 + e⁻ᶻ is exactly 1; "
        f"below −{-ROUNDS_TO_ZERO:.1f} the exponential overflows, and the sigmoid is exactly 0."
    )
    if found.infinite:
        counted = (
            f"That happened to {found.rounded} examples, {found.infinite} of them on the wrong side: the "
            f"textbook formula takes log 0 for each, and one is enough for inf."
        )
    else:
        counted = f"Here {found.rounded} examples rounded so, none on the wrong side, so there was no inf."
    return f"{rule} {counted}"


def wild_sentence(run: Trajectory, other: Trajectory) -> str:
    """How large the first step was beside another run's, and what became of the cost."""
    mine, theirs = float(first_step_shares(run).max()), float(first_step_shares(other).max())
    rises = int((np.diff(run.costs) > 0).sum())
    others = int((np.diff(other.costs) > 0).sum())
    tail = int(run.iterations[-1] - run.iterations[before_last_tenth(run)])
    return (
        "A gradient is multiplied by the weights of the layers it passes. The first step moves a layer of "
        f"{name_of(run)} by up to {percent(mine)} of its size, of {name_of(other)} by {percent(theirs)}. The "
        f"cost of {name_of(run)} rises at {rises} of its "
        f"{spaced(run.costs.size - 1)} recorded steps ({name_of(other)}: {others}), ends at "
        f"{figure(run.costs[-1])}, and over the last {spaced(tail)} iterations it fell by "
        f"{100 * recent_fall(run):.1f} %."
    )
