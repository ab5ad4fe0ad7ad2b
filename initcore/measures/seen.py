"""What is known of one run: its data, where it started, how it stands now, and what was measured of both.

Whoever looks at a run makes one record of it and hands it down; each thing is measured when it is first
asked for. What takes long is remembered beyond that, where it is measured.

What is measured of the present has to be cheap enough for a run that is watched while it trains: a
forward pass or two, in a large network on some of the examples.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from initcore.data.base import Data
from initcore.data.loading import load
from initcore.experiment.config import RunConfig
from initcore.measures.ahead import Ahead, Onward, ahead_of, onward_of
from initcore.measures.at_initialization import Start, start_of
from initcore.measures.classes import attainable, largest_share, separating
from initcore.measures.costs import chance_cost
from initcore.measures.curves import Curves, accuracy_curves, before_last_tenth, last_tenths, recent_fall
from initcore.measures.sizes import geometric_mean, layer_rms, rms
from initcore.measures.units import alike_in_exact_arithmetic, dead_counts, move_as_one
from initcore.memory import lazy
from initcore.model.activations import ACTIVATIONS
from initcore.model.base import Array
from initcore.model.losses import cost, odds
from initcore.model.network import logits, matrices
from initcore.model.optimizers import OPTIMIZERS
from initcore.training.trajectory import Trajectory

SOME_NUMBERS = 2**19
"""Activations that a look at the present may compute: 4 MB. Of the course's network that is all 300
examples, of 30 layers of 128 units on digits 136 of 1347."""

PLATEAU = 0.01
"""A cost within 1 % of chance has learned nothing the eye could see."""

FEW = 100
"""Iterations. A shorter run is short before its rate is low."""

STILL_FALLING = 0.001
"""Relative fall of the cost over the last tenth of a run from which it is still learning: at less, a run
as long again would take off less than 1 %. Healthy networks cross their first plateau at little more."""

WORTH_WHILE = 0.01
"""Share of its cost that a run must have left to lose, if it is to be told to go on."""

FEWEST_RECORDS = 20
"""Fewest records of which the last tenth of a run can be laid beside the tenth before."""

DIRECT = 0.2
"""Of the way that the cost goes up and down, the share that must be left as a fall. Noise of mini-batches
about a plateau leaves a tenth or less, a cost that falls through such noise a half or more."""

FURTHER = 0.03
"""Share of its cost that a run loses in a tenth of its length, or less, if it is to get there by going on."""

LATE = 0.1
"""A run that leaves chance before this share of its iterations has not suffered from a faint start."""

SEPARATED = 0.95
"""Train accuracy from which we say that the classes are separated."""

MANY_DEAD = 0.7
"""Share of a layer's units. Half is what chance kills in a deep relu network that is healthy."""


ERRORS = 3.0
"""Standard errors by which a mean of weights must be off 0 to be no accident of the draw."""

FEWEST_WEIGHTS = 8
"""Weights of a layer from which their mean can be told from an accident of the draw."""


