"""What can be wrong with how a run starts: one function a cause, each with what it saw.

Nothing is looked up by the name of an initialization. Every threshold is named, with its reason.
"""

import math

import numpy as np

from initcore.facts import MANY_DEAD, Facts
from initcore.measures import largest_weight_gradient, weight_mask
from initcore.network import matrices
from initcore.registry import ACTIVATIONS
from initcore.trend import blown_up, trend
from initcore.verdicts import Verdict, verdict
from initcore.wording import figure, short_figure, spaced

SATURATED_LOGIT = 5.0
"""|logit| from which a sigmoid is within 0.007 of 0 or 1, and its slope 3 % of the steepest.

Where there are several, a logit is measured from the mean of its example's."""

LARGE_FIRST_COST = 3.0
"""Nats. More than four times the cost of chance: confident and wrong from the start."""

SATURATED_UNITS = 0.5
"""From this share of a bounded activation's units on, most of a network passes no gradient. At He's and
Xavier's scales it is none or a tenth."""

DEEP = 5
"""Weight layers from which growth is laid to depth: of fewer, the weights themselves are too large."""

EXPLODED = 1e3
"""Growth of the signal or of its gradient over all layers. Sound starts stay within a factor of ten at
any depth; a gain of 2 reaches a thousand in ten layers."""

VANISHED = 1e-3
"""What is left over all layers of the signal, or of the gradient. Of sound starts it is a tenth or more;
weights of 0.01 leave 1e-5 in two hidden layers, Xavier's sigmoids 2e-4 of the gradient in six."""

LATE = 0.1
"""A run that leaves chance before this share of its iterations has not suffered from a faint start."""

NEARER = 0.1
"""By so much, in logits, must the output bias have come nearer to the classes' odds: 2.5 % of probability.
Of classes that differ by one example in fifty there is nothing to learn."""


NEARLY = 1.2
"""Within this factor of the sound scale, another one is not what a start lacks; Xavier's is 1.4 from He's."""

SMALLER = 0.7
"""A sound gain that is not smaller than this share of the present one would not be felt."""


def scheme(facts: Facts) -> str:
    """The initialization that the run's activation asks for, as a name."""
    activation = facts.run.config.activation
    if activation == "selu":
        return "LeCun's"
    bounded = ACTIVATIONS[activation].ceiling is not None
    return "Xavier's" if bounded or activation in ("linear", "softplus") else "He's"


def only_output_bias(facts: Facts) -> Verdict | None:
    if not facts.weights_are_zero or facts.start.weight.any():
        return None
    if facts.off_chance(-1) > facts.off_chance(0) - NEARER:
        return None
    return verdict(
        "only_output_bias",
        "every weight is still 0 and gets no gradient; the output bias has taken the cost to "
        f"{figure(facts.run.costs[-1])}; answering with the classes' shares costs {figure(facts.chance)}",
        f"Draw the weights at random, at {scheme(facts)} scale: zeros give every unit the same part to play.",
    )


def symmetric(facts: Facts) -> Verdict | None:
    if not facts.symmetric:
        return None
    run, weights = facts.run, weight_mask(facts.run.shape)
    moved = "units of a layer move as one"
    frames = run.drawable[1]
    if np.array_equal(frames[-1][weights], frames[0][weights]):
        moved = "no weight has moved"
        # Where nothing has moved at all, the gradient is that of the start, which is known.
        still = np.array_equal(frames[-1], frames[0])
        if (facts.start.gradient.max() if still else largest_weight_gradient(run, frames[-1])) == 0:
            moved += ": all gradients of W are exactly 0"
    return verdict(
        "fails_to_break_symmetry",
        f"every hidden layer acts as 1 unit; {moved}",
        f"Draw the weights at random, at {scheme(facts)} scale, so that no two units start equal.",
    )


def dead(facts: Facts) -> Verdict | None:
    """A layer without a living unit, whenever it died."""
    for layer, (count, width) in enumerate(zip(facts.dead, facts.run.config.hidden, strict=True), start=1):
        if count < width:
            continue
        units = f"all {width} units of hidden layer {layer} are"
        if width == 1:
            units = f"the only unit of hidden layer {layer} is"
        evidence = f"{units} 0 for every training example, so no gradient passes"
        if facts.start.dead[layer - 1] == width:
            return verdict("dead", evidence, _to_be_alive(facts))
        config = facts.run.config
        penalty = f"L2 of {config.l2:g} or the " if config.l2 else "the "
        fix = f"Lower {penalty}learning rate of {config.learning_rate:g}, or take leaky ReLU."
        return verdict("dead", f"{evidence}; at the start some were alive", fix)
    return None


def dead_from_the_start(facts: Facts) -> Verdict | None:
    widths = facts.run.config.hidden
    started = any(count == width for count, width in zip(facts.start.dead, widths, strict=True))
    return dead(facts) if started else None


