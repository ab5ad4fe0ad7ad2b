"""What would mend a run, as changes to its settings: the scale that its activation asks for, and all else.

A remedy that is offered has to work: tests follow them, and a factor is told only where the start that it
makes has been measured.
"""

import math
from dataclasses import replace
from typing import Any

import numpy as np

from initcore.diagnosis.pace import DEEP, Pace, after, pace
from initcore.diagnosis.verdicts import Remedy
from initcore.experiment.config import MAX_RECORDS
from initcore.experiment.settings import LIMITS
from initcore.experiment.values import MAX_WIDTH, ConfigError
from initcore.measures.seen import Seen
from initcore.measures.sizes import geometric_mean
from initcore.model.activations import ACTIVATIONS
from initcore.model.base import Array
from initcore.model.network import matrices
from initcore.training.begin import begun_at

NEARLY = 1.2
"""Within this factor of the sound scale, another one is not what a start lacks; Xavier's is 1.4 from He's."""

PULL = 0.3
"""From this share of the gradient on, L2's pull on the weights at the start is what decides: of the
course's network, at a tenth the classes are separated, at a third the weights go to 0."""

LIGHT_PULL = 0.1
"""The share to which a lower L2 brings that pull."""

LONGER = 3
"""Times as many iterations, where more of them will tell."""

WIDER = 4
"""Times as many units in a DEEP network: of twenty layers of 3 units, twice as many still die out from most
seeds, four times as many from none. In a shallower one, twice as many will tell."""


def damping(seen: Seen) -> float:
    """By what an activation's slope shrinks a signal; 1 where that is in the scheme itself."""
    return ACTIVATIONS[seen.run.config.activation].damping


def suited(activation: str) -> str:
    """The initialization of the scale that an activation asks for."""
    return ACTIVATIONS[activation].suits.initialization


def changed(seen: Seen, changes: dict[str, Any]) -> dict[str, Any]:
    """Those changes; none where they would leave the run as it is, or cannot be made."""
    config = seen.run.config
    try:
        return changes if replace(config, **changes) != config else {}
    except ConfigError:  # a formula of weights need not have a value at other widths
        return {}


def at_scale(seen: Seen) -> dict[str, Any]:
    """The changes that bring the weights to the scale that the run's activation asks for, if any do."""
    return _drawn(seen, suited(seen.run.config.activation), damping(seen))


def _drawn(seen: Seen, initialization: str, gain: float = 1.0, **more: Any) -> dict[str, Any]:
    """The changes that draw every layer by that scheme, whatever gains and biases layers had of their own."""
    config = seen.run.config
    even: dict[str, Any] = {"layer_gains": ()} if config.layer_gains else {}
    if config.bias not in ("scheme", "zeros"):
        even["bias"] = "zeros"
    if config.zero_last:
        even["zero_last"] = False
    return changed(seen, {**more, "initialization": initialization, "gain": gain, **even})


def other_curve(seen: Seen) -> dict[str, Any]:
    """The changes that take tanh, at the scale it asks for."""
    return _drawn(seen, suited("tanh"), activation="tanh")


def scale_values(seen: Seen) -> dict[str, Any]:
    """What the words for that scale need."""
    return {"initialization": suited(seen.run.config.activation), "factor": damping(seen)}


def use_scale(seen: Seen, name: str, *, at: Pace | None = None, **more: Any) -> Remedy:
    """The remedy of that name, to take the sound scale, with other changes beside it, `at` that pace."""
    return paced(seen, Remedy(name, {**more, **at_scale(seen)}, scale_values(seen)), at)


def paced(seen: Seen, remedy: Remedy, at: Pace | None = None) -> Remedy:
    """A remedy of the start at a pace: the one that the start so mended asks for, if none is given."""
    if at is None:
        at = pace(after(seen, remedy.changes)) if remedy.changes else Pace.SAME
    if at is Pace.SAME:
        return remedy
    values = {"rate": seen.run.config.learning_rate, "pace": at.value}
    return Remedy(remedy.name, {**remedy.changes, **_AT[at](seen)}, {**remedy.values, **values})


def to_sound(seen: Seen) -> float:
    """The factor that would bring the first weights to a sound scale: the layers' geometric mean."""
    config = seen.run.config
    gain = damping(seen) * ACTIVATIONS[config.activation].suits.gain
    with np.errstate(all="ignore"):
        sound = gain / np.sqrt(np.array(config.widths[:-1]))
        return float(np.exp(np.mean(np.log(sound / seen.start.weight))))  # nan counts here, and 0 is inf


def sound_scale(seen: Seen) -> bool:
    """Whether the first weights are about as large as they should be, or were only unlucky in the draw."""
    return not at_scale(seen) or 1 / NEARLY < to_sound(seen) < NEARLY


