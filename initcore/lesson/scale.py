"""The dial: one network trained from many scales of the same draws, and what that says."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from initcore.experiment.config import RunConfig
from initcore.lesson.chance import jumps_about, leaves_chance_at
from initcore.measures.at_initialization import start_of
from initcore.model.base import layers_of
from initcore.statistics.quantiles import Spread, spread_of_shares
from initcore.training.trajectory import Trajectory
from initcore.words.numbers import (
    figure,
    magnitude,
    percent,
    percent_set,
    quotient,
    setting,
    short_figure,
    times,
)
from initcore.words.phrases import happens

SCALES = (0.0, 0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 30.0)
"""Standard deviations of W = randn x s, about a factor of two to three apart."""

SEEDS = (3, 4, 5)
GOOD = 0.95
GOAL = f"{percent_set(GOOD)} train accuracy"
"""Train accuracy from which a scale counts as one that trains."""

NAMED = {"zeros": 0.0, "small_random": 0.01, "unit_normal": 1.0, "random": 10.0}
"""The named schemes that are points of the dial, and their scale there."""

BY_LAYER = {"xavier": 1.0, "he": 2.0}
"""The named schemes of variance scale / fan_in: another scale in every layer."""


def config_at(scale: float, base: RunConfig) -> RunConfig:
    """The run of W = randn x scale on that network."""
    return replace(base, initialization="unit_normal", gain=scale)


def dial_configs(base: RunConfig) -> tuple[RunConfig, ...]:
    """Every run behind the dial: scale by scale its seeds, then those of each scheme that goes by layer."""
    starts = [config_at(scale, base) for scale in SCALES]
    starts += [replace(base, initialization=name) for name in BY_LAYER]
    return tuple(replace(start, weights_seed=seed) for start in starts for seed in SEEDS)


def places_at(scale: float) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Which of `dial_configs` are a scale's runs, and which He's."""
    n, scheme = len(SEEDS), list(BY_LAYER).index("he")
    starts = (SCALES.index(scale) * n, (len(SCALES) + scheme) * n)
    return tuple(range(starts[0], starts[0] + n)), tuple(range(starts[1], starts[1] + n))


def equal_scale(scale: float, widths: tuple[int, ...]) -> float:
    """The one s whose W = randn x s starts with the logits that variance scale / fan_in starts with.

    Doubling a layer's weights doubles the logits of a ReLU network without biases, whichever layer it
    is; so what counts for them is the product over layers, and s is the layers' geometric mean.
    """
    layers = layers_of(widths)
    product = 1.0
    for layer in layers:
        product *= scale / layer.fan_in
    return float(product ** (0.5 / len(layers)))


@dataclass(frozen=True)
class Point:
    """What became of one scale: accuracies over its seeds, and the runs themselves, a seed each.

    `scheme` says whether it is a named one.
    """

    label: str
    scale: float
    scheme: bool
    train: Spread
    test: Spread
    runs: tuple[Trajectory, ...]

    @property
    def trains(self) -> bool:
        """Whether the median train accuracy over its seeds is GOOD or better."""
        return self.train.median >= GOOD


@dataclass(frozen=True)
class Dial:
    """The points of the dial by rising scale, and those of the schemes that go by layer."""

    points: tuple[Point, ...]
    named: tuple[Point, ...]

    def at(self, scale: float) -> Point:
        """The point of exactly that scale; StopIteration when the dial has none."""
        return next(point for point in self.points if point.scale == scale)

    @property
    def working(self) -> list[float]:
        """The scales that train, by rising size."""
        return [point.scale for point in self.points if point.trains]

    @property
    def ratio(self) -> float:
        """How many times the smallest scale that trains the largest is; 0 where none does."""
        working = [scale for scale in self.working if scale > 0]
        return working[-1] / working[0] if working else 0.0


