"""What can be wrong with the units of a run: one function a cause, each with what it saw.

Nothing is looked up by the name of an initialization. Every threshold is named, with its reason.
"""

import numpy as np

from initcore.diagnosis.facts import MANY_DEAD, Facts
from initcore.diagnosis.remedies import scheme, to_be_alive, to_stay_alive
from initcore.diagnosis.trend import trend
from initcore.diagnosis.verdicts import Verdict, verdict
from initcore.measures.costs import largest_weight_gradient, weight_mask
from initcore.words.numbers import figure

NEARER = 0.1
"""By so much, in logits, must the output bias have come nearer to the classes' odds: 2.5 % of probability.
Of classes that differ by one example in fifty there is nothing to learn."""


def only_output_bias(facts: Facts) -> Verdict | None:
    """Weights that are 0 and stay so, while the output bias learns how frequent each class is."""
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
    """Hidden units that started equal and cannot become different."""
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
            return verdict("dead", evidence, to_be_alive(facts))
        return verdict("dead", f"{evidence}; at the start some were alive", to_stay_alive(facts))
    return None


def dead_from_the_start(facts: Facts) -> Verdict | None:
    """A layer without a living unit that had none before the first step."""
    widths = facts.run.config.hidden
    started = any(count == width for count, width in zip(facts.start.dead, widths, strict=True))
    return dead(facts) if started else None


def some_dead(facts: Facts) -> Verdict | None:
    """A layer most of whose units are dead, but not all."""
    widths = facts.run.config.hidden
    shares = [count / width for count, width in zip(facts.dead, widths, strict=True)]
    worst = int(np.argmax(shares))
    if not MANY_DEAD <= shares[worst] < 1:
        return None
    born = facts.start.dead[worst]
    fix = to_stay_alive(facts) if 2 * born < facts.dead[worst] else to_be_alive(facts)
    return verdict(
        "some_dead",
        f"{facts.dead[worst]} of {widths[worst]} units of hidden layer {worst + 1} are 0 for every training "
        f"example, {born} of them from the start; {trend(facts.run)}",
        fix,
    )
