"""The live board's data: a comparison at one moment, as the browser draws it."""

import hashlib
import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.data.loading import load
from initcore.data.projection import plane_of
from initcore.diagnosis.advice import advised
from initcore.experiment.config import RunConfig
from initcore.experiment.experiment import Group
from initcore.experiment.naming import formula_text, label
from initcore.figures.bands import Band, band_figure, digits_figure
from initcore.figures.curves import Curve, cost_figure
from initcore.figures.maps import cells_of, extent, map_at, pack
from initcore.figures.palette import PALETTE, rgb
from initcore.figures.payload import Board, Card, Figures, Pack, Points
from initcore.figures.why import why_data
from initcore.figures.wire import floats, ints, text
from initcore.measures.classes import class_names
from initcore.measures.costs import chance_cost
from initcore.measures.curves import accuracy_curves
from initcore.sentences.remedies import fix_of
from initcore.sentences.verdicts import evidence_of
from initcore.statistics.seeds import bands
from initcore.statistics.twins import group_agreement
from initcore.training.trajectory import Trajectory
from initcore.words.numbers import percent

FRAMES_AHEAD = 480
"""Maps sent ahead over all runs of a comparison: about 1.5 MB, and smooth at any number of runs."""

MOST_POINTS = 3000
"""Training points drawn on a map, evenly chosen: more would hide it."""

RESTING = ("new", "stopped", "done", "failed")
"""Where frames ahead are worth their time: a paused run is about to change at the next step."""

NEWEST = 10**12


@dataclass(frozen=True)
class Offer:
    """What trying a card's fix would set, in words; empty where nothing is to be tried.

    `beside` is the place of the card that has that fix, where one stands in the comparison already.
    """

    words: str
    beside: int | None = None


NOTHING = Offer("")


