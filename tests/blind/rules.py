"""What is true of a run, said from outcomes alone: of the run itself and of the standard changes to it.

None of this asks the diagnosis. Thresholds are named, with their reasons.
"""

from collections.abc import Mapping

import numpy as np

from initcore import RunConfig
from initcore.data.loading import load
from tests.blind.trials import Outcome

Outcomes = Mapping[str, Outcome]
"""What came of a run, by "itself", and of the standard changes to it by their names."""

NEARLY = 0.9
"""Share of the way from naming the largest class to the best that the labels allow, from which the classes
are told apart."""

BETTER = 0.1
"""Share by which a cost must be lower to be called lower."""

WORSE = 0.01
"""Share by which a cost must be higher to be called higher: less is what another rounding may do."""

SCALES = ("he", "xavier", "xavier_4")


def best(config: RunConfig) -> float:
    """The accuracy on training examples that can be had without learning wrong labels by heart."""
    return 1 - config.label_noise


def largest(config: RunConfig) -> float:
    """The share of the largest class of the training examples."""
    labels = load(config).train_labels.astype(int)
    return float(np.bincount(labels).max() / labels.size)


def succeeds(config: RunConfig, one: Outcome) -> bool:
    """Whether it tells the classes apart about as well as its labels allow."""
    low = largest(config)
    return not one.diverged and one.train >= low + NEARLY * (best(config) - low)


def cures(config: RunConfig, outcomes: Outcomes) -> set[str]:
    """The standard changes with which the same run succeeds."""
    return {name for name, one in outcomes.items() if name != "itself" and succeeds(config, one)}


def lowers(before: Outcome, after: Outcome, share: float = BETTER) -> bool:
    """Whether the cost after is lower by more than that share; any is lower than one that diverged."""
    if after.cost is None:
        return False
    return before.cost is None or after.cost < (1 - share) * before.cost


def raises(before: Outcome, after: Outcome) -> bool:
    """Whether the cost after is higher."""
    if before.cost is None:
        return False
    return after.cost is None or after.cost > (1 + WORSE) * before.cost


def chance(config: RunConfig) -> float:
    """The cost (nats) of who answers with the classes' shares whatever is asked."""
    counts = np.bincount(load(config).train_labels.astype(int))
    shares = counts[counts > 0] / counts.sum()
    return float(-(shares * np.log(shares)).sum())


def helpful(config: RunConfig, outcomes: Outcomes) -> set[str]:
    """The standard changes that lower the cost, and below that of guessing."""
    guessing = (1 - WORSE) * chance(config)
    lower = {name for name, one in outcomes.items() if lowers(outcomes["itself"], one)}
    return {name for name in lower if (outcomes[name].cost or 0.0) < guessing}
