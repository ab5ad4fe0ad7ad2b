"""What would mend a run: the scale that its activation asks for, and what pulls its weights to 0.

A remedy that is told has to work: tests follow them, and a factor is told only where the start that it
makes has been measured.
"""

import numpy as np

from initcore.diagnosis.facts import Facts
from initcore.model.activations import ACTIVATIONS
from initcore.model.base import Array
from initcore.model.network import matrices
from initcore.training.begin import begun_at

DEEP = 5
"""Weight layers from which growth is laid to depth: of fewer, the weights themselves are too large."""

NEARLY = 1.2
"""Within this factor of the sound scale, another one is not what a start lacks; Xavier's is 1.4 from He's."""

PULL = 0.3
"""From this share of the gradient on, L2's pull on the weights at the start is what decides: of the
course's network, at a tenth the classes are separated, at a third the weights go to 0."""

LARGE_INPUTS = 3.0
"""Root mean square. Standardized inputs have 1, the circles 0.6."""


def damping(facts: Facts) -> float:
    """By what an activation's slope shrinks a signal; 1 where that is in the scheme itself."""
    return ACTIVATIONS[facts.run.config.activation].damping


def scheme(facts: Facts) -> str:
    """The scale that the run's activation asks for, in words."""
    times = {1.0: "", 2.0: "twice ", 4.0: "four times "}[damping(facts)]
    return f"{times}{ACTIVATIONS[facts.run.config.activation].suits.author}'s"


def to_sound(facts: Facts) -> float:
    """The factor that would bring the first weights to a sound scale: the layers' geometric mean."""
    config = facts.run.config
    gain = damping(facts) * ACTIVATIONS[config.activation].suits.gain
    with np.errstate(all="ignore"):
        sound = gain / np.sqrt(np.array(config.widths[:-1]))
        return float(np.exp(np.mean(np.log(sound / facts.start.weight))))


def sound_scale(facts: Facts) -> bool:
    """Whether the first weights are about as large as they should be."""
    return 1 / NEARLY < to_sound(facts) < NEARLY


def multiplied(facts: Facts, factor: float) -> Facts:
    """The start of the same run with its weights, not its biases, multiplied."""
    run = facts.run
    theta = run.drawable[1][0].copy()
    for matrix in matrices(run.shape, theta[None]):
        matrix[:, :, :-1] *= factor
    return Facts(begun_at(run.config, theta))


def biased(facts: Facts) -> bool:
    """Whether any bias is not 0 at the start."""
    return any(matrix[:, :, -1].any() for matrix in _first(facts))


def to_be_alive(facts: Facts) -> str:
    """What keeps units from being born dead: whichever is amiss of biases and scale, else the shape."""
    if any((matrix[:, :, -1] < 0).any() for matrix in _first(facts)):
        return "Start biases at 0 or a little above, or take leaky ReLU."
    if not sound_scale(facts):
        return f"Use {scheme(facts)} scale, and more units a layer if that is not enough."
    if len(facts.start.weight) >= DEEP:  # with leaky ReLU the signal of a layer so narrow dies out instead
        return "The scale is right: take more units a layer."
    return "The scale is right: take more units a layer, fewer layers, or leaky ReLU."


def _first(facts: Facts) -> list[Array]:
    return matrices(facts.run.shape, facts.run.drawable[1][:1])


def to_stay_alive(facts: Facts) -> str:
    """What keeps units that were born alive from dying."""
    config = facts.run.config
    if heavy_penalty(facts):
        return lower_penalty(facts)
    penalty = f"L2 of {config.l2:g} or the " if config.l2 else "the "
    return f"Lower {penalty}learning rate of {config.learning_rate:g}, or take leaky ReLU."


def heavy_penalty(facts: Facts) -> bool:
    """Whether L2 pulls the weights to 0 whatever the examples ask for."""
    return pull(facts) >= PULL


def pull(facts: Facts) -> float:
    """L2's pull on the weights over the gradient of the cost, at the start: the layers' geometric mean."""
    start, l2 = facts.start, facts.run.config.l2
    if not l2:
        return 0.0
    with np.errstate(all="ignore"):
        ratio = l2 / facts.data.train_labels.size * start.weight / start.gradient
        some = ratio[np.isfinite(ratio) & (ratio > 0)]
        return float(np.exp(np.log(some).mean())) if some.size else 0.0


def lower_penalty(facts: Facts) -> str:
    """The remedy for that, with what shows it."""
    share, l2 = pull(facts), facts.run.config.l2
    seen = f"{share:.0f} times" if share >= 2 else f"{100 * share:.0f} % of"
    return f"Lower L2 of {l2:g}: at the start its pull on the weights is {seen} the gradient's."