def some_dead(facts: Facts) -> Verdict | None:
    widths = facts.run.config.hidden
    shares = [count / width for count, width in zip(facts.dead, widths, strict=True)]
    worst = int(np.argmax(shares))
    if not MANY_DEAD <= shares[worst] < 1:
        return None
    born = facts.start.dead[worst]
    fix = _to_be_alive(facts)
    if 2 * born < facts.dead[worst]:
        fix = f"Lower the learning rate of {facts.run.config.learning_rate:g}, or take leaky ReLU."
    return verdict(
        "some_dead",
        f"{facts.dead[worst]} of {widths[worst]} units of hidden layer {worst + 1} are 0 for every training "
        f"example, {born} of them from the start; {trend(facts.run)}",
        fix,
    )


def _to_be_alive(facts: Facts) -> str:
    """What keeps units from being born dead: whichever is amiss of biases and scale, else the shape."""
    first = matrices(facts.run.shape, facts.run.drawable[1][:1])
    if any((matrix[:, :, -1] < 0).any() for matrix in first):
        return "Start biases at 0 or a little above, or take leaky ReLU."
    if not _sound_scale(facts):
        return f"Use {scheme(facts)} scale, or take leaky ReLU."
    return "The scale is right: take more units a layer, fewer layers, or leaky ReLU."


def oversized(facts: Facts) -> str | None:
    """What shows that a run starts saturated, None if it does not."""
    run, start = facts.run, facts.start
    first = float(run.costs[0])
    if (first >= LARGE_FIRST_COST and start.typical >= SATURATED_LOGIT) or not math.isfinite(first):
        naive = "" if math.isfinite(run.naive_first_cost) else " (naive formula: inf)"
        return f"typical |logit| {figure(start.typical)}, cost {figure(first)}{naive}"
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
    if seen is None:
        return None
    return verdict(
        "too_large_weights",
        f"starts saturated: {seen}; {trend(facts.run)}",
        f"Use {scheme(facts)} scale{_smaller_gain(facts)}.",
    )


def _smaller_gain(facts: Facts) -> str:
    """The gain that would bring the layers to a sound scale, in the mean; else it is the biases."""
    config, share = facts.run.config, _to_sound(facts)
    if not share < SMALLER:
        return ", and start biases at 0"
    return f", or a gain of about {short_figure(share * config.gain)} in place of {config.gain:g}"


def _to_sound(facts: Facts) -> float:
    """The factor that would bring the first weights to a sound scale: the layers' geometric mean."""
    variance = {"He's": 2.0, "LeCun's": 1.0, "Xavier's": 1.0}[scheme(facts)]
    sound = np.sqrt(variance / np.array(facts.run.config.widths[:-1]))
    with np.errstate(all="ignore"):
        return float(np.exp(np.mean(np.log(sound / facts.start.weight))))


def _sound_scale(facts: Facts) -> bool:
    """Whether the first weights are about as large as they should be."""
    return 1 / NEARLY < _to_sound(facts) < NEARLY


def vanishes(facts: Facts) -> Verdict | None:
    start, run = facts.start, facts.run
    seen = None
    # A last layer of zeros gives logits of 0 and no gradient below, both of which soon change.
    end, where = (-1, "at the logits") if start.weight[-1] else (-2, "in the last hidden layer")
    signal = _ratio(start.signal[end], start.signal[0])
    gradient = _ratio(start.gradient[0], start.gradient[-2]) if len(start.gradient) > 2 else 1.0
    if signal <= VANISHED:
        seen = (
            f"signal {short_figure(start.signal[0])} at the input falls to {short_figure(start.signal[end])} "
            f"{where}; first-layer gradient {short_figure(start.gradient[0])}"
        )
    elif gradient <= VANISHED:
        seen = (
            f"gradient {short_figure(start.gradient[-2])} at layer {len(start.gradient) - 1} falls to "
            f"{short_figure(start.gradient[0])} at the first"
        )
    left = facts.left
    if seen is None or (left is not None and left < LATE * run.iteration):
        return None
    fate = "has not left chance" if left is None else f"leaves chance only at iteration {spaced(left)}"
    fix = f"Use {scheme(facts)} scale{_other_curve(facts)}."
    if _sound_scale(facts) and run.config.activation != "sigmoid":
        fix = "The scale is right: take more units a layer, or fewer layers."
    return verdict("vanishes", f"{seen}; the cost {fate}", fix)


def _other_curve(facts: Facts) -> str:
    """What else helps: sigmoids shrink gradients at any scale."""
    if facts.run.config.activation == "sigmoid":
        return " with tanh or ReLU: a sigmoid's slope is a quarter at most, whatever the weights"
    return ", which keeps the signal's size from layer to layer"


def _ratio(one: float, other: float) -> float:
    """One over the other; nan where both are nothing."""
    with np.errstate(all="ignore"):
        return float(np.float64(one) / np.float64(other))


def _a_layer(ratio: float, layers: int) -> str:
    return f"× {ratio ** (1 / layers):.1f} a layer" if math.isfinite(ratio) else "out of bounds"
