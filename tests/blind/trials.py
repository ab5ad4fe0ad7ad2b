"""What came of runs, and of each of the standard changes to them: trained here, by the core alone."""

from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from initcore import RunConfig, Trajectory, train
from initcore.experiment.config import MAX_RECORDS
from initcore.experiment.values import MAX_WIDTH, ConfigError
from initcore.model.losses import cost
from initcore.model.network import logits

SOUND: dict[str, Any] = {"gain": 1.0, "layer_gains": (), "zero_last": False, "bias": "zeros"}
LONGER = 3


@dataclass(frozen=True)
class Outcome:
    """What came of a run: costs in nats without a penalty, accuracies as shares; None where not finite.

    `balanced` is the mean over the classes of the share that is classified right, on training examples.
    """

    first: float | None
    cost: float | None
    lowest: float | None
    train: float
    balanced: float
    test: float
    test_cost: float | None
    lowest_test_cost: float | None

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
    data, kept = run.data, run.drawable[1]
    with np.errstate(all="ignore"):
        test_costs = np.concatenate(
            [cost(logits(run.shape, theta[None], data.test_inputs), data.test_labels) for theta in kept]
        )
        last = logits(run.shape, kept[-1:], data.train_inputs)[0]
    answers = last.argmax(axis=0) if len(last) > 1 else (last[0] > 0).astype(int)
    right = answers == data.train_labels
    recalls = [float(right[data.train_labels == each].mean()) for each in np.unique(data.train_labels)]
    return Outcome(
        first=_number(run.costs[0]),
        cost=None if run.diverged else _number(run.costs[-1]),
        lowest=_number(np.nanmin(run.costs)),
        train=_share(right.mean()),
        balanced=_share(np.mean(recalls)),
        test=_share(run.test_accuracy) if not run.diverged else 0.0,
        test_cost=_number(test_costs[-1]),
        lowest_test_cost=_number(np.nanmin(test_costs)),
    )


def outcome_of(config: RunConfig) -> Outcome:
    """What comes of a run that is trained to its end."""
    return outcome(train([config])[0])


def as_row(one: Outcome) -> dict[str, float | None]:
    """An outcome as JSON holds it."""
    return asdict(one)


def _number(value: Any) -> float | None:
    return float(f"{float(value):.4g}") if np.isfinite(value) else None


def _share(value: Any) -> float:
    return round(float(value), 4)
