"""What can be wrong with the scale of a start: weights too large, a signal that grows or dies with depth.

Nothing is looked up by the name of an initialization. Every threshold is named, with its reason.
"""

import math

import numpy as np

from initcore.diagnosis.facts import Facts
from initcore.diagnosis.remedies import (
    DEEP,
    LARGE_INPUTS,
    biased,
    damping,
    multiplied,
    scheme,
    sound_scale,
    to_sound,
)
from initcore.diagnosis.trend import blown_up, trend
from initcore.diagnosis.verdicts import Verdict, verdict
from initcore.model.activations import ACTIVATIONS
from initcore.words.numbers import figure, short_figure, spaced

SATURATED_LOGIT = 5.0
"""|logit| from which a sigmoid is within 0.007 of 0 or 1, and its slope 3 % of the steepest.

Where there are several, a logit is measured from the mean of its example's."""

LARGE_FIRST_COST = 3.0
"""Nats. More than four times the cost of chance: confident and wrong from the start."""

VAST_FIRST_COST = 10.0
"""Nats. So much cannot come of small logits, however many of them dead units hold at 0."""

SATURATED_UNITS = 0.5
"""From this share of a bounded activation's units on, most of a network passes no gradient. At He's and
Xavier's scales it is none or a tenth."""

EXPLODED = 1e3
"""Growth of the signal or of its gradient over all layers. Sound starts stay within a factor of ten at
any depth; a gain of 2 reaches a thousand in ten layers."""

VANISHED = 1e-3
"""What is left over all layers of the signal, or of the gradient. Of sound starts it is a tenth or more;
weights of 0.01 leave 1e-5 in two hidden layers, Xavier's sigmoids 2e-4 of the gradient in six."""

FLAT = 4.0
"""Damping from which no weights make up for five layers and more, as for the sigmoid's."""

SMALLER = 0.7
"""A sound scale that is not smaller than this share of the present one would not be felt."""

_OTHER_CURVE = (
    "Take tanh at Xavier's scale, or ReLU at He's: a sigmoid's slope is a quarter at most, whatever the "
    "weights."
)


def oversized(facts: Facts) -> str | None:
    """What shows that a run starts saturated, None if it does not."""
    run, start = facts.run, facts.start
    first = float(run.costs[0])
    enough = LARGE_FIRST_COST if start.typical >= SATURATED_LOGIT else VAST_FIRST_COST
    if first >= enough or not math.isfinite(first):
        naive = "" if math.isfinite(run.naive_first_cost) else " (naive formula: inf)"
        size = f"typical |logit| {figure(start.typical)}"
        if start.typical < SATURATED_LOGIT:  # the largest show it
            size = f"a tenth of the logits beyond ±{figure(start.largest)}"
        return f"{size}, cost {figure(first)}{naive}"
    units = sum(run.config.hidden)
    if sum(start.saturated) >= SATURATED_UNITS * units:
        return f"{sum(start.saturated)} of {units} hidden units are in a flat part of {_curve(facts)}"
    return None


def _curve(facts: Facts) -> str:
    return ACTIVATIONS[facts.run.config.activation].label


def exploding(facts: Facts) -> Verdict | None:
    grown = _grown(facts)
    large = oversized(facts)
    if grown is None and large is None:
        return None
    fate = blown_up(facts.run)
    if grown is None and fate is None:
        return None
    seen = grown or f"starts saturated: {large}"
    smaller = f"Use {scheme(facts)} scale, which keeps the signal's size from layer to layer"
    return verdict(
        "exploding", f"{seen}; {fate or trend(facts.run)}", f"{smaller}; a lower learning rate alone is slow."
    )


def _grown(facts: Facts) -> str | None:
    """How signal or gradient grow with depth at the start, None if they do not."""
    start, depth = facts.start, len(facts.start.weight)
    if depth < DEEP:
        return None
    signal, gradient = _ratio(start.size[-1], start.size[0]), _ratio(start.gradient[0], start.gradient[-1])
    if signal >= EXPLODED:
        first, last = short_figure(start.size[0]), short_figure(start.size[-1])
        return f"signal {first} at the input grows to {last} at the logits, {_a_layer(signal, depth)}"
    if gradient >= EXPLODED:
        first, last = short_figure(start.gradient[0]), short_figure(start.gradient[-1])
        return f"gradient {last} at the last layer grows to {first} at the first"
    return None


