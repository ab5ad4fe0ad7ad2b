"""Large weights: a start so sure of itself that its probabilities round to 0 and 1."""

import math
from dataclasses import dataclass

import numpy as np

from initcore.diagnosis.scale import SATURATED_LOGIT
from initcore.lesson.words import name_of
from initcore.model.losses import correct
from initcore.model.network import logits
from initcore.training.trajectory import Trajectory
from initcore.words.numbers import decimals, figure, magnitude, percent, setting, short_figure

ROUNDS_TO_ONE = -math.log(np.finfo(float).eps / 2)
"""About the logit from which 1 + exp(-z) is exactly 1: doubles just above 1 are 2.2e-16 apart."""

ROUNDS_TO_ZERO = -math.log(np.finfo(float).max)
"""The logit below which exp(-z) overflows, so that 1 / (1 + exp(-z)) is exactly 0."""


@dataclass(frozen=True)
class Saturation:
    """The first outputs of a network with one output on `examples` training examples.

    `largest` is the largest |logit|; `saturated` how many are beyond SATURATED_LOGIT; `rounded` how many
    probabilities are exactly 0 or 1, and `infinite` how many of those are of the wrong class, where the
    textbook formula takes the logarithm of 0; `wrong` how many examples are misclassified. `pull` is the
    mean |p - y|, by which examples pull at the output: the gradient that comes in.
    """

    examples: int
    largest: float
    saturated: int
    rounded: int
    infinite: int
    wrong: int
    pull: float

    @property
    def share(self) -> float:
        """The share of examples whose output is saturated."""
        return self.saturated / self.examples


def saturation(run: Trajectory) -> Saturation:
    """What can be measured of a run's first outputs."""
    data = run.data
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
        pull=float(np.abs(p - data.train_labels).mean()),
    )


def first_cost_words(run: Trajectory) -> str:
    """The first cost by either formula, and what became of it."""
    return (
        f"The first cost of {name_of(run)} is {figure(run.costs[0])}, where the textbook formula says "
        f"{figure(run.naive_first_cost)}. Training brings it to {figure(run.costs[-1])}."
    )


def first_cost_sentence(run: Trajectory) -> str:
    """The first cost by either formula, and how sure the network is."""
    found = saturation(run)
    return (
        f"**{name_of(run)}**: its true first cost is {figure(run.costs[0])}, from the logits, which are the "
        f"outputs before the sigmoid; the textbook formula says {figure(run.naive_first_cost)}. "
        f"{percent(found.share)} of {found.examples} examples start with |logit| above "
        f"{setting(SATURATED_LOGIT)}, the largest is {magnitude(found.largest)}, and {found.wrong} are on "
        "the wrong side."
    )


def rounding_sentence(run: Trajectory) -> str:
    """Why a sigmoid can be exactly 0 or 1, and how often it was."""
    found = saturation(run)
    rule = (
        f"A sigmoid 1 / (1 + e⁻ᶻ) never reaches 1 or 0, but its floats do. Numbers just above 1 are "
        f"{short_figure(np.finfo(float).eps)} apart, so from a logit of {decimals(ROUNDS_TO_ONE, 1)} on "
        f"1 + e⁻ᶻ is exactly 1; below {decimals(ROUNDS_TO_ZERO, 1)} the exponential "
        "overflows, and the sigmoid is exactly 0."
    )
    if found.infinite:
        counted = (
            f"That happened to {found.rounded} examples, {found.infinite} of them on the wrong side: the "
            f"textbook formula takes log 0 for each, and one is enough for inf."
        )
    else:
        counted = f"Here {found.rounded} examples rounded so, none on the wrong side, so there was no inf."
    return f"{rule} {counted}"
