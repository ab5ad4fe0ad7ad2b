"""The same training in other hands: plain numpy, scikit-learn, C, PyTorch, JAX.

Each function takes configs that differ in their start alone and returns what trains them all for a
number of iterations, by full-batch gradient descent in float64; None where its framework, or a
compiler, is not installed. All begin from the weights the core begins from.
"""

import ctypes
import importlib.util
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from initcore import RunConfig, begin
from initcore.data.loading import load
from initcore.model.base import Array
from initcore.model.network import matrices
from tests.bench import plain
from tests.bench.rounds import Contender

HERE = Path(__file__).parent


def _layers(configs: Sequence[RunConfig]) -> list[Array]:
    """The stacked parameters (R, fan_out, fan_in + 1) of every layer, the bias in the last column."""
    theta = np.stack([run.theta for run in begin(configs).runs])
    return [matrix.copy() for matrix in matrices(configs[0].shape, theta)]


def plain_loop(config: RunConfig, iterations: int) -> Contender:
    data = load(config)
    labels = data.train_labels[None]
    if config.class_count > 2:
        labels = np.eye(config.class_count)[data.train_labels.astype(int)].T
    parameters: dict[str, Array] = {}
    for number, layer in enumerate(_layers([config]), 1):
        parameters |= {f"W{number}": layer[0, :, :-1].copy(), f"b{number}": layer[0, :, -1:].copy()}
    model = plain.model if len(config.hidden) == 2 else plain.deep_model
    return lambda: model(data.train_inputs, labels, parameters, config.learning_rate, iterations)


def classifier(config: RunConfig, iterations: int) -> Contender:
    data = load(config)
    made = MLPClassifier(
        config.hidden,
        solver="sgd",
        alpha=0,
        batch_size=data.train_labels.size,
        learning_rate_init=config.learning_rate,
        max_iter=iterations,
        shuffle=False,
        random_state=3,
        tol=0,
        momentum=0,
        nesterovs_momentum=False,
        n_iter_no_change=iterations,
    )
    inputs, labels = np.ascontiguousarray(data.train_inputs.T), data.train_labels

    def fit() -> None:
        # It warns that it stopped because the iterations asked for were done.
        with pytest.warns(ConvergenceWarning, match="Maximum iterations"):
            made.fit(inputs, labels)

    return fit


def c_loop(source: str, config: RunConfig, iterations: int) -> Contender | None:
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    folder = tempfile.mkdtemp()
    library = Path(folder) / "loop.so"
    flags = ["-O3", "-march=native", "-ffast-math", "-shared", "-fPIC"]
    subprocess.run([compiler, *flags, HERE / source, "-o", library, "-lm"], check=True)
    train = ctypes.CDLL(str(library)).train
    shutil.rmtree(folder)
    pointer = ctypes.c_void_p
    train.argtypes = [pointer, pointer, pointer, ctypes.c_int, ctypes.c_double, ctypes.c_int, pointer]
    data = load(config)
    first = np.concatenate(
        [part.ravel() for layer in _layers([config]) for part in (layer[0, :, :-1], layer[0, :, -1])]
    )
    inputs, labels = np.array(data.train_inputs), np.array(data.train_labels)
    m = labels.size
    work = np.empty(32 * m)

    def run() -> Array:
        weights = first.copy()
        arrays = [array.ctypes.data for array in (weights, inputs, labels)]
        train(*arrays, m, config.learning_rate, iterations, work.ctypes.data)
        return weights

    return run


def torch_eager(configs: Sequence[RunConfig], iterations: int) -> Contender | None:
    if importlib.util.find_spec("torch") is None:
        return None
    import torch

    torch.set_num_threads(1)
    data, rate = load(configs[0]), configs[0].learning_rate
    inputs = torch.tensor(np.array(data.train_inputs))
    labels = torch.tensor(np.array(data.train_labels))
    first = [torch.tensor(layer) for layer in _layers(configs)]

    def cost(layers: list[Any]) -> Any:
        a = inputs.expand(len(configs), *inputs.shape)
        for layer in layers[:-1]:
            a = torch.relu(torch.baddbmm(layer[:, :, -1:], layer[:, :, :-1], a))
        z = torch.baddbmm(layers[-1][:, :, -1:], layers[-1][:, :, :-1], a)
        if z.shape[1] == 1:
            return torch.nn.functional.softplus(torch.where(labels == 1, -z, z)).mean(dim=(1, 2)).sum()
        chosen = labels.long().expand(len(configs), -1)
        return torch.nn.functional.cross_entropy(z, chosen, reduction="none").mean(dim=1).sum()

    def run() -> list[Any]:
        layers = [layer.clone().requires_grad_() for layer in first]
        for _ in range(iterations):
            gradients = torch.autograd.grad(cost(layers), layers)
            with torch.no_grad():
                for layer, gradient in zip(layers, gradients, strict=True):
                    layer -= rate * gradient
        return layers

    return run


def jax_scan(configs: Sequence[RunConfig], iterations: int) -> tuple[Contender, float] | None:
    """The contender, compiled, and the seconds that compiling took; records as the core does."""
    if importlib.util.find_spec("jax") is None:
        return None
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    data, rate = load(configs[0]), configs[0].learning_rate
    inputs, labels = jnp.asarray(data.train_inputs), jnp.asarray(data.train_labels)
    first = [jnp.asarray(layer) for layer in _layers(configs)]

    def cost(layers: list[Any]) -> Any:
        a = inputs
        for layer in layers[:-1]:
            a = jax.nn.relu(layer[:, :-1] @ a + layer[:, -1:])
        z = layers[-1][:, :-1] @ a + layers[-1][:, -1:]
        if z.shape[0] == 1:
            return jax.nn.softplus(jnp.where(labels == 1, -z, z)).mean()
        chosen = jnp.take_along_axis(z, labels.astype(int)[None], axis=0)
        return (jax.nn.logsumexp(z, axis=0) - chosen[0]).mean()

    step, costs, every = jax.vmap(jax.grad(cost)), jax.vmap(cost), configs[0].record_every

    def loop(layers: list[Any]) -> list[Any]:
        def body(now: list[Any], _: Any) -> tuple[list[Any], None]:
            return [layer - rate * gradient for layer, gradient in zip(now, step(now), strict=True)], None

        def stride(now: list[Any], _: Any) -> tuple[list[Any], Any]:
            return jax.lax.scan(body, now, None, length=every)[0], (costs(now), now)

        return jax.lax.scan(stride, layers, None, length=iterations // every)[0]

    start = time.perf_counter()
    compiled = jax.jit(loop).lower(first).compile()
    took = time.perf_counter() - start
    return lambda: jax.block_until_ready(compiled(first)), took
