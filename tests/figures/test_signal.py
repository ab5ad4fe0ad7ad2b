"""Signals are drawn beside theory, on an axis of powers of ten, and told in words."""

import numpy as np

from initcore.figures.palette import SYMBOLS
from initcore.figures.signal import Signal, signal_alt, signal_figure

HE = Signal("He", "#1f8f6f", np.array([1.0, 0.9, 0.7]), np.array([1.0, 1.0, 1.0]))
POWERS = np.array([10.0**-power for power in range(1, 13)])
DEEP = Signal("Small random", "#2f7fc1", POWERS[:-1], POWERS[1:])


def test_signals_are_drawn_beside_theory() -> None:
    measured, theory = signal_figure(signals=[HE]).data
    assert list(measured.x) == [1, 2, 3]
    assert list(measured.y) == [1.0, 0.9, 0.7]
    assert theory.line.dash == "dash"
    assert "He goes from 1 to 0.7, in theory from 1 to 1" in signal_alt([HE])


def test_each_network_is_a_pair_in_its_own_colour_and_symbol() -> None:
    figure = signal_figure(signals=[HE, DEEP])
    assert [trace.name for trace in figure.data] == [
        *("He, measured", "He, theory"),
        *("Small random, measured", "Small random, theory"),
    ]
    assert [trace.line.color for trace in figure.data] == [HE.color] * 2 + [DEEP.color] * 2
    assert [figure.data[at].marker.symbol for at in (0, 2)] == list(SYMBOLS[:2])
    assert list(figure.data[3].x) == list(range(1, 12))
    assert list(figure.data[3].y) == DEEP.expected.tolist()
    assert figure.layout.yaxis.type == "log"


def test_more_networks_than_symbols_can_be_drawn() -> None:
    figure = signal_figure(signals=[HE] * (len(SYMBOLS) + 1))
    assert figure.data[-2].marker.symbol == SYMBOLS[0]


def test_the_words_tell_each_network_from_first_layer_to_last() -> None:
    assert signal_alt([HE, DEEP]) == (
        "Size of the pre-activations by layer at the start. He goes from 1 to 0.7, in theory from 1 to 1; "
        "Small random goes from 0.1 to 1e−11, in theory from 0.01 to 1e−12."
    )


def test_a_signal_that_has_vanished_is_said_to_be_0() -> None:
    gone = Signal("Zeros", "#123456", np.array([0.5, 0.0]), np.array([0.5, 0.0]))
    assert "Zeros goes from 0.5 to 0, in theory from 0.5 to 0" in signal_alt([gone])
