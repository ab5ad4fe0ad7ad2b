"""Distributions, held against loops that take one number at a time."""

import math
from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, Trajectory, train
from initcore.data.loading import load
from initcore.measures.histograms import BINS, FAR, distributions, histograms, rounded_up, span_of
from initcore.model.activations import ACTIVATIONS
from initcore.model.network import activations

SETTINGS: dict[str, Any] = {"hidden": (7, 5), "samples": 43, "test_samples": 29, "iterations": 110}


def _trained(**settings: Any) -> Trajectory:
    return train([RunConfig(**{**SETTINGS, **settings})])[0]


def _counted(values: np.ndarray, low: float, high: float) -> tuple[list[float], float]:
    """Shares of the bins and outside them, one number at a time."""
    shares, outside = [0.0] * BINS, 0.0
    finite = [value for value in values.ravel().tolist() if math.isfinite(value)]
    for value in finite:
        if not low <= value <= high:
            outside += 1 / len(finite)
            continue
        shares[min(BINS - 1, int((value - low) / (high - low) * BINS + 1e-9))] += 1 / len(finite)
    return shares, outside


@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid", "gelu", "selu", "softplus"])
def test_distributions_are_what_loops_count(activation: str) -> None:
    run = _trained(activation=activation, weights_seed=11)
    theta = run.drawable[1]
    found = distributions(run, theta, [0, 1, 2])
    for at in (0, len(theta) - 1):
        outputs = activations(run.shape, theta[at : at + 1], load(run.config).train_inputs)
        for layer, (n_in, n_out) in enumerate(((2, 7), (7, 5), (5, 1))):
            start = sum(w * (v + 1) for v, w in ((2, 7), (7, 5), (5, 1))[:layer])
            matrix = theta[at, start : start + n_out * (n_in + 1)].reshape(n_out, n_in + 1)
            for kind, values in (("weights", matrix[:, :-1]), ("outputs", outputs[layer])):
                for scale in ("", "_common"):
                    one = getattr(found, kind + scale)
                    shares, outside = _counted(values, one.low[at, layer], one.high[at, layer])
                    assert one.shares[at, layer] == pytest.approx(shares, abs=0.02)
                    assert one.outside[at, layer] == pytest.approx(outside)
                    assert one.shares[at, layer].sum() + one.outside[at, layer] == pytest.approx(1)
                    assert one.zero[at, layer] == (values == 0).mean()


def test_the_common_span_holds_every_layers_own() -> None:
    run = _trained(layer_gains=(1.0, 100.0, 0.01))
    found = distributions(run, run.drawable[1], [0, 1, 2])
    for kind in ("weights", "outputs"):
        own, common = getattr(found, kind), getattr(found, f"{kind}_common")
        assert (common.low == own.low.min(axis=1, keepdims=True)).all()
        assert (common.high == own.high.max(axis=1, keepdims=True)).all()
    spans = found.weights.high[0]
    assert spans[1] > 10 * spans[0] > 100 * spans[2]


def test_all_equal_numbers_fill_one_bin() -> None:
    for value, place in ((0.0, BINS // 2), (3.0, None), (-1e-200, None), (1e300, None)):
        values = np.full((1, 17), value)
        found = histograms(values, *span_of(values))
        assert found.shares.max() == 1
        assert place is None or found.shares[0, place] == 1
        assert found.zero[0] == (value == 0)


def test_numbers_that_are_not_finite_are_counted_apart() -> None:
    values = np.array([[1.0, np.nan, np.inf, -np.inf, -1.0, 0.5, 0.0, 0.0]])
    found = histograms(values, *span_of(values))
    assert found.lost[0] == 3 / 8
    assert found.shares.sum() == pytest.approx(1)
    assert found.zero[0] == 2 / 5
    nothing = np.full((1, 3), np.nan)
    found = histograms(nothing, *span_of(nothing))
    assert (found.lost[0], found.shares.sum(), found.outside[0]) == (1, 0, 0)


def test_one_stray_number_does_not_squeeze_the_others() -> None:
    values = np.random.RandomState(3).standard_normal((1, 1001))
    _, before = span_of(values)
    values[0, 500] = 1e9
    low, high = span_of(values)
    assert (low, high) == (-high, high)
    assert before[0] <= high[0] <= 10 * FAR
    assert histograms(values, low, high).outside[0] == pytest.approx(1 / 1001)


def test_few_numbers_have_no_strays() -> None:
    values = np.array([[0.1, -0.2, 0.1, -6.0, 0.3]])
    assert span_of(values)[1][0] == 10
    assert histograms(values, *span_of(values)).outside[0] == 0


def test_spans_suit_what_they_are_of() -> None:
    values = np.array([[0.2, 0.7]])
    spans = {
        name: tuple(float(end[0]) for end in span_of(values, ACTIVATIONS[name]))
        for name in ("relu", "tanh", "sigmoid", "selu")
    }
    assert spans == {"relu": (0, 1), "tanh": (-1, 1), "sigmoid": (0, 1), "selu": (-1, 1)}
    assert [end[0] for end in span_of(values)] == [-1, 1]


@pytest.mark.parametrize(
    ("size", "round_one"),
    [
        (0.0, 1),
        (1.0, 1),
        (1.01, 2),
        (2.0, 2),
        (1.1 - 0.9, 0.2),
        (0.5, 0.5),
        (6, 10),
        (9.99e-7, 1e-6),
        (1e300, 1e300),
    ],
)
def test_round_numbers_are_one_two_five(size: float, round_one: float) -> None:
    assert rounded_up(np.array([size]))[0] == pytest.approx(round_one, rel=1e-12)


def test_outputs_that_overflow_are_measured() -> None:
    run = _trained(activation="linear", gain=1000.0, hidden=(5,) * 49, iterations=1, record_every=1)
    assert run.shape == run.config.shape
    with np.errstate(all="raise"):
        found = distributions(run, run.drawable[1][:1] * 1e6, [0, 25, 49])
    assert np.isfinite(found.outputs.shares).all()
    assert found.outputs.lost[0, 2] == 1
