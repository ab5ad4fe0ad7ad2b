"""The course's three exercises: matrices to be drawn by a formula, beside the ones that are expected.

The expected matrices are published figures of the course notebook "Initialization", to 8 decimals as
numpy prints them: `RandomState(3).randn`, one stream, layers drawn in order, shape (fan_out, fan_in).
"""

import math
from dataclasses import dataclass

import numpy as np

from initcore.model.base import Array, Layer, layers_of
from initcore.model.expressions import FormulaError
from initcore.model.formula import Formula, parse
from initcore.model.initializers import deviation
from initcore.words.numbers import decimals, precise, short_figure

SEED = 3
DECIMALS = 8
EQUAL = 0.51e-8
"""Half a unit of the last published decimal, and a little for its own rounding."""

DIFFERENT = "≠ "
"""What stands before a number that is not the expected one."""


@dataclass(frozen=True)
class Exercise:
    """One exercise: layer sizes, the standard deviation it asks for in words, the matrices expected."""

    name: str
    label: str
    widths: tuple[int, ...]
    asks: str
    expected: tuple[tuple[tuple[float, ...], ...], ...]

    def layers(self) -> list[Layer]:
        """The layers of its network, the first one first."""
        return layers_of(self.widths)


EXERCISES = (
    Exercise("zeros", "Zeros [3, 2, 1]", (3, 2, 1), "0", (((0.0,) * 3,) * 2, ((0.0,) * 2,))),
    Exercise(
        "random",
        "Random × 10 [3, 2, 1]",
        (3, 2, 1),
        "10, whatever the layer's size",
        (
            ((17.88628473, 4.36509851, 0.96497468), (-18.63492703, -2.77388203, -3.54758979)),
            ((-0.82741481, -6.27000677),),
        ),
    ),
    Exercise(
        "he",
        "He [2, 4, 1]",
        (2, 4, 1),
        "√(2 / fan-in)",
        (
            (
                (1.78862847, 0.43650985),
                (0.09649747, -1.8634927),
                (-0.2773882, -0.35475898),
                (-0.08274148, -0.62700068),
            ),
            ((-0.03098412, -0.33744411, -0.92904268, 0.62552248),),
        ),
    ),
)

SUSPECTS = (
    ("sqrt(2/fan_in)", "He's, √(2 / fan-in)"),
    ("sqrt(1/fan_in)", "√(1 / fan-in), Xavier's as the course writes it"),
    ("sqrt(2/(fan_in+fan_out))", "√(2 / (fan-in + fan-out)), Glorot's"),
    ("sqrt(2/fan_out)", "√(2 / fan-out): the other fan"),
    ("sqrt(1/fan_out)", "√(1 / fan-out): the other fan, and 1 for 2"),
    ("2/fan_in", "2 / fan-in, a variance; its root is a standard deviation"),
    ("1/fan_in", "1 / fan-in, a variance; its root is a standard deviation"),
    ("sqrt(2)/fan_in", "√2 / fan-in: the root is of the 2 alone"),
    ("sqrt(fan_in/2)", "√(fan-in / 2): upside down"),
    ("0", "0"),
    ("0.01", "0.01, whatever the layer's size"),
    ("1", "1, whatever the layer's size"),
    ("10", "10, whatever the layer's size"),
)
"""What people write in place of what is expected, and what it is."""

WITNESSES = ((2, 10, 5, 1), (3, 2, 1), (2, 4, 1), (5, 7, 3, 6, 2))
"""Networks that two formulas have to agree on, layer by layer, to be the same: of layers as few as an
exercise's they may agree by chance, as 1 / layer and 2 / fan-in do on [2, 4, 1]."""


@dataclass(frozen=True, eq=False)
class Compared:
    """One layer's matrix (fan_out, fan_in) of a formula beside the expected one, and which cells differ."""

    layer: Layer
    sigma: float
    yours: Array
    expected: Array
    differs: np.ndarray

    @property
    def equal(self) -> bool:
        """Whether no cell differs."""
        return not self.differs.any()

    @property
    def factor(self) -> float | None:
        """How many times the expected weights these are; None where those are 0."""
        size = np.abs(self.expected).max()
        place = np.unravel_index(np.abs(self.expected).argmax(), self.expected.shape)
        return float(self.yours[place] / self.expected[place]) if size else None


