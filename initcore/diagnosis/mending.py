"""A remedy tried: the comparison with the mended initialization beside the ailing one, or with the setting
that is mended for all.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from initcore.experiment.config import START
from initcore.experiment.experiment import MOST, Experiment
from initcore.experiment.values import ConfigError


def mended(experiment: Experiment, place: int, changes: Mapping[str, Any]) -> Experiment | None:
    """The comparison after `changes` to the choice at that place, settings of RunConfig by name.

    What says where a run starts makes another choice, right after the ailing one; what the runs share is
    set for all of them. None where that changes nothing, is not allowed, or finds no place beside MOST.

    >>> from initcore.experiment.choices import Choice
    >>> course = Experiment()
    >>> [choice.word for choice in mended(course, 0, {"initialization": "xavier", "gain": 2.0}).choices]
    ['zeros', 'xavier~2', 'random', 'he']
    >>> mended(course, 0, {"learning_rate": 0.1}).base.learning_rate
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
            choices = (*choices[: place + 1], better, *choices[place + 1 :])
        if len(choices) > MOST:
            return None
        tried = replace(experiment, choices=choices, base=base)
    except ConfigError:
        return None
    return tried if tried != experiment else None