def multiplied(seen: Seen, factor: float) -> Seen:
    """The start of the same run with its weights, not its biases, multiplied."""
    run = seen.run
    theta = run.drawable[1][0].copy()
    for matrix in matrices(run.shape, theta[None]):
        matrix[:, :, :-1] *= factor
    return Seen(begun_at(run.config, theta))


def biased(seen: Seen) -> bool:
    """Whether any bias is not 0 at the start."""
    return any(matrix[:, :, -1].any() for matrix in _first(seen))


def to_be_alive(seen: Seen) -> Remedy:
    """What keeps units from being born dead: whichever is amiss of biases and scale, else the shape."""
    if any((matrix[:, :, -1] < 0).any() for matrix in _first(seen)):
        return Remedy("raise_biases", {"bias": "zeros"})
    if not sound_scale(seen):
        return use_scale(seen, "use_scale_and_more_units")
    # With leaky ReLU the signal of a layer so narrow, in a network so deep, dies out instead.
    deep = len(seen.start.weight) >= DEEP
    return Remedy("more_units" if deep else "more_units_or_fewer_layers", wider(seen))


def _first(seen: Seen) -> list[Array]:
    return matrices(seen.run.shape, seen.run.drawable[1][:1])


def to_stay_alive(seen: Seen) -> Remedy:
    """What keeps units that were born alive from dying."""
    config = seen.run.config
    if heavy_penalty(seen):
        return lower_penalty(seen)
    return Remedy("lower_rate_or_leaky", slower(seen), {"l2": config.l2, "rate": config.learning_rate})


def wider(seen: Seen) -> dict[str, Any]:
    """The changes that give every hidden layer more units, in a deep network WIDER times as many."""
    hidden = seen.run.config.hidden
    times = WIDER if len(hidden) + 1 >= DEEP else 2
    return changed(seen, {"hidden": tuple(min(MAX_WIDTH, times * width) for width in hidden)})


def shallower(seen: Seen) -> dict[str, Any]:
    """The changes that leave half of the hidden layers, and the gains of those and of the last."""
    hidden, gains = seen.run.config.hidden, seen.run.config.layer_gains
    left = max(1, len(hidden) // 2)
    kept = {"layer_gains": gains[:left] + gains[-1:]} if gains else {}
    return changed(seen, {"hidden": hidden[:left], **kept})


def slower(seen: Seen) -> dict[str, Any]:
    """The changes that take a tenth of the learning rate."""
    return {"learning_rate": short(seen.run.config.learning_rate / 10)}


def faster(seen: Seen) -> dict[str, Any]:
    """The changes that take ten times the learning rate, or as much as is allowed."""
    rate = short(seen.run.config.learning_rate * 10)
    return changed(seen, {"learning_rate": min(LIMITS["learning_rate"].high, rate)})


def longer_and_slower(seen: Seen) -> dict[str, Any]:
    """The changes that train LONGER times as long at a rate as much lower: the same way, small steps."""
    more = longer(seen)
    return {**more, "learning_rate": short(seen.run.config.learning_rate / LONGER)} if more else more


def longer(seen: Seen) -> dict[str, Any]:
    """The changes that train LONGER times as long, or as long as is allowed and can be recorded."""
    config = seen.run.config
    most = min(int(LIMITS["iterations"].high), (MAX_RECORDS + 1) * config.record_every - 1)
    return changed(seen, {"iterations": min(most, LONGER * config.iterations)})


def heavy_penalty(seen: Seen) -> bool:
    """Whether L2 pulls the weights to 0 whatever the examples ask for."""
    return pull(seen) >= PULL


def pull(seen: Seen) -> float:
    """L2's pull on the weights over the gradient of the cost, at the start: the geometric mean."""
    l2 = seen.run.config.l2
    if not l2:
        return 0.0
    with np.errstate(all="ignore"):
        ratio = l2 / seen.data.train_labels.size * seen.start.weight / seen.start.gradient
    mean = geometric_mean(ratio)
    return mean if math.isfinite(mean) else 0.0


def lower_penalty(seen: Seen) -> Remedy:
    """The remedy for that, with what shows it."""
    share, l2 = pull(seen), seen.run.config.l2
    lower = short(l2 * LIGHT_PULL / share, 1) if share else l2 / 10
    return Remedy("lower_penalty", {"l2": lower}, {"pull": share, "l2": l2})


def short(value: float, digits: int = 2) -> float:
    """A number to so many significant digits: a setting that a person would choose."""
    return float(f"{value:.{digits}g}") if math.isfinite(value) else value


_AT = {Pace.SLOWER: slower, Pace.STEADIER: longer_and_slower, Pace.FASTER: faster}
