"""Extra inputs: what networks may be fed besides the two inputs of plane data, each worked out from both.

They are those of TensorFlow Playground. Over x1² and x2² a circle is a straight line, so that a network need
not make one of many. They are worked out from the inputs as the data have them, in the data's own units and
with what is missing filled, and standardised afterwards like every other input: so x1² is the square of x1,
not of its distance from the mean, and what is said to be standardised is so for all inputs there are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from initcore.model.base import Array, Registry

PLANE_INPUTS = 2
"""How many inputs data must have for these to be worked out from."""


@dataclass(frozen=True)
class Extra:
    """One extra input: `make(x1, x2)`, elementwise, gives it; `code` is the same as numpy has it.

    `pattern` is how it is called, the names of the two inputs put in.
    """

    name: str
    pattern: str
    code: str
    make: Callable[[Array, Array], Array]

    def called(self, first: str = "x1", second: str = "x2") -> str:
        """What it is called, of two inputs with those names.

        >>> EXTRAS["x1x2"].called(), EXTRAS["x2sq"].called("height", "weight")
        ('x1·x2', 'weight²')
        """
        return self.pattern.format(first, second)


EXTRAS = Registry(
    "extra input",
    (
        Extra("x1sq", "{0}²", "x1 ** 2", lambda x1, x2: x1**2),
        Extra("x2sq", "{1}²", "x2 ** 2", lambda x1, x2: x2**2),
        Extra("x1x2", "{0}·{1}", "x1 * x2", lambda x1, x2: x1 * x2),
        Extra("sinx1", "sin {0}", "np.sin(x1)", lambda x1, x2: np.sin(x1)),
        Extra("sinx2", "sin {1}", "np.sin(x2)", lambda x1, x2: np.sin(x2)),
    ),
)
"""In the order in which they follow x1 and x2, whichever of them there are and however they are given.

It is part of what runs are known by: one may be added at the end, none moved.
"""


def extras_of(names: Sequence[str], x1: Array, x2: Array) -> list[Array]:
    """The extra inputs (m,) of those names, of two inputs (m,)."""
    return [EXTRAS[name].make(x1, x2) for name in names]
