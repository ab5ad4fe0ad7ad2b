"""What accuracy hides where classes are uneven: how each class did, and what naming the largest would get.

Nineteen of twenty examples are got right by whoever names the larger class and has learned nothing. The mean
of what is got right of each class, the balanced accuracy, is one half then (Brodersen, Ong, Stephan and
Buhmann 2010, The balanced accuracy and its posterior distribution, ICPR, 3121-3124).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from initcore.data.base import Data
from initcore.data.loading import load
from initcore.experiment.config import RunConfig
from initcore.memory import Attached
from initcore.model.base import Array
from initcore.model.network import Shape, logits
from initcore.training.trajectory import Trajectory

NEARLY = 0.9
"""Of even classes of two, the way from guessing to 95 %."""

UNEVEN = 1.5
"""From how many times as many examples of the largest class as of the smallest on classes are called uneven.
At that, naming the larger of two gets 60 % right: ten points that a reader would take for learning."""


@dataclass(frozen=True, eq=False)
class ByClass:
    """What a network answers to examples: `said` (C, C) counts them by their class and by the answer.

    `examples` (C,) are those of each class. An example whose logits are not numbers has no answer.
    """

    said: NDArray[np.int64]
    examples: NDArray[np.int64]

    @property
    def recall(self) -> Array:
        """The share (C,) of each class that is got right; nan of one without examples."""
        with np.errstate(invalid="ignore"):
            return np.asarray(self.said.diagonal() / self.examples)

    @property
    def balanced_accuracy(self) -> float:
        """The mean recall of the classes that have examples, as a share."""
        return float(np.nanmean(self.recall))

    @property
    def accuracy(self) -> float:
        """The share of all examples that is got right."""
        return float(self.said.trace() / self.examples.sum())


@dataclass(frozen=True, eq=False)
class Answers:
    """What a run answers now, to training examples and to test examples."""

    train: ByClass
    test: ByClass


_known: Attached[Trajectory, Answers | None] = Attached()


def answers(run: Trajectory) -> Answers | None:
    """What a run answers as far as it has come; None for one that diverged, which answers nothing."""
    return _known.once(run, lambda: None if run.diverged else _answers(run))


def _answers(run: Trajectory) -> Answers:
    data, theta = run.data, run.theta[None]
    sets = ((data.train_inputs, data.train_labels), (data.test_inputs, data.test_labels))
    found = [
        ByClass(said_of(run.shape, theta, *each, data.classes)[0], counts(each[1], data.classes))
        for each in sets
    ]
    return Answers(*found)


def said_of(shape: Shape, theta: Array, inputs: Array, labels: Array, classes: int) -> NDArray[np.int64]:
    """How often (F, C, C) parameters theta (F, P) answer each class to inputs (n_in, m) of labels (m,).

    Rows are the examples' classes, columns the answers.
    """
    with np.errstate(all="ignore"):
        z = logits(shape, theta, inputs)
    given = np.argmax(z, axis=1) if z.shape[1] > 1 else (z[:, 0] > 0).astype(np.int64)
    known = np.isnan(z).sum(axis=1) == 0
    places = labels.astype(np.int64) * classes + given
    rows = [np.bincount(row[here], minlength=classes**2) for row, here in zip(places, known, strict=True)]
    return np.array(rows, np.int64).reshape(-1, classes, classes)


def counts(labels: Array, classes: int) -> NDArray[np.int64]:
    """How many examples (C,) of each class there are among labels (m,)."""
    return np.bincount(labels.astype(np.int64), minlength=classes)


def largest_share(labels: Array) -> float:
    """The share of the largest class among labels (m,): the accuracy of who names it whatever is asked."""
    return float(np.bincount(labels.astype(np.int64)).max() / labels.size)


def attainable(config: RunConfig) -> float:
    """The train accuracy that can be had without learning wrong labels by heart: 1 without label noise."""
    m = load(config).train_labels.size
    return 1 - round(config.label_noise * m) / m


def separating(least: float, largest: float, most: float) -> float:
    """The train accuracy from which classes are told apart: `least` of `most`, more where one is large.

    All are shares; `largest` is that of this class, and `most` what is `attainable`: NEARLY all of the way
    from naming it to getting right all that can be has to be gone.
    """
    return max(least * most, largest + NEARLY * (most - largest))


def class_names(data: Data) -> tuple[str, ...]:
    """What the classes are called: by their names, or by their numbers where they have none."""
    return data.class_names or tuple(map(str, range(data.classes)))


def uneven(data: Data) -> bool:
    """Whether the training examples' classes are uneven, so that accuracy is told with the balanced one."""
    found = counts(data.train_labels, data.classes)
    return bool(found.max() >= UNEVEN * found.min())


def means_something(accuracy: float, data: Data) -> bool:
    """Whether it takes more to reach a train accuracy, a share, than to name the largest class."""
    return accuracy > largest_share(data.train_labels)


def balanced(run: Trajectory) -> tuple[float, float] | None:
    """Balanced train and test accuracy of a run, where its classes are uneven; nan where it diverged."""
    if not uneven(run.data):
        return None
    found = answers(run)
    return (np.nan, np.nan) if found is None else _pair(found)


def _pair(found: Answers) -> tuple[float, float]:
    return found.train.balanced_accuracy, found.test.balanced_accuracy
