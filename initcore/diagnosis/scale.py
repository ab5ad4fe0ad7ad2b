"""What can be wrong with the scale of a start: weights too large, a signal that grows or dies with depth.

Nothing is looked up by the name of an initialization. Every threshold is named, with its reason.
"""

import math

import numpy as np

from initcore.diagnosis.pace import DEEP, FAST, after
from initcore.diagnosis.remedies import (
    at_scale,
    biased,
    damping,
    multiplied,
    other_curve,
    paced,
    scale_values,
    shallower,
    sound_scale,
    to_sound,
    use_scale,
    wider,
)
from initcore.diagnosis.trend import blown_up, gets_on, trend
from initcore.diagnosis.verdicts import Evidence, Remedy, Verdict, evidence, verdict
from initcore.measures.seen import PLATEAU, Seen

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
"""Damping from which no weights make up for VERY_DEEP networks, as for the sigmoid's."""

VERY_DEEP = 12
"""Weight layers of sigmoids from which four times Xavier's scale does not help: at that scale, six layers of
20 and nine of 16 separate the circles from most seeds, eleven from one of three, thirteen from none."""

LEANS = 1.0
"""How many times the random part of what a unit sums up its common part is from which weights are not drawn
about 0: of weights with mean m and deviation s, sqrt(fan_in) m / s; of draws about 0, 1 / sqrt(fan_out)."""

SMALLER = 0.7
"""A sound scale that is not smaller than this share of the present one would not be felt."""


def oversized(seen: Seen) -> Evidence | None:
    """What shows that a run starts saturated, None if it does not."""
    run, start = seen.run, seen.start
    first = float(run.costs[0])
    enough = LARGE_FIRST_COST if start.typical >= SATURATED_LOGIT else VAST_FIRST_COST
    if first >= enough or not math.isfinite(first):
        typical = start.typical >= SATURATED_LOGIT  # else the largest show it
        size = {"typical": start.typical} if typical else {"tenth": start.largest}
        costs = {"first_cost": first, "naive_cost": run.naive_first_cost, "chance": seen.chance}
        wrong = 1 - run.train_accuracies[0]
        return evidence("starts_saturated", **size, **costs, first_wrong=wrong)
    units, flat = sum(run.config.hidden), sum(start.saturated)
    if flat >= SATURATED_UNITS * units:
        return evidence("starts_flat", saturated=flat, units=units, activation=run.config.activation)
    return None


def off_centre(seen: Seen) -> Verdict | None:
    """Weights that were not drawn about 0: then every unit sums up much the same."""
    leans = seen.leans
    if seen.separated or not leans.size or np.median(leans) < LEANS:
        return None
    layer = int(np.argmax(leans))
    weights = seen.first_weights[layer]
    shown = evidence("weights_lean", layer=layer + 1, mean=weights.mean(), spread=weights.std())
    return verdict(
        "off_centre", shown, oversized(seen), trend(seen.run), remedy=use_scale(seen, "draw_about_0")
    )


def exploding(seen: Seen) -> Verdict | None:
    """A signal or gradient that grows from layer to layer, or a large start that went out of bounds."""
    grown = _grown(seen)
    large = oversized(seen)
    if grown is None and large is None:
        return None
    fate = blown_up(seen.run)
    if grown is None and fate is None:
        return None
    remedy = use_scale(seen, "use_scale_not_a_lower_rate") if at_scale(seen) else _smaller(seen)
    return verdict("exploding", grown or large, fate or trend(seen.run), remedy=remedy)


def _grown(seen: Seen) -> Evidence | None:
    """How signal or gradient grow with depth at the start, None if they do not."""
    start, depth = seen.start, len(seen.start.weight)
    if depth < DEEP:
        return None
    top = int(np.argmax(start.size))  # of sizes that are no numbers, the first
    signal, gradient = _ratio(start.size[top], start.size[0]), _ratio(start.gradient[0], start.gradient[-1])
    if signal >= EXPLODED:
        a_layer = signal ** (1 / top) if math.isfinite(signal) else signal
        layer = None if top == depth else top
        return evidence(
            "signal_grows", inputs=start.size[0], peak=start.size[top], layer=layer, a_layer=a_layer
        )
    if gradient >= EXPLODED:
        return evidence("gradient_grows", last=start.gradient[-1], first=start.gradient[0])
    return None


