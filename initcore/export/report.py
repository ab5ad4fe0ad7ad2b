"""A comparison as one HTML file that needs nothing else: no network, no app, no Python.

It holds the board, the curves with the library that draws them, the table, the verdicts with their
evidence, every config, and the command that repeats it all.
"""

import json
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import sklearn

from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.data.loading import load
from initcore.experiment.experiment import Experiment, Group
from initcore.experiment.naming import describe, formula_text, label
from initcore.export.by_class import by_class
from initcore.export.command import NOT_REPEATABLE, command
from initcore.export.contents import Card, Config, Entry, Page, Plot
from initcore.export.html import render
from initcore.export.notebook import call
from initcore.export.pairs import pairs
from initcore.export.results import digits, every_run, results
from initcore.export.rows import row
from initcore.figures.comparison_curves import cost_curves, digit_curves
from initcore.figures.palette import MARKS, SIGNS
from initcore.figures.script import library, plain
from initcore.figures.stills import map_cells, points_of
from initcore.measures.classes import class_names, uneven
from initcore.measures.curves import final_cost
from initcore.training.trajectory import Trajectory
from initcore.words.numbers import figure, percent, spaced

POINT_RADIUS = 0.9


@dataclass(frozen=True)
class Shared:
    """What is handed on: a comparison, its runs in the order of its configs, and why any failed."""

    experiment: Experiment
    runs: Sequence[Trajectory]
    errors: Sequence[str | None]

    @property
    def groups(self) -> list[Group[Trajectory]]:
        """The runs of each initialization, in the order of the choices."""
        return self.experiment.groups(self.runs)

    @property
    def failed(self) -> list[Group[str | None]]:
        """Why each run failed, None where it did not, grouped as the runs are."""
        return self.experiment.groups(self.errors)

    @property
    def names(self) -> list[str]:
        """What each initialization is called, in the order of the choices."""
        return [label(choice.on(self.experiment.base)) for choice in self.experiment.choices]


def report(shared: Shared, *, made: datetime, link: str = "") -> str:
    """The whole file; `link` opens the same comparison in the app, where there is one to be opened."""
    figures = {"cost": cost_curves(shared.groups)}
    if shared.experiment.twins:
        figures["digits"] = digit_curves(shared.groups)
    plots = _plots(shared, figures["cost"].layout.meta["cut"])
    page = _page(shared, made, link, plots)
    return render("report.html.j2", page=page, figures=plain(figures), library=library())


def report_of(
    runs: Sequence[Trajectory],
    experiment: Experiment,
    errors: Sequence[str | None],
    made: datetime,
    link: str,
) -> str:
    """The whole file about these runs: what a worker is asked for."""
    return report(Shared(experiment, runs, errors), made=made, link=link)


def _page(shared: Shared, made: datetime, link: str, plots: list[Plot]) -> Page:
    experiment, names, groups = shared.experiment, shared.names, shared.groups
    repeatable, seeds = not experiment.base.uploaded, experiment.seeds
    return Page(
        title=f"Init Lab: {', '.join(names)}",
        described=describe(experiment.base, seeds),
        unfinished=_unfinished(shared),
        made=made,
        seed=experiment.base.weights_seed if seeds > 1 else None,
        cards=[_card(shared, place) for place in range(len(groups))],
        legend=_legend(shared),
        plots=plots,
        digits=digits(names, groups),
        results=results(names, groups, shared.failed),
        pairs=pairs(names, groups, shared.failed),
        by_class=by_class(names, [group.items[0] for group in groups]),
        uneven=uneven(groups[0].items[0].data),
        every_run=every_run(names, groups, shared.failed) if seeds > 1 or experiment.twins else None,
        not_repeatable="" if repeatable else NOT_REPEATABLE,
        command=command(experiment) if repeatable else "",
        python=f"from initcore import compare\n\n{call(experiment)}" if repeatable else "",
        link=link,
        made_with=f"Python {platform.python_version()}, numpy {np.__version__} and "
        f"scikit-learn {sklearn.__version__}",
        configs=[_config(run) for run in shared.runs],
    )


def _unfinished(shared: Shared) -> str:
    """Where the run furthest behind stands; empty when none is behind."""
    wanted = shared.experiment.base.iterations
    reached = min((run.iteration for run in shared.runs if not run.diverged), default=wanted)
    return f"iteration {spaced(reached)} of {spaced(wanted)}" if reached < wanted else ""


def _card(shared: Shared, place: int) -> Card:
    """An initialization's card, of its first seed."""
    run, name = shared.groups[place].items[0], shared.names[place]
    line = row(run, cached=False, error=shared.failed[place].items[0], tried=True)
    figures = {
        "train": percent(line.train_accuracy),
        "test": percent(line.test_accuracy),
        "cost": figure(line.final_cost) + ("" if line.diverged_at is None else " (diverged)"),
    }
    return Card(
        name=name,
        color=INITIALIZATIONS[run.config.initialization].color,
        symbol=SIGNS[place % len(SIGNS)],
        formula=formula_text(run.config),
        alt=f"Decision boundary of {name} at iteration {run.iteration}: "
        f"train accuracy {figures['train']}, cost {figures['cost']}",
        cells=map_cells(run, run.iteration),
        points=points_of(run.data, POINT_RADIUS),
        verdict=line.title,
        tone=line.tone,
        remarks=line.remarks,
        figures=figures,
    )


def _legend(shared: Shared) -> list[Entry]:
    """What the maps' colours and the points' shapes mean."""
    data = load(shared.experiment.base)
    names = class_names(data)
    if data.classes == 2:
        said = [
            Entry(f"● blue: class {names[1]}, and where the network says so"),
            Entry(f"◆ red: class {names[0]}"),
            Entry("paler: less sure, one half where it is white"),
        ]
    else:
        said = [Entry(name, mark.sign, mark.color) for name, mark in zip(names, MARKS, strict=False)]
        said.append(Entry("paler: less sure"))
    if shared.experiment.base.features > 2:
        said.append(Entry("The maps show the plane of the data's first two principal components."))
    return said


def _plots(shared: Shared, cut: str) -> list[Plot]:
    if shared.experiment.seeds > 1:
        alt = "Cost over iteration, median and quartiles over seeds."
    else:
        ends = zip(shared.names, shared.groups, strict=True)
        said = (f"{name} ends at {figure(final_cost(group.items[0]))}" for name, group in ends)
        alt = f"Cost over iteration. {'; '.join(said)}."
    plots = [Plot("cost", "Cost", alt, cut, log=True)]
    if shared.experiment.twins:
        alt = "To how many digits the costs of each run and of its twin agree, over iteration."
        plots.append(Plot("digits", "Digits that agree between a run and its twin", alt))
    return plots


def _config(run: Trajectory) -> Config:
    seed = f"seed {run.config.weights_seed}{', twin' if run.config.twin else ''}"
    text = json.dumps(run.config.to_dict(), ensure_ascii=False)
    return Config(f"{label(run.config)}, {seed}", run.config.key, text)