@dataclass(frozen=True, eq=False)
class Seen:
    """What is known of a run as far as it has come."""

    run: Trajectory

    @lazy
    def start(self) -> Start:
        """The run before its first step."""
        return start_of(self.run)

    @lazy
    def data(self) -> Data:
        """The examples that the run is trained and tested on."""
        return self.run.data

    @lazy
    def chance(self) -> float:
        """The cost of an answer that pays no heed to the inputs."""
        return chance_cost(self.run)

    @lazy
    def curves(self) -> Curves:
        """Accuracies and test costs at every kept iteration."""
        return accuracy_curves(self.run)

    @property
    def train(self) -> float:
        """Train accuracy at the last finite parameters."""
        return float(self.curves.train[-1])

    @lazy
    def separated(self) -> bool:
        """Whether the classes are told apart as well as their labels allow.

        Of very uneven ones it takes more than naming the largest.
        """
        return not self.run.diverged and self.train >= separated_from(self.run.config)

    @lazy
    def attainable(self) -> float:
        """The train accuracy that can be had without learning wrong labels by heart."""
        return attainable(self.run.config)

    @lazy
    def symmetric(self) -> bool:
        """Whether every hidden layer started as one unit, and would be one still but for rounding."""
        if max(self.run.config.hidden) == 1 or max(self.start.distinct) > 1:
            return False
        return alike_in_exact_arithmetic(self.run.shape, self.run.drawable[1][0])

    @lazy
    def apart_since(self) -> int | None:
        """The first kept iteration at which rounding had pulled units apart; None where it has not.

        Only of a run that is `symmetric`. It grows with training, so that the last is the most apart.
        """
        kept, frames = self.run.drawable
        if move_as_one(self.run.shape, frames[-1]):
            return None
        apart = [not move_as_one(self.run.shape, theta) for theta in frames]
        return int(kept[apart.index(True)])

    @lazy
    def ahead(self) -> Ahead | None:
        """A look beyond the end of a run that has come to it; None before, or where it takes too long."""
        return ahead_of(self.run) if self.run.done else None

    @lazy
    def onward(self) -> Onward | None:
        """The same run trained on, once it has come to its end; None where that takes too long."""
        return onward_of(self.run) if self.run.done else None

    @property
    def gets_further(self) -> bool:
        """Whether the cost falls by a fair share, and below its start, if the run just goes on."""
        if self.ahead is None:
            return False
        return self.ahead.same < min((1 - FURTHER) * self.lately, float(self.run.costs[0]))

    @property
    def lately(self) -> float:
        """The lowest cost of the last tenth of the run: what a run that jumps must get below to get on."""
        return float(self.run.costs[before_last_tenth(self.run) :].min())

    @lazy
    def first_weights(self) -> list[Array]:
        """The weights (fan_out, fan_in) of every layer at the start."""
        return [matrix[0, :, :-1] for matrix in matrices(self.run.shape, self.run.drawable[1][:1])]

    @lazy
    def leans(self) -> Array:
        """Of each hidden layer's first weights (H,), sqrt(fan_in) times their mean over their deviation.

        Less what draws about 0 may come to by chance, at ERRORS standard errors; 0 of fewer than
        FEWEST_WEIGHTS, which do not tell.
        """
        return np.array([_lean(weights) for weights in self.first_weights[:-1]])

    @lazy
    def weight(self) -> Array:
        """The root mean square (L,) of every layer's weights, now."""
        now: Array = layer_rms(self.run.shape, self.run.drawable[1][-1:])[0]
        return now

    @lazy
    def shrunk(self) -> float:
        """The weights now over those at the start, or at a sound scale where that is less: geometric mean."""
        sound = 1 / np.sqrt(np.array(self.run.config.widths[:-1]))
        with np.errstate(all="ignore"):
            return geometric_mean(self.weight / np.minimum(self.start.weight, sound))

    @lazy
    def spread(self) -> float:
        """What differs between examples at the logits, now: root mean square, on `some` of them."""
        z = logits(self.run.shape, self.run.drawable[1][-1:], self.data.train_inputs[:, self.some])[0]
        return float(rms(z - z.mean(axis=1, keepdims=True)))

    @lazy
    def dead(self) -> tuple[int, ...]:
        """Of each hidden layer, how many units are at a flat floor for every training example, now.

        In a large network where they are too few for a verdict, for every one of `some`.
        """
        run = self.run
        act = ACTIVATIONS[run.config.activation]
        if act.floor is None or act.ceiling is not None:
            return (0,) * len(run.config.hidden)
        theta, inputs = run.drawable[1][-1], self.data.train_inputs
        some = inputs[:, self.some]
        counts = dead_counts(run.shape, theta, some)
        many = any(n >= MANY_DEAD * width for n, width in zip(counts, run.config.hidden, strict=True))
        if many and some.shape[1] < inputs.shape[1]:  # what is 0 for some may not be for all
            counts = dead_counts(run.shape, theta, inputs)
        return counts

    @lazy
    def some(self) -> NDArray[np.int64]:
        """Places of the training examples that the present is measured on, evenly chosen."""
        m = self.data.train_labels.size
        count = max(1, min(m, SOME_NUMBERS // sum(self.run.shape.widths[1:])))
        return np.linspace(0, m - 1, count).round().astype(int)

    def costs(self, theta: Array) -> Array:
        """The cost (F,) at parameters theta (F, P), on `some` of the examples."""
        with np.errstate(all="ignore"):
            z = logits(self.run.shape, theta, self.data.train_inputs[:, self.some])
            return cost(z, self.data.train_labels[self.some])

    @property
    def near_chance(self) -> bool:
        """Whether the cost is that of chance, now."""
        return bool(abs(self.run.costs[-1] - self.chance) < self.chance * PLATEAU)

    @lazy
    def left(self) -> int | None:
        """The first recorded iteration at which the cost was below chance, None if it never was."""
        off = np.flatnonzero(self.run.costs < self.chance * (1 - PLATEAU))
        return int(self.run.iterations[off[0]]) if off.size else None

    @property
    def late(self) -> bool:
        """Whether a tenth of the run or more went by at chance."""
        return self.left is None or self.left >= LATE * self.run.iteration

    @lazy
    def falling(self) -> bool:
        """Whether the cost has fallen of late, by more than its ups and downs."""
        if not recent_fall(self.run) > STILL_FALLING:
            return False
        return self.direct and not self.settles

    @property
    def direct(self) -> bool:
        """Whether the cost goes down of late rather than up and down."""
        late = self.run.costs[min(before_last_tenth(self.run), self.run.costs.size * 4 // 5 - 1) :]
        return directness(late) >= DIRECT

    @property
    def settles(self) -> bool:
        """Whether the cost falls by less and less, so that all that is left to fall is not worth it.

        The last tenth of the run beside the one before: what is left is a geometric series. Of a cost that
        goes up and down, two tenths do not tell.
        """
        # Chance it may leave late.
        if self.near_chance or self.run.costs.size < FEWEST_RECORDS or not self.direct:
            return False
        earlier, before, now = last_tenths(self.run)
        ratio = (before - now) / (earlier - before) if earlier > before else 1.0
        return ratio < 1 and (before - now) * ratio / (1 - ratio) < WORTH_WHILE * now

    @lazy
    def update(self) -> float:
        """The first update over the weights: the layers' geometric mean. nan where there is none."""
        return geometric_mean(self.start.step)

    @lazy
    def stride(self) -> float:
        """The first update over the weights, or over those of a sound start where these are smaller."""
        start = self.start
        sound = 1 / np.sqrt(np.array(self.run.config.widths[:-1]))
        with np.errstate(all="ignore"):
            return geometric_mean(start.step * start.weight / np.maximum(start.weight, sound))

    @lazy
    def gathered(self) -> float:
        """What a stride comes to once it has gathered the speed that its momentum allows."""
        config = self.run.config
        lost = 1 - config.momentum if OPTIMIZERS[config.optimizer].takes_momentum else 1.0
        return self.stride / max(lost, 1e-3)

    @lazy
    def way(self) -> Array:
        """Where the whole run has led: its parameters now less those it started from (P,)."""
        frames = self.run.drawable[1]
        moved: Array = frames[-1] - frames[0]
        return moved

    @lazy
    def moved(self) -> float:
        """The length of `way` over the length of the parameters at the start; inf where these are all 0."""
        with np.errstate(all="ignore"):
            first = float(np.linalg.norm(self.run.drawable[1][0]))
            return float(np.linalg.norm(self.way)) / first if first else float("inf")

    @property
    def weights_are_zero(self) -> bool:
        """Whether all weights are 0, now."""
        last = self.run.drawable[1][-1:]
        return not any(matrix[:, :, :-1].any() for matrix in matrices(self.run.shape, last))

    def off_chance(self, place: int) -> float:
        """How far the answer to the first example is from the classes' odds, at a kept iteration."""
        theta = self.run.drawable[1][[place]]
        z = logits(self.run.shape, theta, self.data.train_inputs[:, :1])[0, :, 0]
        answer = z if len(z) == 1 else z - z.mean()
        return float(np.abs(answer - odds(self.data.train_labels, self.data.classes)).max())


def separated_from(config: RunConfig) -> float:
    """The train accuracy from which we say that the classes of a run's data are separated."""
    return separating(SEPARATED, largest_share(load(config).train_labels), attainable(config))


TOO_LARGE_TO_SQUARE = 1e100
"""Far under where a square overflows."""


def _lean(weights: Array) -> float:
    """That of one layer's weights (n_out, n_in); inf where they are all the same, and not 0."""
    largest = float(np.abs(weights).max())
    if largest > TOO_LARGE_TO_SQUARE:  # what is told has no size of its own
        weights = weights / largest
    mean, spread = abs(float(weights.mean())), float(weights.std())
    if weights.size < FEWEST_WEIGHTS or mean == 0:
        return 0.0
    if spread == 0:
        return math.inf
    by_chance = ERRORS * spread / math.sqrt(weights.size)
    return math.sqrt(weights.shape[1]) * max(0.0, mean - by_chance) / spread


def directness(costs: Array) -> float:
    """Of the way that costs (n,) go up and down, the share that is left as a fall; 1 if they only fall."""
    with np.errstate(all="ignore"):
        way = float(np.abs(np.diff(costs)).sum())
        return float(costs[0] - costs[-1]) / way if 0 < way < np.inf else 0.0