def compare(exercise: Exercise, formula: Formula) -> list[Compared]:
    """The matrices that the formula gives, layer by layer, beside the expected ones.

    FormulaError where it gives a layer of the exercise no standard deviation.
    """
    stream, draw = np.random.RandomState(SEED), deviation(formula)
    compared = []
    for layer, published in zip(exercise.layers(), exercise.expected, strict=True):
        yours, expected = draw(stream, layer), np.array(published)
        differs = np.abs(yours - expected) > EQUAL
        compared.append(Compared(layer, formula.sigma(layer), yours, expected, differs))
    return compared


def verdict(exercise: Exercise, formula: Formula, compared: list[Compared]) -> list[str]:
    """What differs and what the formula probably is, in a sentence a layer or one for all."""
    if all(each.equal for each in compared):
        return [f"Every weight is the expected one, to {DECIMALS} decimals."]
    factors = [each.factor for each in compared]
    first = factors[0]
    alike = all(_close(factor, first) for factor in factors)
    if first is None:
        said = [_beside_zeros(each) for each in compared if not each.equal]
    elif alike:
        said = [f"{_scaled('Yours', 'are', first, compared)} in every layer."]
    else:
        said = [_layer_sentence(each) for each in compared]
    return [*said, *_suspicion(exercise, formula)]


def _close(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-6)


def _scaled(whose: str, are: str, factor: float, compared: list[Compared]) -> str:
    """How many times the expected weights some are; by how much they differ where the times round to 1."""
    number = _number(factor)
    if number != "1":
        return f"{whose} {are} {number} times the expected weights"
    apart = max(float(np.abs(each.yours - each.expected).max()) for each in compared)
    near = short_figure(apart)
    return f"{whose} {are} within {near} of the expected weights, but not equal to {DECIMALS} decimals"


def _number(factor: float) -> str:
    return precise(factor, 4)


def _beside_zeros(each: Compared) -> str:
    return (
        f"W{each.layer.index} is expected to be all 0; yours is drawn with standard deviation "
        f"{_number(each.sigma)}."
    )


def _layer_sentence(each: Compared) -> str:
    where = f"W{each.layer.index} (fan-in {each.layer.fan_in}, fan-out {each.layer.fan_out})"
    if each.equal:
        return f"{where} is as expected."
    return f"{_scaled(where, 'is', each.factor or 0.0, [each])}."


def _suspicion(exercise: Exercise, formula: Formula) -> list[str]:
    """Which well-known formula this one is, if there is one."""
    for text, words in SUSPECTS:
        if _same(parse(text), formula):
            return [f"That is {words}. The exercise asks for {exercise.asks}."]
    return [f"The exercise asks for {exercise.asks}."]


def _same(one: Formula, other: Formula) -> bool:
    """Whether two formulas give the same standard deviations wherever we look."""
    layers = [layer for widths in WITNESSES for layer in layers_of(widths)]
    try:
        return all(math.isclose(one.sigma(layer), other.sigma(layer), rel_tol=1e-9) for layer in layers)
    except FormulaError:  # one of them gives some layer no standard deviation
        return False


def read(text: str, exercise: Exercise) -> tuple[Formula | None, str]:
    """The formula that the text spells and "", or None and what is wrong with it for this exercise."""
    try:
        formula = parse(text)
        for layer in exercise.layers():
            formula.sigma(layer)
    except FormulaError as error:
        return None, str(error)
    return formula, ""


def is_formula(text: str) -> bool:
    """Whether the text can be read, whatever it comes to in some layer."""
    try:
        parse(text)
    except FormulaError:
        return False
    return True


def cells(each: Compared) -> tuple[list[list[str]], list[list[str]]]:
    """Both matrices as text to 8 decimals; cells of yours that differ are marked with DIFFERENT."""
    yours = [
        [DIFFERENT * bool(wrong) + cell for cell, wrong in zip(*rows, strict=True)]
        for rows in zip(written(each.yours), each.differs, strict=True)
    ]
    return yours, written(each.expected)


def written(matrix: Array) -> list[list[str]]:
    """A matrix as text to 8 decimals, row by row."""
    return [[_cell(value) for value in row] for row in matrix]


def _cell(value: float) -> str:
    """A weight to 8 decimals; what rounds to 0 has no sign."""
    return decimals(float(value), DECIMALS)


def sigma_text(each: Compared) -> str:
    """The standard deviation of one layer, to as many digits as tell formulas apart."""
    return f"σ = {precise(each.sigma, 6)}"
