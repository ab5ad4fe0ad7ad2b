"""`compare`: a comparison trained here and now, that shows its table and its figure by itself."""

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from initcore.experiment.choices import Choice
from initcore.experiment.config import START, RunConfig
from initcore.experiment.experiment import Group, grouped, runs_of
from initcore.experiment.naming import label
from initcore.experiment.starts import Start, started
from initcore.experiment.values import ConfigError, shown, told
from initcore.export.html import render
from initcore.export.pairs import pairs
from initcore.export.results import digits, results
from initcore.export.text import results_text
from initcore.memory import lazy
from initcore.statistics.paired import Contest, contests
from initcore.training.advance import train
from initcore.training.trajectory import Trajectory

if TYPE_CHECKING:
    from initcore.figures.curves import Figure


@dataclass(frozen=True, eq=False)
class Comparison:
    """Trained runs beside each other: `groups`, one a name in `names`, with a run for each seed.

    In a notebook it shows its table and its figure. `table` is the table as text, `figure` the cost
    curves as a plotly figure, `runs` the trajectories, group by group; twins are in `groups`. `contests` has
    every two of the initializations beside each other, seed by seed.
    """

    names: tuple[str, ...]
    groups: tuple[Group[Trajectory], ...]

    @property
    def runs(self) -> tuple[Trajectory, ...]:
        """The trajectories, group by group, a weights seed each; without twins."""
        return tuple(run for group in self.groups for run in group.items)

    @lazy
    def table(self) -> str:
        """The results as text: a line for each initialization, its evidence and its fix under it.

        Of several seeds medians, and then a line for every pair of initializations.
        """
        return results_text(self.names, self.groups)

    @lazy
    def contests(self) -> tuple[Contest, ...]:
        """Every pair, by places in `names`: wins, median difference with its interval, p-value, outcome."""
        return contests([group.items for group in self.groups])

    @lazy
    def figure(self) -> "Figure":
        """The cost curves as a plotly figure: cost in nats over iterations."""
        from initcore.figures.comparison_curves import (
            cost_curves,
        )  # here, since plotly takes a second to load

        return cost_curves(self.groups, names=self.names).update_layout(template="plotly_white", height=420)

    def __repr__(self) -> str:
        return self.table

    def _repr_html_(self) -> str:
        """Table and figure in one output that needs no network, as with plotly's own figures."""
        return render(
            "comparison.html.j2",
            results=results(self.names, self.groups),
            pairs=pairs(self.names, self.groups),
            digits=digits(self.names, self.groups),
            figure=self.figure.to_html(full_html=False, include_plotlyjs=True),
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.table, "text/html": self._repr_html_()}


def compared(starts: Iterable[Start], seeds: int, twins: bool, settings: dict[str, Any]) -> Comparison:
    """The comparison of these starts, trained; see `initcore.compare`."""
    listed: list[Start] = [starts] if isinstance(starts, (str, Choice, RunConfig)) else list(starts)
    if "initialization" in settings:
        raise ConfigError("initializations go into the list, as in compare(['he', 'he~0.5'])")
    if type(seeds) is not int or seeds < 1:
        raise ConfigError(f"`seeds` must be a whole number from 1 on; got {shown(seeds)}")
    given = started(listed, settings)
    for sentence in given.idle:
        warnings.warn(sentence, stacklevel=3)
    runs = train(runs_of(given.configs, seeds, twins))
    return Comparison(names_of(given.configs), tuple(grouped(runs, len(given.configs), seeds)))


def names_of(configs: Sequence[RunConfig]) -> tuple[str, ...]:
    """What runs are called beside each other: their labels, and the other settings they differ in."""
    fields = [name for name in configs[0].to_dict() if name not in START]
    apart = [name for name in fields if len({getattr(config, name) for config in configs}) > 1]
    return tuple(
        ", ".join((label(config), *(f"{name} {told(getattr(config, name))}" for name in apart)))
        for config in configs
    )
