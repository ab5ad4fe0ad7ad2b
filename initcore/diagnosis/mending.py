"""A remedy tried: the comparison with the mended initialization beside the ailing one, or with the setting
that is mended for all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from initcore.experiment.config import START
from initcore.experiment.experiment import MOST, Experiment
from initcore.experiment.values import ConfigError


@dataclass(frozen=True)
class Mended:
    """A comparison in which a choice is mended, and the place of the one that is; the same comparison where
    that stands beside the ailing one already.
    """

    experiment: Experiment
    place: int


def mended(experiment: Experiment, place: int, changes: Mapping[str, Any]) -> Mended | None:
    """The comparison after `changes` to the choice at that place, settings of RunConfig by name.

    What says where a run starts makes another choice, right after the ailing one, or in its place where
    there are MOST already; what the runs share is set for all of them. None where that changes nothing or
    is not allowed.

    >>> from initcore.experiment.choices import Choice
    >>> course = Experiment()
    >>> tried = mended(course, 0, {"initialization": "xavier", "gain": 2.0})
    >>> [choice.word for choice in tried.experiment.choices], tried.place
    (['zeros', 'xavier~2', 'random', 'he'], 1)
    >>> mended(course, 0, {"learning_rate": 0.1}).experiment.base.learning_rate
    0.1
    """
    ailing = experiment.choices[place]
    start = {name: value for name, value in changes.items() if name in START}
    shared = {name: value for name, value in changes.items() if name not in START}
    try:
        base = replace(experiment.base, **shared)
        better = replace(ailing, **start)
        choices = experiment.choices
        if "hidden" in shared:  # gains layer by layer are of as many layers as there were
            better = replace(better, layer_gains=())
            choices = tuple(dict.fromkeys(replace(choice, layer_gains=()) for choice in choices))
        if better not in choices:
            kept = place if len(choices) == MOST else place + 1
            choices = (*choices[:kept], better, *choices[place + 1 :])
        tried = Mended(replace(experiment, choices=choices, base=base), choices.index(better))
    except ConfigError:
        return None
    return tried if tried != Mended(experiment, place) else None
