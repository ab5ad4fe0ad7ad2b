"""The training core: what weight initialization does to a neural network, in numpy.

    >>> from initcore import RunConfig, train
    >>> [run] = train([RunConfig(initialization="he", iterations=1000)])
    >>> run.costs[[0, -1]].round(4).tolist()
    [0.8831, 0.688]

Conventions, everywhere. Weights are (fan_out, fan_in) and inputs (features, m), as in the course;
stacked runs add a leading axis R. Letters: R runs trained together, L weight layers, m examples,
K recorded iterations, F kept frames of parameters, P parameters of a run. Costs are in nats.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import initcore.activations
import initcore.catalogue
import initcore.datasets
import initcore.losses
import initcore.optimizers  # noqa: F401  (these fill the registries that configs are checked against)
from initcore.config import RunConfig
from initcore.experiment import Choice
from initcore.fields import ConfigError
from initcore.training import State, advance, begin, train
from initcore.trajectory import Trajectory

if TYPE_CHECKING:
    from initcore.comparison import Comparison

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
    from initcore.comparison import compared  # which is made of all that lies below it, so not at the top

    return compared(starts, seeds, twins, settings)
