"""Zeros: units that start alike get the same gradient, and stay alike."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from initcore.lesson.words import name_of
from initcore.measures.at_initialization import first_gradients
from initcore.measures.costs import chance_cost, largest_weight_gradient
from initcore.measures.units import SAME, distinct_units
from initcore.model.network import activations
from initcore.training.trajectory import Trajectory
from initcore.words.numbers import figure, magnitude, percent, short_number, spaced
from initcore.words.phrases import listed


@dataclass(frozen=True)
class Symmetry:
    """How alike the units of a run are.

    `largest_gradient` is of any weight at the start, `apart` the largest difference there between the
    gradients of two units of one hidden layer. `outputs` are the least and the largest first output,
    `still` whether every recorded cost is the same, `inactive` the share of hidden activations that are
    0 at the start, `units` how many distinct units each hidden layer of `widths` has now.
    """

    largest_gradient: float
    apart: float
    outputs: tuple[float, float]
    still: bool
    inactive: float
    units: list[int]
    widths: tuple[int, ...]

    @property
    def copies(self) -> bool:
        """Whether the units of a layer get the same gradient, up to rounding."""
        return self.apart <= SAME * self.largest_gradient

    @property
    def one_unit(self) -> bool:
        """Whether every hidden layer is as good as one unit."""
        return max(self.units) == 1


def symmetry(run: Trajectory) -> Symmetry:
    """What can be measured of a run's symmetry; its parameters must be finite."""
    theta = run.drawable[1][:1]
    layers = activations(run.shape, theta, run.data.train_inputs)
    hidden = np.concatenate([layer.ravel() for layer in layers[:-1]])
    gradients = [matrix[0, :, :-1] for matrix in first_gradients(run)[:-1]]
    return Symmetry(
        largest_gradient=largest_weight_gradient(run, theta[0]),
        apart=max(float(np.ptp(gradient, axis=0).max()) for gradient in gradients),
        outputs=(_sigmoid(float(layers[-1].min())), _sigmoid(float(layers[-1].max()))),
        still=bool((run.costs == run.costs[0]).all()),
        inactive=float(np.mean(hidden == 0)),
        units=distinct_units(run.shape, run.drawable[1][-1]),
        widths=run.config.hidden,
    )


def _sigmoid(z: float) -> float:
    return (1 + math.tanh(z / 2)) / 2


def cost_sentence(run: Trajectory) -> str:
    """What the cost did, and how far it is from a guess."""
    found, chance = symmetry(run), chance_cost(run)
    name, first, last = name_of(run), float(run.costs[0]), float(run.costs[-1])
    if not found.still:
        course = f"goes from {figure(first)} to {figure(last)}"
        return f"**{name}**: the cost {course}; guessing costs {figure(chance)}."
    level, records = f"guessing costs {figure(chance)}", spaced(run.costs.size)
    if all(math.isclose(cost, math.log(2), rel_tol=1e-14) for cost in (first, chance)):
        level = "that of guessing, ln 2"
    return f"**{name}**: the cost is {short_number(first)} at all {records} recorded iterations, {level}."


def units_sentence(run: Trajectory) -> str:
    """How many units a run really has, and what their gradients were."""
    found = symmetry(run)
    units = listed([f"{count} of {width}" for count, width in zip(found.units, found.widths, strict=True)])
    if found.largest_gradient == 0:
        gradients = "every gradient of W is exactly 0 at the start"
        if found.inactive == 1:
            gradients += ", for every hidden activation is 0, too"
    elif found.copies:
        # Whether they are equal to the last bit depends on the order in which a processor adds.
        gradients = (
            f"gradients of W are there, up to {magnitude(found.largest_gradient)}, "
            "but all units of a layer get the same one, up to rounding"
        )
    else:
        gradients = f"gradients of two units of a layer differ by up to {magnitude(found.apart)}"
    return f"**{name_of(run)}**: {gradients}. At the end {units} units are distinct, copies not counted."


def reason_sentences(runs: Sequence[Trajectory]) -> list[str]:
    """Whether equal losses or equal gradients hold runs back, from runs that show the one and the other."""
    said = []
    for run in runs:
        found = symmetry(run)
        low, high = found.outputs
        if found.one_unit and low == high:
            same = "exactly the same loss" if low == 0.5 else "the same loss within a class"
            said.append(
                f"{name_of(run)} gives all examples the same first output, {magnitude(low)}, hence {same}. "
                "That alone would hold nothing back: one class pulls the output up by "
                f"{magnitude(1 - low)}, the other down by {magnitude(low)}. But the pull "
                "passes through W on its way."
            )
        elif found.one_unit and found.copies:
            said.append(
                f"{name_of(run)} shows it: its first outputs differ ({magnitude(low)} to "
                f"{magnitude(high)}), its losses differ, its weights move, and still each layer stays one "
                "unit copied. "
                "**Equal gradients** are the reason, not equal losses."
            )
        elif not found.one_unit:
            said.append(f"{name_of(run)} breaks the symmetry: its units get different gradients.")
    return said


def alike_sentence(runs: Sequence[Trajectory]) -> str:
    """Whether units stayed copies, with how many distinct ones each start ended, and what it came to."""
    found = [symmetry(run) for run in runs]
    said = []
    for run, each in zip(runs, found, strict=True):
        ends = listed([f"{count} of {width}" for count, width in zip(each.units, each.widths, strict=True)])
        said.append(
            f"{name_of(run)} ends with {ends} units distinct, at {percent(run.train_accuracy)} train accuracy"
        )
    stayed = [each.one_unit for each in found]
    answer = "Yes, copies stay copies" if all(stayed) else "Not with every start" if any(stayed) else "No"
    return f"{answer}: {'; '.join(said)}."
