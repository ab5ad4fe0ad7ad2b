"""Other frameworks, where they are installed: their gradients, and weights made by the catalogue's code."""

import importlib
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import stats

from initcore import RunConfig
from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.data.loading import load
from initcore.model.activations import ACTIVATIONS
from initcore.model.base import Array, Layer
from initcore.model.network import Stack, matrices, pack
from initcore.training.begin import initial_parameters
from tests.helpers.laws import FIXED, LAWS

LAYER = Layer(fan_in=499, fan_out=211, index=1, depth=3)


def _module(name: str) -> Any:
    """A framework, or the test is skipped and says which one it needs."""
    return pytest.importorskip(name, reason=f"{name} is not installed")


def _torch(code: str) -> Array:
    torch = _module("torch")
    torch.manual_seed(7)
    w = torch.empty(LAYER.fan_out, LAYER.fan_in)
    names = {"nn": torch.nn, "w": w, "fan_in": LAYER.fan_in, "fan_out": LAYER.fan_out}
    made = eval(code, names)
    return (made.weight if isinstance(made, torch.nn.Linear) else w).detach().numpy()


def _jax(code: str) -> Array:
    jax = _module("jax")
    made = eval(code, {"jax": jax})
    return np.asarray(made(jax.random.PRNGKey(7), (LAYER.fan_in, LAYER.fan_out))).T


def _keras(code: str) -> Array:
    keras = _module("keras")
    keras.utils.set_random_seed(7)
    made = eval(code, {"keras": keras, "fan_in": LAYER.fan_in, "fan_out": LAYER.fan_out})
    if isinstance(made, keras.layers.Layer):
        made.build((None, LAYER.fan_in))
        return np.asarray(made.kernel).T
    return np.asarray(made((LAYER.fan_in, LAYER.fan_out))).T


MAKERS: dict[str, Callable[[str], Array]] = {"PyTorch": _torch, "JAX": _jax, "Keras": _keras}
LINES = [
    pytest.param(record.name, one.framework, one.code, id=f"{record.name}-{one.framework}")
    for record in INITIALIZATIONS
    for one in record.elsewhere
    if one.framework in MAKERS
]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(("name", "framework", "code"), LINES)
def test_the_line_of_code_makes_the_same_weights(name: str, framework: str, code: str) -> None:
    drawn = MAKERS[framework](code)
    assert drawn.shape == (LAYER.fan_out, LAYER.fan_in)
    mine = INITIALIZATIONS[name].draw(np.random.RandomState(3), LAYER)
    if name in LAWS:
        law = LAWS[name].law(LAYER)
        # Seeds are fixed. A float32 has 7 digits, which moves no rank that counts.
        assert stats.kstest(drawn.ravel(), law.cdf).pvalue > 1e-4
        assert abs(drawn.std() / law.std() - 1) < 0.01
        assert abs(drawn.std() / mine.std() - 1) < 0.02
    elif name in FIXED or name == "identity":
        np.testing.assert_allclose(drawn, mine, rtol=1e-7)
    elif name == "sparse":
        assert ((drawn == 0).sum(axis=0) == (mine == 0).sum(axis=0)).all()
        assert abs(drawn[drawn != 0].std() / mine[mine != 0].std() - 1) < 0.02
    else:
        # Rows that are orthogonal and of one length, in 7 digits.
        length = mine[0] @ mine[0]
        np.testing.assert_allclose(drawn @ drawn.T, length * np.eye(LAYER.fan_out), atol=1e-5)


@pytest.mark.parametrize("name", ["torch_linear", "keras_dense"])
def test_a_layers_biases_are_its_frameworks(name: str) -> None:
    config = RunConfig(initialization=name, hidden=(499, 499, 499))
    mine = np.concatenate(initial_parameters(config, lambda: load(config).train_inputs)[1][1:])
    if name == "keras_dense":
        layer = _module("keras").layers.Dense(499)
        layer.build((None, 499))
        assert not np.asarray(layer.bias).any()
        assert not mine.any()
        return
    torch = _module("torch")
    theirs = torch.cat([torch.nn.Linear(499, 499).bias for _ in range(4)]).detach().numpy()
    limit = 1 / math.sqrt(499)
    for biases in (mine, theirs):
        assert stats.kstest(biases, stats.uniform(-limit, 2 * limit).cdf).pvalue > 1e-4


TORCH_NAMES = {
    "relu": "relu",
    "leaky_relu": "leaky_relu",
    "elu": "elu",
    "selu": "selu",
    "gelu": "gelu",
    "silu": "silu",
    "tanh": "tanh",
    "sigmoid": "sigmoid",
    "softplus": "softplus",
    "softsign": "softsign",
}
OUTPUTS: dict[str, dict[str, Any]] = {
    "sigmoid": {"dataset": "moons"},
    "softmax": {"dataset": "blobs", "classes": 4, "noise": 0.2},
}


def test_every_activation_has_its_name_in_pytorch() -> None:
    assert {*TORCH_NAMES, "linear"} == set(ACTIVATIONS.names)


@pytest.mark.parametrize("activation", ACTIVATIONS.names)
@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("depth", [1, 3, 20])
def test_pytorchs_gradients_are_the_same(activation: str, output: str, depth: int) -> None:
    torch = _module("torch")
    functional = importlib.import_module("torch.nn.functional")
    config = RunConfig(activation=activation, hidden=(7,) * depth, samples=53, **OUTPUTS[output])
    shape, data = config.shape, load(config)
    theta = pack(shape, *initial_parameters(config, lambda: data.train_inputs))[None]
    theta[:, :] += np.random.RandomState(3).standard_normal(theta.shape) * 0.1
    mine = Stack(shape, theta, data.train_inputs, data.train_labels).true_gradient()
    layers = [torch.tensor(matrix[0], requires_grad=True) for matrix in matrices(shape, theta)]
    a = torch.tensor(np.array(data.train_inputs))
    for place, layer in enumerate(layers):
        a = layer[:, :-1] @ a + layer[:, -1:]
        if place < len(layers) - 1 and activation != "linear":
            a = getattr(functional, TORCH_NAMES[activation])(a)
    labels = torch.tensor(np.array(data.train_labels))
    if config.class_count == 2:
        cost = functional.binary_cross_entropy_with_logits(a[0], labels)
    else:
        cost = functional.cross_entropy(a.T, labels.long())
    cost.backward()
    for matrix, layer in zip(matrices(shape, mine), layers, strict=True):
        # Sums of 53 terms in another order, over up to 21 layers, against the gradient's largest number.
        theirs = layer.grad.numpy()
        np.testing.assert_allclose(matrix[0], theirs, rtol=1e-9, atol=1e-11 * np.abs(theirs).max())
