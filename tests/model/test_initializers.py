"""The draws that named schemes are made of: their statistics, their refusals, and LSUV."""

import math
import re
from typing import Any

import numpy as np
import pytest

from initcore import RunConfig
from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.data.loading import load
from initcore.model.activations import ACTIVATIONS
from initcore.model.base import Array, Layer
from initcore.model.initializers import LSUV_TOLERANCE, orthogonal, sparse, variance_scaling
from initcore.training.begin import initial_parameters

WIDE, TALL = Layer(fan_in=997, fan_out=101, index=1, depth=3), Layer(101, 997, 2, 3)


def _draw(scale: float, mode: str, distribution: str, layer: Layer = WIDE, seed: int = 7) -> Array:
    return variance_scaling(scale, mode, distribution)(np.random.RandomState(seed), layer)


@pytest.mark.parametrize("activation", ACTIVATIONS.names)
@pytest.mark.parametrize("bias", [{}, {"bias": "uniform"}, {"bias": "constant", "bias_value": 3.0}])
def test_lsuv_gives_every_layer_variance_1_on_the_training_data(
    activation: str, bias: dict[str, Any]
) -> None:
    config = RunConfig(
        initialization="lsuv", hidden=(31, 29, 23), activation=activation, dataset="digits", **bias
    )
    fed = load(config).train_inputs
    weights, biases = initial_parameters(config, lambda: fed)
    raw, _ = initial_parameters(
        RunConfig(**{**config.to_dict(), "initialization": "orthogonal"}), lambda: fed
    )
    act = ACTIVATIONS[activation]
    for weight, added, direction in zip(weights, biases, raw, strict=True):
        z = weight @ fed + added[:, None]
        assert abs(z.var() - 1) < LSUV_TOLERANCE
        ratio = weight / direction
        np.testing.assert_allclose(ratio, ratio[0, 0], rtol=1e-10)
        fed = np.empty_like(z) if act.keeps_z else z
        for call in act.apply(z, fed):
            call()


def _as_published(weights: list[Array], inputs: Array) -> list[Array]:
    """LSUV for relu as it was when it had no biases to look at."""
    scaled, fed = [], inputs
    for weight in weights:
        w = weight.copy()
        while abs(float((w @ fed).var()) - 1) >= LSUV_TOLERANCE:
            w /= math.sqrt(float((w @ fed).var()))
        fed = np.maximum(w @ fed, 0)
        scaled.append(w)
    return scaled


@pytest.mark.parametrize("bias", [{}, {"bias": "zeros"}, {"bias": "constant", "bias_value": 0.0}])
def test_lsuv_without_biases_starts_where_it_always_has_to_the_last_bit(bias: dict[str, Any]) -> None:
    config = RunConfig(initialization="lsuv", **bias)
    fed = load(config).train_inputs
    drawn, _ = initial_parameters(RunConfig(initialization="orthogonal"), lambda: fed)
    weights, _ = initial_parameters(config, lambda: fed)
    for mine, published in zip(weights, _as_published(drawn, fed), strict=True):
        assert mine.tobytes() == published.tobytes()


def test_lsuv_leaves_a_layer_alone_whose_outputs_do_not_vary() -> None:
    refine = INITIALIZATIONS["lsuv"].refine
    assert refine is not None
    [same] = refine([np.ones((3, 2))], [np.zeros(3)], np.zeros((2, 5)), ACTIVATIONS["relu"])
    assert np.array_equal(same, np.ones((3, 2)))


@pytest.mark.parametrize("layer", [WIDE, TALL, Layer(31, 31, 1, 1), Layer(1, 17, 1, 1), Layer(17, 1, 1, 1)])
def test_orthogonal_keeps_lengths(layer: Layer) -> None:
    w = orthogonal(1.5)(np.random.RandomState(3), layer)
    assert w.shape == (layer.fan_out, layer.fan_in)
    small = w @ w.T if layer.fan_out <= layer.fan_in else w.T @ w
    np.testing.assert_allclose(small, 2.25 * np.eye(len(small)), atol=1e-13)


def test_orthogonal_is_uniform_over_signs() -> None:
    signs = [orthogonal()(np.random.RandomState(seed), Layer(1, 1, 1, 1))[0, 0] for seed in range(400)]
    assert set(signs) == {-1.0, 1.0}
    assert 150 < sum(sign > 0 for sign in signs) < 250  # 5 standard errors


@pytest.mark.parametrize(("sparsity", "zeros"), [(0.5, 51), (0.1, 11), (0.0, 0), (1.0, 101)])
def test_sparse_has_its_zeros_in_every_column(sparsity: float, zeros: int) -> None:
    w = sparse(sparsity, 0.01)(np.random.RandomState(3), WIDE)
    assert ((w == 0).sum(axis=0) == zeros).all()


def test_modes_follow_the_fan_when_the_layer_is_turned() -> None:
    for one, other in (("fan_in", "fan_out"), ("fan_out", "fan_in"), ("fan_avg", "fan_avg")):
        wide, tall = _draw(2.0, one, "normal", WIDE), _draw(2.0, other, "normal", TALL)
        assert np.array_equal(wide.ravel(), tall.ravel())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((2.0, "fan_sum", "normal"), "`mode` must be one of fan_in, fan_out, fan_avg; got 'fan_sum'"),
        (
            (2.0, "fan_in", "cauchy"),
            "`distribution` must be normal, uniform or truncated_normal; got 'cauchy'",
        ),
        ((0.0, "fan_in", "normal"), "`scale` must be above 0; got 0.0"),
        ((-1.0, "fan_in", "uniform"), "`scale` must be above 0; got -1.0"),
        ((math.nan, "fan_in", "normal"), "`scale` must be above 0; got nan"),
    ],
)
def test_variance_scaling_refuses(arguments: tuple[float, str, str], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        variance_scaling(*arguments)
