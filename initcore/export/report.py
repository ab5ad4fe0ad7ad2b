"""A comparison as one HTML file that needs nothing else: no network, no app, no Python.

It holds the board, the curves with the library that draws them, the table, the verdicts with their
evidence, every config, and the command that repeats it all.
"""

import json
import math
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path

import numpy as np
import sklearn

from initcore.catalogue import INITIALIZATIONS
from initcore.data.loading import load
from initcore.experiment.experiment import Experiment, Group
from initcore.experiment.naming import describe, formula_text, label
from initcore.export import html
from initcore.export.command import NOT_REPEATABLE, command
from initcore.export.notebook import call
from initcore.export.results import row
from initcore.figures.board import cost_curves, digit_curves
from initcore.figures.script import figures_json, library
from initcore.figures.stills import CLASS_COLORS, SYMBOLS, map_picture
from initcore.statistics.seeds import paired, paired_sentence
from initcore.training.trajectory import Trajectory
from initcore.words.numbers import figure, percent, spaced

_HERE = Path(__file__).parent
CLASS_SIGNS = "●◆▲■✖★⬟⬢▼✚"


@dataclass(frozen=True)
class Shared:
    """What is handed on: a comparison, its runs in the order of its configs, and why any failed."""

    experiment: Experiment
    runs: Sequence[Trajectory]
    errors: Sequence[str | None]

    @property
    def groups(self) -> list[Group[Trajectory]]:
        return self.experiment.groups(self.runs)

    @property
    def failed(self) -> list[Group[str | None]]:
        return self.experiment.groups(self.errors)

    @property
    def names(self) -> list[str]:
        return [label(choice.on(self.experiment.base)) for choice in self.experiment.choices]


def report(shared: Shared, *, made: datetime, link: str = "") -> str:
    """The whole file; `link` opens the same comparison in the app, where there is one to be opened."""
    title = escape(f"Init Lab: {', '.join(shared.names)}")
    figures = {"cost": cost_curves(shared.groups)}
    if shared.experiment.twins:
        figures["digits"] = digit_curves(shared.groups)
    parts = (
        _head(shared, title, made),
        _board(shared),
        _curves(shared),
        _results(shared),
        _repeat(shared, link),
    )
    style, script = ((_HERE / name).read_text("utf-8") for name in ("report.css", "report.js"))
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<link rel="icon" href="data:,">\n<style>\n{style}</style>\n</head>\n<body>\n'
        f"{''.join(parts)}</main>\n<script>{library()}</script>\n"
        f'<script type="application/json" id="figures">{figures_json(figures)}</script>\n'
        f"<script>\n{script}</script>\n</body>\n</html>\n"
    )


def _head(shared: Shared, title: str, made: datetime) -> str:
    base, runs = shared.experiment.base, shared.runs
    reached = min((run.iteration for run in runs if not run.diverged), default=base.iterations)
    ended = ""
    if reached < base.iterations:
        steps = f"iteration {spaced(reached)} of {spaced(base.iterations)}"
        ended = f"<p><strong>Not trained to the end:</strong> the run furthest behind stands at {steps}.</p>"
    date = f"{made:%Y-%m-%d %H:%M} UTC"
    return (
        f"<header><h1>{title}</h1><p>{escape(describe(base, shared.experiment.seeds))}</p>{ended}"
        f'<p class="muted">Made on <time datetime="{made.isoformat()}">{date}</time>. '
        "Cost is the mean cross-entropy in nats on all training examples.</p></header>\n<main>\n"
    )


def _board(shared: Shared) -> str:
    """A card an initialization, of its first seed."""
    cards = []
    for place, (group, failed) in enumerate(zip(shared.groups, shared.failed, strict=True)):
        cards.append(_card(shared, place, group.items[0], failed.items[0]))
    first = shared.experiment.base.weights_seed
    which = f" of weights seed {first}" if shared.experiment.seeds > 1 else ""
    few = " few" if len(cards) < 4 else ""
    return (
        f'<section aria-labelledby="board"><h2 id="board">Decision boundaries{which}</h2>'
        f'<div class="cards{few}">{"".join(cards)}</div>{_legend(shared)}</section>\n'
    )


def _card(shared: Shared, place: int, run: Trajectory, error: str | None) -> str:
    record, line = INITIALIZATIONS[run.config.initialization], row(run, cached=False, error=error)
    name = escape(shared.names[place])
    figures = {
        "train": percent(line.train_accuracy),
        "test": percent(line.test_accuracy),
        "cost": figure(line.final_cost) if math.isfinite(line.final_cost) else "diverged",
    }
    alt = (
        f"Decision boundary of {name} at iteration {run.iteration}: "
        f"train accuracy {figures['train']}, cost {figures['cost']}"
    )
    listed = "".join(f"<div><dt>{what}</dt><dd>{value}</dd></div>" for what, value in figures.items())
    symbol = SYMBOLS[place % len(SYMBOLS)]
    return (
        f'<article style="--color: {record.color}"><h3><span aria-hidden="true">{symbol}</span> {name}</h3>'
        f'<p class="muted formula">{escape(formula_text(run.config))}</p>'
        f"{map_picture(run, run.iteration, alt)}"
        f'<p>{html.verdict_of(line)}</p><p class="muted">{"<br>".join(map(escape, line.remarks))}</p>'
        f'<dl class="figures">{listed}</dl></article>'
    )


