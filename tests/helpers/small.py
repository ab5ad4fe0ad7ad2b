"""The small run that the tests of trajectories are made on."""

from dataclasses import replace
from typing import Any

from initcore import RunConfig, Trajectory, advance, begin
from initcore.data.datasets import DATASETS

MADE = [record.name for record in DATASETS if not record.real]
REAL = [record.name for record in DATASETS if record.real and record.name != "csv"]

SMALL: dict[str, Any] = {
    "hidden": (7, 5),
    "samples": 53,
    "test_samples": 31,
    "iterations": 211,
    "record_every": 7,
    "learning_rate": 0.3,
}
CONFIG = RunConfig(**SMALL)
EVEN = RunConfig(**{**SMALL, "samples": 54})
"""The same with as many examples of the one class as of the other."""


def trained(config: RunConfig = CONFIG, stop: int = 10**6) -> Trajectory:
    """The run trained to its end, or for `stop` iterations."""
    return advance(begin([config]), stop).runs[0]


def begun(config: RunConfig = CONFIG) -> Trajectory:
    """The run before its first step."""
    return begin([config]).runs[0]


def even(initialization: str, **settings: Any) -> Trajectory:
    """The run of even classes with that initialization and those settings, trained to its end."""
    return trained(replace(EVEN, initialization=initialization, **settings))