def too_large(facts: Facts) -> Verdict | None:
    seen = oversized(facts)
    if seen is None or (facts.separated and sound_scale(facts)):  # then it is not the weights, nor harm
        return None
    return verdict("too_large_weights", f"starts saturated: {seen}; {trend(facts.run)}", _smaller(facts))


def _smaller(facts: Facts) -> str:
    """What brings an oversized start to a sound scale: the weights, what comes in, or the shape."""
    if facts.separated:
        return f"These classes are separated all the same; for others, use {scheme(facts)} scale."
    if _deep_sigmoid(facts):
        return _OTHER_CURVE
    config, share, sound = facts.run.config, to_sound(facts), sound_scale(facts)
    use = f"Use {scheme(facts)} scale"
    if not sound and share < 1 and _starts_well(multiplied(facts, share)):
        if share > SMALLER:
            return f"{use}."
        times, gain = short_figure(share), short_figure(share * config.gain)
        return (
            f"{use}, or multiply the weights by about {times}: a gain of {gain} in place of {config.gain:g}."
        )
    if facts.start.size[0] >= LARGE_INPUTS and not config.standardized:
        too = "Standardize" if sound else f"{use}, and standardize"
        return f"{too} the inputs, whose size is {short_figure(facts.start.size[0])}."
    if biased(facts):
        return f"{use}, and start biases at 0."
    if sound:
        return "The scale is right: take fewer layers, or tanh at Xavier's scale."
    return f"{use}." if len(facts.start.weight) < DEEP else f"{use}, and fewer layers."


def _starts_well(facts: Facts) -> bool:
    """Whether the start is neither oversized nor faint."""
    return oversized(facts) is None and _faint(facts) is None


def vanishes(facts: Facts) -> Verdict | None:
    seen, left = _faint(facts), facts.left
    if seen is None or not facts.late:
        return None
    fate = "has not left chance" if left is None else f"leaves chance only at iteration {spaced(left)}"
    fix = f"Use {scheme(facts)} scale, which keeps the signal's size from layer to layer."
    if _deep_sigmoid(facts):
        fix = _OTHER_CURVE
    elif sound_scale(facts):
        fix = "The scale is right: take more units a layer, or fewer layers."
    return verdict("vanishes", f"{seen}; the cost {fate}", fix)


def _faint(facts: Facts) -> str | None:
    """How signal or gradient shrink with depth at the start, None if they do not."""
    start = facts.start
    # A last layer of zeros gives logits of 0 and no gradient below, both of which soon change.
    end, where = (-1, "at the logits") if start.weight[-1] else (-2, "in the last hidden layer")
    signal = _ratio(start.signal[end], start.signal[0])
    gradient = _ratio(start.gradient[0], start.gradient[-2]) if len(start.gradient) > 2 else 1.0
    if signal <= VANISHED:
        return (
            f"what differs between examples falls from {short_figure(start.signal[0])} at the input "
            f"to {short_figure(start.signal[end])} {where}; "
            f"first-layer gradient {short_figure(start.gradient[0])}"
        )
    if gradient <= VANISHED:
        return (
            f"gradient {short_figure(start.gradient[-2])} at layer {len(start.gradient) - 1} falls to "
            f"{short_figure(start.gradient[0])} at the first"
        )
    return None


def _deep_sigmoid(facts: Facts) -> bool:
    """Whether no scale makes up for the layers of slopes of a quarter or less."""
    return damping(facts) >= FLAT and len(facts.start.weight) >= DEEP


def _ratio(one: float, other: float) -> float:
    """One over the other; nan where both are nothing."""
    with np.errstate(all="ignore"):
        return float(np.float64(one) / np.float64(other))


def _a_layer(ratio: float, layers: int) -> str:
    return f"× {ratio ** (1 / layers):.1f} a layer" if math.isfinite(ratio) else "out of bounds"
