"""What came of runs, and of each of the standard changes to them: trained here, by the core alone."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from initcore import RunConfig, Trajectory, train
from initcore.experiment.config import MAX_RECORDS
from initcore.experiment.values import MAX_WIDTH, ConfigError
from initcore.model.network import logits

SOUND: dict[str, Any] = {"gain": 1.0, "layer_gains": (), "zero_last": False, "bias": "zeros"}
LONGER = 3


@dataclass(frozen=True)
class Outcome:
    """What came of a run: its last and lowest cost (nats, no penalty; None where none is finite), and the
    shares of training and of test examples that it gets right.
    """

    cost: float | None
    lowest: float | None
    train: float
    test: float

    @property
    def diverged(self) -> bool:
        """Whether its last cost is no number."""
        return self.cost is None


def changes(config: RunConfig) -> dict[str, RunConfig]:
    """The standard changes to a run by name; those that change nothing, or are not allowed, are left out."""
    wider = tuple(min(MAX_WIDTH, 2 * width) for width in config.hidden)
    asked: dict[str, dict[str, Any]] = {
        "he": {"initialization": "he", **SOUND},
        "xavier": {"initialization": "xavier", **SOUND},
        "xavier_4": {"initialization": "xavier", **SOUND, "gain": 4.0},
        "slower": {"learning_rate": float(f"{config.learning_rate / 10:.3g}")},
        "faster": {"learning_rate": min(10.0, float(f"{config.learning_rate * 10:.3g}"))},
        "longer": {"iterations": LONGER * config.iterations},
        "steadier": {
            "iterations": LONGER * config.iterations,
            "learning_rate": float(f"{config.learning_rate / LONGER:.3g}"),
        },
        "no_l2": {"l2": 0.0},
        "standardized": {"standardize": "yes"},
        "seed": {"weights_seed": config.weights_seed + 1000},
        "wider": {"hidden": wider},
    }
    made = {}
    for name, fields in asked.items():
        try:
            other = replace(config, **fields)
        except ConfigError:
            continue
        if other != config:
            made[name] = other
    assert LONGER * config.iterations // config.record_every <= MAX_RECORDS
    return made


def outcome(run: Trajectory) -> Outcome:
    """What came of a finished run."""
    last = run.drawable[1][-1:]
    with np.errstate(all="ignore"):
        z = logits(run.shape, last, run.data.train_inputs)[0]
        lowest = np.nanmin(run.costs)
    answers = z.argmax(axis=0) if len(z) > 1 else (z[0] > 0).astype(int)
    return Outcome(
        cost=None if run.diverged else _number(run.costs[-1]),
        lowest=_number(lowest),
        train=_share((answers == run.data.train_labels).mean()),
        test=0.0 if run.diverged else _share(run.test_accuracy),
    )


def outcome_of(config: RunConfig) -> Outcome:
    """What comes of a run that is trained to its end."""
    return outcome(train([config])[0])


def _number(value: Any) -> float | None:
    return float(f"{float(value):.4g}") if np.isfinite(value) else None


def _share(value: Any) -> float:
    return round(float(value), 4)
