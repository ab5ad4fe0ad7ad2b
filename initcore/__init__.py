"""The training core: what weight initialization does to a neural network, in numpy.

    >>> from initcore import RunConfig, train
    >>> [run] = train([RunConfig(initialization="he", iterations=1000)])
    >>> run.costs[[0, -1]].round(4).tolist()
    [0.8831, 0.688]

Conventions, everywhere. Weights are (fan_out, fan_in) and inputs (features, m), as in the course;
stacked runs add a leading axis R. Letters: R runs trained together, L weight layers, m examples,
K recorded iterations, F kept frames of parameters, P parameters of a run. Costs are in nats.

This module is the public face; nothing inside the package imports it. It brings in a name's module when
the name is first asked for, and none before: a package that imports its own modules as it is imported
itself hands out half-made ones where threads ask for both at once, as a server's do when it starts.
"""

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from initcore.experiment.choices import Choice
    from initcore.experiment.config import RunConfig
    from initcore.experiment.values import ConfigError
    from initcore.export.comparison import Comparison
    from initcore.training.advance import advance, train
    from initcore.training.begin import State, begin
    from initcore.training.trajectory import Trajectory

__all__ = [
    "Choice",
    "Comparison",
    "ConfigError",
    "RunConfig",
    "State",
    "Trajectory",
    "advance",
    "begin",
    "compare",
    "train",
]

_HOMES = {
    "Choice": "experiment.choices",
    "Comparison": "export.comparison",
    "ConfigError": "experiment.values",
    "RunConfig": "experiment.config",
    "State": "training.begin",
    "Trajectory": "training.trajectory",
    "advance": "training.advance",
    "begin": "training.begin",
    "train": "training.advance",
}
"""Where each public name is at home."""


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def compare(
    starts: "Iterable[str | Choice | RunConfig]" = ("zeros", "random", "he"),
    *,
    seeds: int = 1,
    twins: bool = False,
    **settings: Any,
) -> "Comparison":
    """Trains these starts side by side, here and now; the result shows its table and figure by itself.

    A start is a name as in a link (`he`, `he~0.5`), a Choice, or a RunConfig. `settings` are fields
    of RunConfig that hold for all of them but where a name or a Choice says otherwise; one that changes
    nothing is warned of. Each is trained on `seeds` weights seeds; with `twins`, once
    more from one unit in the last place away. Raises ConfigError for what is not allowed.

    >>> print(compare(["zeros", "he"], iterations=1000, learning_rate=0.1).names)
    ('Zeros', 'He')
    """
    from initcore.export.comparison import compared  # late, as all else

    return compared(starts, seeds, twins, settings)
