"""Runs of every kind that the tests of exports write and read back."""

import math
from typing import Any

from initcore import RunConfig
from initcore.experiment.experiment import Group
from initcore.export.results import Groups

SMALL: dict[str, Any] = {"hidden": (7, 5), "samples": 43, "test_samples": 29, "iterations": 130}
CONFIGS = [
    RunConfig(**{**SMALL, "initialization": "zeros"}),
    RunConfig(**{**SMALL, "initialization": "random", "weights_seed": 5}),
    RunConfig(**{**SMALL, "gain": 0.1}),
    RunConfig(**{**SMALL, "dataset": "blobs", "activation": "tanh", "iterations": 1000}),
    RunConfig(**{**SMALL, "hidden": (128,) * 5, "initialization": "random"}),
]
CACHED = [False, True, False, True, False]
"""Symmetric, overflowing, flat, learnt, diverged."""


def same(value: float, other: float) -> bool:
    """Whether two numbers are equal, or neither is one."""
    return value == other or (math.isnan(value) and math.isnan(other))


def firsts_of(groups: Groups) -> Groups:
    """The first run of each initialization, alone."""
    return [Group(group.items[:1], ()) for group in groups]