def dial_of(runs: Sequence[Trajectory], names: dict[str, str]) -> Dial:
    """The dial of runs in the order of `dial_configs`; `names` has the label of every named scheme."""
    n = len(SEEDS)
    rows = [tuple(runs[start : start + n]) for start in range(0, len(runs), n)]
    marks = {scale: names[name] for name, scale in NAMED.items()}
    points = [
        _point(marks.get(scale, f"×{setting(scale)}"), scale, scale in marks, row)
        for scale, row in zip(SCALES, rows, strict=False)
    ]
    named = [
        _point(names[name], equal_scale(scale, row[0].config.widths), True, row)
        for (name, scale), row in zip(BY_LAYER.items(), rows[len(SCALES) :], strict=True)
    ]
    return Dial(tuple(points), tuple(named))


def _point(label: str, scale: float, scheme: bool, runs: tuple[Trajectory, ...]) -> Point:
    def ends(accuracies: list[float]) -> Spread:
        return spread_of_shares(
            [-math.inf if run.diverged else got for run, got in zip(runs, accuracies, strict=True)]
        )

    return Point(
        label,
        scale,
        scheme,
        ends([run.train_accuracy for run in runs]),
        ends([run.test_accuracy for run in runs]),
        runs,
    )


def range_sentence(dial: Dial) -> str:
    """Which scales train."""
    working, seeds = dial.working, len(SEEDS)
    if not working:
        return f"No scale brings the median of {seeds} seeds to {GOAL}."
    span = [point for point in dial.points if working[0] <= point.scale <= working[-1]]
    gaps = [f"×{setting(point.scale)}" for point in span if not point.trains]
    but = f" (but not {', '.join(gaps)})" if gaps else ""
    low, high = (f"×{setting(scale)}" for scale in (working[0], working[-1]))
    if low == high:
        return f"Only {low} brings the median of {seeds} seeds to {GOAL}."
    return (
        f"From {low} to {high}{but}, a factor of {times(dial.ratio)}, the median of {seeds} seeds "
        f"comes to {GOAL} or more."
    )


def schemes_sentence(dial: Dial) -> str:
    """Where the schemes that go by layer lie, and how they did."""
    said = [
        f"{point.label} starts with the logits of ×{short_figure(point.scale)} and ends at "
        f"{percent(point.train.median)}"
        for point in dial.named
    ]
    return "; ".join(said) + ". Nobody had to search for these: they follow from each layer's fan-in."


def slow_sentence(dial: Dial, scale: float) -> str:
    """Why a small scale is slow, beside He's start with the same draws."""
    he = dial.named[list(BY_LAYER).index("he")]
    run, other = dial.at(scale).runs[0], he.runs[0]
    mine, theirs = (float(start_of(each).gradient[0]) for each in (run, other))
    name = f"×{setting(scale)}"
    return (
        f"**Why is {name} slow?** On its way to the first layer the gradient is multiplied by every later W. "
        f"{name} starts with {magnitude(mine)} there, {he.label} with {magnitude(theirs)}: about "
        f"{times(quotient(theirs, mine))} times as much. The cost of {name} "
        f"{happens('leaves', 'chance', leaves_chance_at(run))}; {he.label}'s "
        f"{happens('leaves', 'chance', leaves_chance_at(other))}."
    )


def point_sentence(point: Point) -> str:
    """What became of the scale that the dial is at."""
    starts = [figure(run.costs[0]) for run in point.runs]
    seeds = [f"seed {run.config.weights_seed} {_leaves_words(run)}" for run in point.runs]
    return (
        f"×{setting(point.scale)}: train {percent(point.train.median)}, test "
        f"{percent(point.test.median)} (medians of {len(point.runs)} seeds). First costs "
        f"{', '.join(starts)}; {', '.join(seeds)}."
    )


def _leaves_words(run: Trajectory) -> str:
    """When a cost leaves chance; of one that jumps about, only whether it does."""
    left = leaves_chance_at(run)
    return "leaves chance" if left is not None and jumps_about(run) else happens("leaves", "chance", left)
