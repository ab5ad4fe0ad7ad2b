"""What the evidence on a run says, in one sentence a picture, from the numbers that are drawn."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from initcore.measures.classes import ByClass
from initcore.measures.signals import Signals
from initcore.model.activations import ACTIVATIONS
from initcore.model.base import Array
from initcore.words.numbers import magnitude, percent, spaced, times
from initcore.words.phrases import listed

ALIKE = 2.0
"""Layers whose sizes differ by less than this factor are said to be much the same."""

SIZES = {"gradient": "gradient", "activation": "outputs", "weight": "weights", "step": "next step"}
"""Of each measured size, a root mean square of a layer, what it is the size of."""


def layer_name(layer: int, layers: int) -> str:
    """A weight layer of so many as it is called on screen, counted from 0."""
    return "the output layer" if layer == layers - 1 else f"layer {layer + 1}"


def symmetry_words(now: Signals, hidden: Sequence[int]) -> str:
    """How many units differ at the one iteration that was measured."""
    distinct, units = now.distinct[0], np.array(hidden)
    if units.max() == 1:
        return "Every hidden layer has one unit, so there is none that it could be the same as."
    if distinct.max() == 1:
        return "Every hidden layer acts as 1 unit: all its units have the same incoming weights."
    all_of_them, found = int(units.sum()), int(distinct.sum())
    if found == all_of_them:
        same = "no two of a layer have the same incoming weights"
        return f"All {spaced(found)} hidden units are distinct: {same}."
    fewest = int((distinct / units).argmin())
    return (
        f"{spaced(found)} of {spaced(all_of_them)} hidden units are distinct; fewest in layer {fewest + 1}, "
        f"{distinct[fewest]} of {units[fewest]}."
    )


def size_words(now: Signals, which: str) -> str:
    """Where one of the measured sizes is largest and smallest at the one iteration that was measured."""
    values, what = getattr(now, which)[0], SIZES[which]
    unit = " of its weights" if which == "step" else ""
    known = np.isfinite(values)
    if not known.all():
        if which == "step" and not known.any():
            return "Every weight is 0, so the next step is no share of it."
        layer = layer_name(int(np.flatnonzero(~known)[0]), values.size)
        reason = "its weights are all 0" if which == "step" else "it is too large for a number"
        return f"The {what} of {layer} cannot be said: {reason}."
    largest, smallest = int(values.argmax()), int(values.argmin())
    high, low = float(values[largest]), float(values[smallest])
    if high == 0:
        also = ", so nothing moves" if which in ("gradient", "step") else ""
        return f"In every layer the {what} {_are(which)} exactly 0{also}."
    if low > 0 and high / low < ALIKE:
        span = " to ".join(dict.fromkeys((magnitude(low), magnitude(high))))
        return f"The {what} {_are(which)} of much the same size in every layer: rms {span}{unit}."
    less = f", {times(high / low)} times less" if low > 0 else ""
    most, least = (layer_name(layer, values.size) for layer in (largest, smallest))
    return (
        f"The {what} {_are(which)} largest in {most}, rms {magnitude(high)}{unit}, and "
        f"smallest in {least}, {magnitude(low)}{less}."
    )


def _are(which: str) -> str:
    return "are" if SIZES[which].endswith("s") else "is"


def distribution_words(
    now: Signals, activation: str, hidden: Sequence[int], rows: Sequence[int], zero: Array
) -> str:
    """How many units are dead or saturated, and what share of outputs is 0, at one iteration.

    `zero` is the share of each hidden layer in `rows`, counted from 0.
    """
    act, units = ACTIVATIONS[activation], sum(hidden)
    if act.floor is None:
        ailing = f"Units of {act.label} have no flat end, so none is dead or saturated"
    elif act.ceiling is None:
        ailing = _count(int(now.dead.sum()), units, "dead (at the floor for every training example)")
    else:
        ailing = _count(int(now.saturated.sum()), units, "saturated (flat for most training examples)")
    most = int(np.argmax(zero))
    if zero[most] == 0:
        return f"{ailing}."
    share = "all" if zero[most] == 1 else percent(float(zero[most]))
    return f"{ailing}. Of the outputs of layer {rows[most] + 1}, {share} are exactly 0."


def _count(number: int, units: int, what: str) -> str:
    if number == 0:
        return f"No hidden unit is {what}"
    if number == units:
        return f"All {spaced(units)} hidden units are {what}"
    return f"{spaced(number)} of {spaced(units)} hidden units {'is' if number == 1 else 'are'} {what}"


FEW_CLASSES = 3
"""So many classes are told one by one; of more, the best and the worst."""


def class_words(train: ByClass, test: ByClass, names: Sequence[str]) -> str:
    """What share of each class's test examples is got right, and what the mean of these shares is."""
    order = [at for at in np.argsort(-test.recall, kind="stable") if np.isfinite(test.recall[at])]
    told = order if len(order) <= FEW_CLASSES else [order[0], order[-1]]
    shares = [f"{percent(test.recall[at])} of class {names[at]}" for at in told]
    some = "" if len(told) == len(order) else ", at best and at worst"
    return (
        f"Of the test examples {listed(shares)} are got right{some}: accuracy {percent(test.accuracy)}, "
        f"balanced accuracy {percent(test.balanced_accuracy)}. Of the training examples: "
        f"{percent(train.accuracy)}, balanced {percent(train.balanced_accuracy)}."
    )


def network_words(
    edges: Array, widths: Sequence[int], layers: int, alike: NDArray[np.uint8], inputs: Sequence[str]
) -> str:
    """The largest of the weights drawn (E,), and which units (U,) are the same as another.

    `widths` are the units drawn of each layer, inputs first, of a network of so many weight layers.
    """
    twins, first = 0, 0
    for width in widths[1:]:
        twins += width - len(set(alike[first : first + width].tolist()))
        first += width
    same = {0: "", 1: "; 1 unit is the same as another"}.get(
        twins, f"; {twins} units are the same as another"
    )
    if not edges.any():
        return f"Every weight is 0{same}."
    at = int(np.abs(edges).argmax())
    ends = np.cumsum([below * above for below, above in pairwise(widths)])
    layer = int(np.searchsorted(ends, at, side="right"))
    target, source = divmod(at - (int(ends[layer - 1]) if layer else 0), widths[layer])
    start = f"unit {source + 1} of layer {layer}" if layer else f"input {inputs[source]}"
    end = f"unit {target + 1} of {layer_name(layer, layers)}"
    return f"The largest weight, {magnitude(edges[at])}, leads from {start} to {end}{same}."
