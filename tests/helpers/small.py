"""The small run that the tests of trajectories are made on."""

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


def trained(config: RunConfig = CONFIG, stop: int = 10**6) -> Trajectory:
    """The run trained to its end, or for `stop` iterations."""
    return advance(begin([config]), stop).runs[0]