def too_large(seen: Seen) -> Verdict | None:
    """A start that is saturated: sure of itself and wrong."""
    large = oversized(seen)
    if large is None or (seen.separated and sound_scale(seen)):  # then it is not the weights, nor harm
        return None
    return verdict("too_large_weights", large, trend(seen.run), remedy=_smaller(seen))


def outgrown(seen: Seen) -> bool:
    """Whether a run that started too large has got over it: below chance, it gets further.

    Where the first cost was not vast, it is enough that it still falls.
    """
    falls = seen.falling or gets_on(seen.run)
    on = seen.gets_further or (falls and bool(seen.run.costs[0] < VAST_FIRST_COST))
    return on and seen.lately < seen.chance * (1 - PLATEAU)


def _smaller(seen: Seen) -> Remedy:
    """What brings an oversized start to a sound scale: the weights, what comes in, or the shape."""
    if seen.separated:
        return use_scale(seen, "separated_all_the_same")
    if _deep_sigmoid(seen):
        return Remedy("other_activation", other_curve(seen))
    config, share, sound = seen.run.config, to_sound(seen), sound_scale(seen)
    if not sound and share < 1 and _starts_well(multiplied(seen, share)):
        if share > SMALLER:
            return use_scale(seen, "use_scale")
        values = {**scale_values(seen), "times": share, "new_gain": share * config.gain, "gain": config.gain}
        return paced(seen, Remedy("use_scale_or_gain", at_scale(seen), values))
    if biased(seen):
        return use_scale(seen, "use_scale_and_no_biases", bias="zeros")
    if sound:
        return Remedy("fewer_layers_or_tanh", shallower(seen))
    if len(seen.start.weight) < DEEP:
        return use_scale(seen, "use_scale")
    return use_scale(seen, "use_scale_and_fewer_layers", **shallower(seen))


def _starts_well(seen: Seen) -> bool:
    """Whether the start is neither oversized nor faint."""
    return oversized(seen) is None and _faint(seen) is None


def vanishes(seen: Seen) -> Verdict | None:
    """A signal or gradient that shrinks from layer to layer, in a run that leaves chance late or never."""
    faint = _faint(seen)
    # Steps that change weights by a third at once do not depend on how large a gradient is.
    if faint is None or not seen.late or seen.stride >= FAST:
        return None
    remedy = use_scale(seen, "use_scale_that_keeps")
    if _deep_sigmoid(seen):
        remedy = Remedy("other_activation", other_curve(seen))
    elif sound_scale(seen):
        remedy = Remedy("more_units_or_shallower", wider(seen))
    elif remedy.changes and _faint(after(seen, remedy.changes)) is not None:
        remedy = use_scale(seen, "use_scale_and_wider", **wider(seen))
    return verdict("vanishes", faint, evidence("leaves_chance", iteration=seen.left), remedy=remedy)


def _faint(seen: Seen) -> Evidence | None:
    """How signal or gradient shrink with depth at the start, None if they do not."""
    start = seen.start
    # A last layer of zeros gives logits of 0 and no gradient below, both of which soon change.
    at_logits = bool(start.weight[-1])
    end = -1 if at_logits else -2
    signal = _ratio(start.signal[end], start.signal[0])
    gradient = _ratio(start.gradient[0], start.gradient[-2]) if len(start.gradient) > 2 else 1.0
    if signal <= VANISHED:
        sizes = {"inputs": start.signal[0], "end": start.signal[end], "gradient": start.gradient[0]}
        return evidence("signal_fades", at_logits=at_logits, **sizes)
    if gradient <= VANISHED:
        layer = len(start.gradient) - 1
        return evidence("gradient_fades", layer=layer, last=start.gradient[-2], first=start.gradient[0])
    return None


def _deep_sigmoid(seen: Seen) -> bool:
    """Whether no scale makes up for the layers of slopes of a quarter or less."""
    return damping(seen) >= FLAT and len(seen.start.weight) >= VERY_DEEP


def _ratio(one: float, other: float) -> float:
    """One over the other; nan where both are nothing."""
    with np.errstate(all="ignore"):
        return float(np.float64(one) / np.float64(other))
