"""What the live board shows of a comparison and does not change while its runs are trained."""

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.data.loading import load
from initcore.data.projection import plane_of
from initcore.experiment.config import RunConfig
from initcore.experiment.experiment import Group
from initcore.experiment.naming import formula_text, label
from initcore.figures.bands import DIGITS, MEDIANS, digits_layout, faint, shade
from initcore.figures.comparison_curves import looks
from initcore.figures.curves import MOST_POINTS as CURVE_POINTS
from initcore.figures.curves import SETTLED, Curve, cost_layout, trace
from initcore.figures.maps import cells_of, extent
from initcore.figures.payload import Board, Card, Figures, Head, Points
from initcore.figures.wire import floats, text
from initcore.glossary.glossary import TERMS
from initcore.measures.classes import class_names, largest_share, means_something
from initcore.measures.costs import chance_cost
from initcore.training.trajectory import Trajectory
from initcore.words.numbers import percent

MOST_POINTS = 3000
"""Training points drawn on a map, and test points, evenly chosen: more would hide it."""

NOTHING = np.zeros(0)


def board_of(
    groups: Sequence[Group[Trajectory]],
    *,
    experiment: str,
    columns: Sequence[Head],
    place: int = 0,
    accuracy: float = 0.9,
) -> Board:
    """What the board shows of these runs, one group an initialization.

    A group has one card, of the run at `place` among its seeds. `experiment` changes when the comparison
    does. `accuracy` is that of which is said when it is reached.
    """
    runs = [group.items[place] for group in groups]
    seeds = [run.config.weights_seed for run in groups[0].items]
    return Board(
        experiment=experiment,
        cards=[_card(run, accuracy) for run in runs],
        iterations=max(run.config.iterations for run in runs),
        seeds=seeds,
        seed=place,
        points=points_of(runs[0].config),
        figures=_figures(groups),
        columns=columns,
        terms={name: term.means for name, term in TERMS.items()},
    )


def _card(run: Trajectory, accuracy: float) -> Card:
    data = run.data
    return Card(
        key=run.config.key,
        label=label(run.config),
        color=INITIALIZATIONS[run.config.initialization].color,
        formula=formula_text(run.config),
        cells=cells_of(run.shape),
        largest="" if means_something(accuracy, data) else percent(largest_share(data.train_labels)),
    )


def points_of(config: RunConfig) -> Points:
    """The examples, and the square of the plane that the maps cover."""
    data, plane = load(config), plane_of(load(config))
    train, test = _some(data.train_labels.size), _some(data.test_labels.size)
    x, y = np.hstack([plane.flat(data.train_inputs[:, train]), plane.flat(data.test_inputs[:, test])])
    labels = np.concatenate([data.train_labels[train], data.test_labels[test]])
    return Points(
        id=hashlib.sha256(data.train_inputs.tobytes() + data.train_labels.tobytes()).hexdigest()[:16],
        classes=class_names(data),
        note=_note(config),
        x=floats(x),
        y=floats(y),
        labels=text(labels.astype(np.uint8).tobytes()),
        train=train.size,
        extent=extent(data),
    )


def _some(size: int) -> np.ndarray[Any, Any]:
    """The places of the examples that are drawn."""
    return np.linspace(0, size - 1, min(size, MOST_POINTS)).round().astype(int)


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


def _figures(groups: Sequence[Group[Trajectory]]) -> Figures:
    """What the curves look like; the browser fills them in.

    Of one seed, a trace each. Of many, a median each, then a band each, then what a single run looks like.
    """
    length = max(run.config.iterations for group in groups for run in group.items)
    chance, many = chance_cost(groups[0].items[0]), len(groups[0].items) > 1
    curves = [Curve(**look, iterations=NOTHING.astype(int), costs=NOTHING) for _, look in looks(groups)]
    data = [trace(curve) for curve in curves]
    if many:
        data = [
            one | {"legendgroup": shade(place, "#000000")["legendgroup"]} for place, one in enumerate(data)
        ]
        data += [shade(place, curve.color) for place, curve in enumerate(curves)]
        data += [faint(place, curve.color) for place, curve in enumerate(curves)]
    layout = cost_layout(curves, length, chance=chance)
    layout["meta"] = {"noun": MEDIANS if many else ""}
    twins = [trace(curve, DIGITS) for curve in curves]
    return Figures(
        cost={"data": [_bare(one) for one in data], "layout": layout},
        digits={"data": [_bare(one) for one in twins], "layout": digits_layout(length)}
        if groups[0].twins
        else None,
        chance=float(chance),
        settled=SETTLED,
        points=CURVE_POINTS,
    )


def _bare(drawn: dict[str, Any]) -> dict[str, Any]:
    """A trace without its points."""
    return {name: value for name, value in drawn.items() if name not in ("x", "y")}