def board_data(
    *,
    groups: Sequence[Group[Trajectory]],
    tags: Sequence[str],
    errors: Sequence[str | None],
    status: str,
    experiment: str,
    at: int | None,
    with_packs: bool,
    seed_place: int = 0,
    singles: bool = False,
    explained: Collection[str] | None = None,
    offers: Sequence[Offer] = (),
) -> Board:
    """What the board shows of these runs, one group an initialization.

    A group has one card, of the run at `seed_place` among its seeds; the curves are of all of them,
    one by one as well with `singles`. `experiment` changes when the comparison does; `at` is the
    iteration to draw maps for, None for the newest; `tags` are short words beside each card's name
    and `errors` why its run failed. With `with_packs`, frames ahead as well. `explained` are the labels of
    runs to give the evidence on, under the card's "Why?"; None where that is not to be had. `offers`
    say of each card what trying its fix would set.
    """
    runs = [group.items[min(seed_place, len(group.items) - 1)] for group in groups]
    shown, packed = NEWEST if at is None else at, with_packs and status in RESTING
    drawn = []
    for place, (run, tag, error) in enumerate(zip(runs, tags, errors, strict=True)):
        why = why_data(run, at=shown, ahead=packed) if label(run.config) in (explained or ()) else None
        maps = _pack(run, FRAMES_AHEAD // len(runs)) if packed else None
        offer = offers[place] if offers else NOTHING
        drawn.append(
            _card(run, tag, error, shown, tries=offer.words, beside=offer.beside, why=why, pack=maps)
        )
    return Board(
        experiment=experiment,
        status=status,
        live=status == "running",
        rests=status in RESTING,
        runs=drawn,
        explained=None if explained is None else list(explained),
        points=_points(runs[0].config),
        figures=Figures(cost_curves(groups, singles).to_dict(), _digits(groups)),
        palette=PALETTE,
    )


def _pack(run: Trajectory, most: int) -> Pack:
    ahead = pack(run, most)
    return Pack(ints(ahead.iterations), text(ahead.frames))


def _card(run: Trajectory, tag: str, error: str | None, at: int, **more: Any) -> Card:
    """One card; `more` is what is sent of a run only where it is wanted."""
    record = INITIALIZATIONS[run.config.initialization]
    verdict, *others = advised(run, error)
    curves = accuracy_curves(run)
    shown, cells = map_at(run, at)
    # A kept iteration between two records has the cost of the one before it.
    records = np.searchsorted(run.iterations, curves.iterations, side="right") - 1
    return Card(
        key=run.config.key,
        label=label(run.config),
        color=record.color,
        formula=formula_text(run.config),
        tag=tag,
        tone=verdict.tone,
        verdict=verdict.title,
        evidence=evidence_of(verdict),
        also=", ".join(other.title for other in others).lower(),
        fix=fix_of(verdict),
        kept=ints(curves.iterations),
        costs=floats(run.costs[records]),
        train=floats(curves.train),
        test=floats(curves.test),
        diverged=run.diverged_at if run.diverged else None,
        shown=shown,
        cells=cells_of(run.shape),
        map=text(cells.tobytes()),
        pack_id=f"{run.config.key[:16]}-{run.iteration}",
        **more,
    )


def _points(config: RunConfig) -> Points:
    """The training examples, and the square of the plane that the maps cover."""
    data = load(config)
    size = data.train_labels.size
    some = np.linspace(0, size - 1, min(size, MOST_POINTS)).round().astype(int)
    x, y = plane_of(data).flat(data.train_inputs[:, some])
    return Points(
        id=hashlib.sha256(data.train_inputs.tobytes() + data.train_labels.tobytes()).hexdigest()[:16],
        classes=class_names(data),
        note=_note(config),
        x=floats(x),
        y=floats(y),
        labels=text(data.train_labels[some].astype(np.uint8).tobytes()),
        extent=extent(data),
    )


def _note(config: RunConfig) -> str:
    """What the maps leave out, where the data have more inputs than a map has sides."""
    if config.features == 2:
        return ""
    if config.features == 1:
        return "The data have 1 input: it runs from left to right, and nothing changes from top to bottom."
    share = percent(plane_of(load(config)).share)
    return (
        f"The data have {config.features} inputs. The maps show the plane of their first two principal "
        f"components, {share} of the variance, with all else at its mean."
    )


def cost_curves(
    groups: Sequence[Group[Trajectory]], singles: bool = False, names: Sequence[str] = ()
) -> go.Figure:
    """The cost curves: of single runs, or medians with bands. `names` are their labels by default."""
    length = max(run.config.iterations for group in groups for run in group.items)
    chance = chance_cost(groups[0].items[0])
    looks = list(_looks(groups, names))
    if len(groups[0].items) == 1:
        curves = [Curve(**look, **_costs(group.items[0])) for group, look in looks]
        return cost_figure(curves=curves, iterations=length, chance=chance)
    drawn = []
    for group, look in looks:
        iterations, costs = bands(group.items)
        drawn.append(Band(**look, iterations=iterations, costs=costs))
    return band_figure(bands=drawn, iterations=length, singles=singles, chance=chance)


def _costs(run: Trajectory) -> dict[str, Any]:
    return {"iterations": run.iterations, "costs": run.costs}


def _digits(groups: Sequence[Group[Trajectory]]) -> dict[str, Any] | None:
    return digit_curves(groups).to_dict() if groups[0].twins else None


def digit_curves(groups: Sequence[Group[Trajectory]]) -> go.Figure:
    """How many digits agree between runs and their twins, the median over seeds."""
    curves = []
    for group, look in _looks(groups):
        iterations, digits = group_agreement(group.items, group.twins)
        curves.append(Curve(**look, iterations=iterations, costs=digits))
    length = max(run.config.iterations for group in groups for run in group.items)
    return digits_figure(curves=curves, iterations=length)


ALIKE = 60.0
"""Distance of two colours in RGB, of 441 at most, under which their curves are told apart by a dash, too."""


def _near(one: str, other: str) -> bool:
    """Whether two colours, as #rrggbb, are hard to tell apart."""
    return math.dist(rgb(one), rgb(other)) < ALIKE


def _looks(
    groups: Sequence[Group[Trajectory]], names: Sequence[str] = ()
) -> Iterator[tuple[Group[Trajectory], dict[str, Any]]]:
    """Each group with what its curve is called and looks like."""
    starts = [group.items[0].config.initialization for group in groups]
    colors = [INITIALIZATIONS[name].color for name in starts]
    for place, group in enumerate(groups):
        yield (
            group,
            {
                "name": names[place] if names else label(group.items[0].config),
                "color": colors[place],
                "place": place,
                "again": sum(_near(colors[place], color) for color in colors[:place]),
            },
        )
