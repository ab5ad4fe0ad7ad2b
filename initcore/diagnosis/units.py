"""What can be wrong with the units of a run: one function a cause, each with what it saw.

Nothing is looked up by the name of an initialization. Every threshold is named, with its reason.
"""

import numpy as np

from initcore.diagnosis.pace import Pace
from initcore.diagnosis.remedies import heavy_penalty, to_be_alive, to_stay_alive, use_scale
from initcore.diagnosis.trend import collapsed, trend
from initcore.diagnosis.verdicts import Remedy, Verdict, evidence, verdict
from initcore.measures.costs import largest_weight_gradient, weight_mask
from initcore.measures.seen import MANY_DEAD, Seen
from initcore.model.activations import ACTIVATIONS

NEARER = 0.1
"""By so much, in logits, must the output bias have come nearer to the classes' odds: 2.5 % of probability.
Of classes that differ by one example in fifty there is nothing to learn."""


def only_output_bias(seen: Seen) -> Verdict | None:
    """Every weight was and is 0, and the output bias has learned the classes' shares."""
    if not seen.weights_are_zero or seen.start.weight.any():
        return None
    if seen.off_chance(-1) > seen.off_chance(0) - NEARER:
        return None
    shown = evidence("output_bias_alone", cost=seen.run.costs[-1], chance=seen.chance)
    return verdict("only_output_bias", shown, remedy=use_scale(seen, "draw_not_zeros"))


def symmetric(seen: Seen) -> Verdict | None:
    """The units of every hidden layer started equal, and only rounding can tell them apart."""
    if not seen.symmetric:
        return None
    if seen.apart_since is not None:
        shown = evidence("apart_by_rounding", iteration=seen.apart_since)
        return verdict("fails_to_break_symmetry", shown, remedy=_drawn(seen))
    run, weights = seen.run, weight_mask(seen.run.shape)
    frames = run.drawable[1]
    moved, no_gradient = True, False
    if np.array_equal(frames[-1][weights], frames[0][weights]):
        moved = False
        # Where nothing has moved at all, the gradient is that of the start, which is known.
        still = np.array_equal(frames[-1], frames[0])
        largest = seen.start.gradient.max() if still else largest_weight_gradient(run, frames[-1])
        no_gradient = bool(largest == 0)
    shown = evidence("one_unit_a_layer", weights_moved=moved, no_gradient=no_gradient)
    return verdict("fails_to_break_symmetry", shown, remedy=_drawn(seen))


def _drawn(seen: Seen) -> Remedy:
    """Units drawn apart, and without a penalty that would wipe them out."""
    if heavy_penalty(seen):
        return use_scale(seen, "draw_at_random_without_penalty", l2=0.0)
    # Where the steps put the signal out, they would put that of other weights out, too.
    return use_scale(seen, "draw_at_random", at=None if collapsed(seen) is None else Pace.SLOWER)


def dead(seen: Seen) -> Verdict | None:
    """A layer without a living unit, whenever it died."""
    for layer, (count, width) in enumerate(zip(seen.dead, seen.run.config.hidden, strict=True), start=1):
        if count < width:
            continue
        born = seen.start.dead[layer - 1] == width
        shown = evidence("layer_dead", layer=layer, width=width, floor=_floor(seen), from_the_start=born)
        return verdict("dead", shown, remedy=to_be_alive(seen) if born else to_stay_alive(seen))
    return None


def dead_from_the_start(seen: Seen) -> Verdict | None:
    """A layer that never had a living unit."""
    widths = seen.run.config.hidden
    started = any(count == width for count, width in zip(seen.start.dead, widths, strict=True))
    return dead(seen) if started else None


def some_dead(seen: Seen) -> Verdict | None:
    """A layer of which most units are dead."""
    widths = seen.run.config.hidden
    shares = [count / width for count, width in zip(seen.dead, widths, strict=True)]
    worst = int(np.argmax(shares))
    if not MANY_DEAD <= shares[worst] < 1:
        return None
    born = seen.start.dead[worst]
    where = {"layer": worst + 1, "width": widths[worst], "floor": _floor(seen)}
    shown = evidence("units_dead", dead=seen.dead[worst], born=born, **where)
    remedy = to_stay_alive(seen) if 2 * born < seen.dead[worst] else to_be_alive(seen)
    return verdict("some_dead", shown, trend(seen.run), remedy=remedy)


def _floor(seen: Seen) -> float | None:
    """What a dead unit gives: 0 for ReLU, -1 for ELU."""
    return ACTIVATIONS[seen.run.config.activation].floor
