"""Every colour, symbol, dash and sign that pictures of Python's and pictures of the browser's share.

The colours of initializations stand in their own records. What belongs to a theme, light or dark, is
left to style sheets: nothing here changes with it. The browser has no colours of its own; it draws
with those of the record that the board is sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from initcore.model.base import Array

PAPER = "#f7f6f2"
"""What maps are drawn on: where a network is undecided, and where a unit's output is 0."""

RED, BLUE = "#dd7a6a", "#5d8ecb"
"""A map of two classes where the network is sure of class 0, and of class 1."""

HALVES = (RED, PAPER, BLUE)
"""The scale of such a map, over the probability of class 1."""

POINTS = ("#d2432f", "#2563b8")
"""Training points of class 0 and class 1: darker than the map, so that they are seen on it."""

POSITIVE, NEGATIVE = "#178a94", "#cf6a14"
"""A unit's output, or a weight, at its largest."""

SIZES = (
    *("#440154", "#482878", "#3e4a89", "#31688e", "#26828e"),
    *("#1f9e89", "#35b779", "#6ece58", "#b5de2b", "#fde725"),
)
"""From small to large, dark and blue to light and yellow (viridis), so that lightness alone tells."""

SURENESS = (0.12, 0.75)
"""How far from paper to the class's colour a map of several classes goes: least sure, and sure."""

TRAIN, TEST, NAMED = "#2f7fc1", "#cc7a1f", "#1f8f6f"
"""Train and test accuracy where no initialization's colour is to be seen, and the schemes with a name."""

GUIDE, CAPTION = "#98a0ab", "#5d6777"
"""Lines that help to read a small picture, and the words of one that is still empty."""

SYMBOLS = ("circle", "square", "triangle-up", "diamond", "cross", "star", "pentagon", "hexagon")
"""Of an initialization by its place, in plotly's words."""

SIGNS = "●■▲◆✚★⬟⬢"
"""The same symbols as text."""

DASHES = ("solid", "dash", "dot", "dashdot")
"""Of curves whose colours are alike, in plotly's words."""

STROKES = dict(zip(DASHES, ("", "6 3", "1.5 2.5", "6 2 1.5 2"), strict=True))
"""The same dashes in those of SVG."""

ICONS = {"bad": "✕", "warn": "▲", "good": "✓", "info": "●"}
"""Beside a verdict, by its tone; their colours are the theme's."""

UNIT_STATES = ("", "dead", "saturated")
"""What a unit's state is called, by its number."""


@dataclass(frozen=True)
class Mark:
    """How one class of data looks: its colour, its sign in text, and the shape of its points.

    The shape has that many corners, of which the first is turned by so many degrees from the right,
    clockwise; between two of them lies another one, `inner` times as far out, which makes crosses and
    stars where that is less than 1. Without corners it is a disc.
    """

    color: str
    sign: str
    corners: int
    turn: int
    inner: float = 1


MARKS = (
    Mark("#1f77b4", "●", 0, 0),
    Mark("#d65f0e", "◆", 4, 0),
    Mark("#2c8c50", "▲", 3, -90),
    Mark("#be3278", "■", 4, 45),
    Mark("#785e3c", "✖", 4, 45, 0.4),
    Mark("#6050be", "★", 5, -90, 0.45),
    Mark("#149eaa", "⬟", 5, -90),
    Mark("#b09614", "⬢", 6, 0),
    Mark("#c83c32", "▼", 3, 90),
    Mark("#5a5a64", "✚", 4, 0, 0.4),
)
"""By the number of the class, apart in lightness as well as in hue. Of two classes, class 1 has the
first shape, the disc, and class 0 the second, as the course draws them."""

POINT_SYMBOLS = ("diamond", "circle")
"""The shapes of class 0 and class 1 of two, in plotly's words."""


@dataclass(frozen=True)
class Palette:
    """What the browser is sent of all this. Colours are #rrggbb; scales are colours at equal distances.

    `halves` is the scale of a map's probability of class 1 from 0 to 1, `outputs` that of a unit's
    output from its most negative to its most positive, `sizes` that of the logarithm of a size.
    """

    paper: str
    halves: tuple[str, ...]
    outputs: tuple[str, ...]
    sizes: tuple[str, ...]
    sureness: tuple[float, float]
    points: tuple[str, str]
    marks: tuple[Mark, ...]
    signs: str
    icons: dict[str, str]
    states: tuple[str, ...]


PALETTE = Palette(
    paper=PAPER,
    halves=HALVES,
    outputs=(NEGATIVE, PAPER, POSITIVE),
    sizes=SIZES,
    sureness=SURENESS,
    points=POINTS,
    marks=MARKS,
    signs=SIGNS,
    icons=ICONS,
    states=UNIT_STATES,
)


def rgb(color: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255, of a colour #rrggbb."""
    red, green, blue = bytes.fromhex(color[1:])
    return red, green, blue


def along(scale: Sequence[str], shares: Array) -> NDArray[np.uint8]:
    """The colours (n, 3) at these shares (n,), 0 to 1, of a scale."""
    places = np.asarray(shares) * (len(scale) - 1)
    parts = np.array([rgb(color) for color in scale], float).T
    colors = [np.interp(places, np.arange(len(scale)), part) for part in parts]
    rounded: NDArray[np.uint8] = np.rint(np.stack(colors, axis=1)).astype(np.uint8)
    return rounded