def _legend(shared: Shared) -> str:
    """What the maps' colours and the points' shapes mean."""
    data = load(shared.experiment.base)
    names = data.class_names or tuple(map(str, range(data.classes)))
    if data.classes == 2:
        said = [
            f"● blue: class {escape(names[1])}, and where the network says so",
            f"◆ red: class {escape(names[0])}",
            "paler: less sure, one half where it is white",
        ]
    else:
        colors = ["rgb({},{},{})".format(*color) for color in CLASS_COLORS[: data.classes]]
        said = [
            f'<span style="color: {color}" aria-hidden="true">{sign}</span> {escape(name)}'
            for color, sign, name in zip(colors, CLASS_SIGNS, names, strict=False)
        ]
        said.append("paler: less sure")
    if shared.experiment.base.features > 2:
        said.append("The maps show the plane of the data's first two principal components.")
    return f'<ul class="legend">{"".join(f"<li>{each}</li>" for each in said)}</ul>'


def _curves(shared: Shared) -> str:
    ends = zip(shared.names, shared.groups, strict=True)
    many = shared.experiment.seeds > 1
    what = "Cost over iteration, median and quartiles over seeds" if many else "Cost over iteration"
    said = "; ".join(f"{name} ends at {figure(float(group.items[0].costs[-1]))}" for name, group in ends)
    cut = cost_curves(shared.groups).layout.meta["cut"]
    alt = f"{what}. {'' if many else f'{said}.'}"
    parts = [_figure("cost", "Cost", alt, cut, log=True)]
    if shared.experiment.twins:
        alt = "To how many digits the costs of each run and of its twin agree, over iteration."
        parts.append(_figure("digits", "Digits that agree between a run and its twin", alt, "", log=False))
        parts.append(html.digits(shared.names, shared.groups))
    return "".join(parts)


def _figure(name: str, title: str, alt: str, cut: str, log: bool) -> str:
    buttons = '<button type="button" data-axis="linear" aria-pressed="true">linear</button>'
    buttons += '<button type="button" data-axis="log" aria-pressed="false">logarithmic</button>'
    saves = "".join(
        f'<button type="button" data-format="{kind}">Save as {kind.upper()}</button>'
        for kind in ("png", "svg")
    )
    return (
        f'<section aria-labelledby="h-{name}"><h2 id="h-{name}">{title}</h2><figure>'
        f'<div class="buttons">{buttons if log else ""}{saves}</div>'
        f'<div class="plot" data-figure="{name}" role="group" aria-label="{escape(alt)}"></div>'
        f'<figcaption class="muted">{escape(cut)}</figcaption></figure>'
        "<noscript>The curves are drawn by JavaScript, which is switched off here.</noscript></section>\n"
    )


def _results(shared: Shared) -> str:
    names, groups, failed = shared.names, shared.groups, shared.failed
    wide = '<div class="wide" tabindex="0" role="region" aria-label="{}">{}</div>'
    parts = [wide.format("Table of results", html.results(names, groups, failed))]
    if shared.experiment.seeds > 1:
        last = len(groups) - 1
        sentences = (
            paired_sentence(paired(groups[last].items, groups[at].items), names[last], names[at])
            for at in range(last)
        )
        parts.append(f"<ul>{''.join(f'<li>{escape(sentence)}</li>' for sentence in sentences)}</ul>")
    if shared.experiment.seeds > 1 or shared.experiment.twins:
        rows = wide.format("Table of every run", html.every_run(names, groups, failed))
        parts.append(f"<details><summary>Every run, seed by seed</summary>{rows}</details>")
    return f'<section aria-labelledby="results"><h2 id="results">Results</h2>{"".join(parts)}</section>\n'


def _repeat(shared: Shared, link: str) -> str:
    """The command, the link, the Python, and the config of every run."""
    experiment = shared.experiment
    if experiment.base.dataset == "csv":
        how = f"<p>{NOT_REPEATABLE}</p>"
    else:
        python = f"from initcore import compare\n\n{call(experiment)}"
        how = f"<p>In a terminal:</p>{_code(command(experiment), 'Command')}"
        how += f"<p>In Python:</p>{_code(python, 'Python')}"
        if link:
            how += f'<p>In the app: <a href="{escape(link)}">{escape(link)}</a></p>'
    how += (
        f'<p class="muted">Made with Python {platform.python_version()}, numpy {np.__version__} '
        f"and scikit-learn {sklearn.__version__}. Others, and other processors, may round differently: a "
        "run whose twin keeps many digits ends the same but for the last ones, a chaotic one need not.</p>"
    )
    configs = f"<summary>The config of every run, {len(shared.runs)} in all</summary>"
    configs += "".join(map(_config, shared.runs))
    return (
        f'<section aria-labelledby="repeat"><h2 id="repeat">Repeat it</h2>{how}'
        f"<details>{configs}</details></section>\n"
    )


def _code(text: str, name: str) -> str:
    return f'<pre tabindex="0" role="region" aria-label="{name}">{escape(text)}</pre>'


def _config(run: Trajectory) -> str:
    """One run's config as JSON, under its name and its key."""
    seed = f"seed {run.config.weights_seed}{', twin' if run.config.twin else ''}"
    name = f"{label(run.config)}, {seed}"
    text = json.dumps(run.config.to_dict(), ensure_ascii=False)
    return (
        f"<p>{escape(name)} <small>key {run.config.key}</small></p>{_code(text, escape(f'Config of {name}'))}"
    )
