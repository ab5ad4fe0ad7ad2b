"""The training core: what weight initialization does to a neural network, in numpy.

    >>> from initcore import RunConfig, train
    >>> [run] = train([RunConfig(initialization="he", iterations=1000)])
    >>> run.costs[[0, -1]].round(4).tolist()
    [0.8831, 0.688]

Conventions, everywhere. Weights are (fan_out, fan_in) and inputs (features, m), as in the course;
stacked runs add a leading axis R. Letters: R runs trained together, L weight layers, m examples,
K recorded iterations, F kept frames of parameters, P parameters of a run. Costs are in nats.

This module is the public face; nothing inside the package imports it.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from initcore.experiment.choices import Choice
from initcore.experiment.config import RunConfig
from initcore.experiment.values import ConfigError
from initcore.training.advance import advance, train
from initcore.training.begin import State, begin
from initcore.training.trajectory import Trajectory

if TYPE_CHECKING:
    from initcore.export.comparison import Comparison

__all__ = [
    "Choice",
    "ConfigError",
    "RunConfig",
    "State",
    "Trajectory",
    "advance",
    "begin",
    "compare",
    "train",
]


def compare(
    starts: Iterable[str | Choice | RunConfig] = ("zeros", "random", "he"),
    *,
    seeds: int = 1,
    twins: bool = False,
    **settings: Any,
) -> "Comparison":
    """Trains these starts side by side, here and now; the result shows its table and figure by itself.

    A start is a name as in a link (`he`, `he~0.5`), a Choice, or a RunConfig. `settings` are fields
    of RunConfig that hold for all of them. Each is trained on `seeds` weights seeds; with `twins`, once
    more from one unit in the last place away. Raises ConfigError for what is not allowed.

    >>> print(compare(["zeros", "he"], iterations=1000, learning_rate=0.1).names)
    ('Zeros', 'He')
    """
    from initcore.export.comparison import compared  # late, since it brings the figures and their library

    return compared(starts, seeds, twins, settings)
