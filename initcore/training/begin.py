"""The state before the first iteration: initial parameters, and the cost there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields

import numpy as np

from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.data.loading import load
from initcore.experiment.config import START, RunConfig
from initcore.model.activations import ACTIVATIONS
from initcore.model.base import Array, Initialization, Layer, layers_of
from initcore.model.formula import parse
from initcore.model.initializers import deviation, uniform_by_fan
from initcore.model.network import Stack, pack
from initcore.training.descent import slot_count
from initcore.training.trajectory import Trajectory


@dataclass(frozen=True)
class State:
    """Runs in training: small, picklable, and all that `advance` needs."""

    runs: tuple[Trajectory, ...]

    @property
    def done(self) -> bool:
        """Whether every run has diverged or come to its end."""
        return all(run.done for run in self.runs)


_OF_ONE_RUN = {*START, "twin", "weights_seed", "learning_rate", "iterations"}
_SHARED = tuple(field.name for field in fields(RunConfig) if field.name not in _OF_ONE_RUN)


def lockstep_key(config: RunConfig) -> tuple[object, ...]:
    """What runs must share to be trained by the same batched calls: all but start, rate and length."""
    return tuple(getattr(config, name) for name in _SHARED)


def begin(configs: Iterable[RunConfig]) -> State:
    """The state before the first iteration: initial parameters and the cost there."""
    return State(tuple(_begun(config) for config in configs))


def _begun(config: RunConfig) -> Trajectory:
    weights, biases = initial_parameters(config, lambda: load(config).train_inputs)
    return begun_at(config, pack(config.shape, weights, biases))


def begun_at(config: RunConfig, theta: Array) -> Trajectory:
    """The run of that config before its first iteration, started from parameters theta (P,)."""
    shape, zero, data = config.shape, np.zeros(1, np.int64), load(config)
    slots = np.zeros((slot_count(config), shape.size))
    stack = Stack(shape, theta[None], data.train_inputs, data.train_labels)
    return Trajectory(
        config=config,
        iteration=0,
        theta=theta,
        slots=slots,
        iterations=zero,
        costs=stack.costs(),
        train_accuracies=stack.accuracies(),
        kept=zero,
        frames=theta[None].copy(),
        slot_frames=slots[None].copy(),
    )


def initial_parameters(config: RunConfig, inputs: Callable[[], Array]) -> tuple[list[Array], list[Array]]:
    """What a run starts from: weights (fan_out, fan_in) and biases (fan_out,), one of each a layer.

    One `RandomState(seed)` stream, layers drawn in order, as in the course; numpy has frozen that
    stream (NEP 19), so the matrices are the same on every machine. `inputs` gives the training
    inputs (n_in, m) to schemes that look at them. Gains multiply weights, not biases.

    >>> initial_parameters(RunConfig(hidden=(4,)), lambda: None)[0][0][0].round(8).tolist()
    [1.78862847, 0.43650985]
    """
    record = INITIALIZATIONS[config.initialization]
    stream, layers = np.random.RandomState(config.weights_seed), layers_of(config.widths)
    draw = deviation(parse(config.formula)) if record.takes_formula else record.draw
    weights = [draw(stream, layer) for layer in layers]
    biases = _biases(config, record, layers)
    if record.refine is not None:
        weights = record.refine(weights, biases, inputs(), ACTIVATIONS[config.activation])
    gains = config.layer_gains or (1.0,) * len(layers)
    weights = [weight * config.gain * gain for weight, gain in zip(weights, gains, strict=True)]
    if config.zero_last:
        weights[-1] = np.zeros_like(weights[-1])
    if config.twin:
        weights, biases = [_moved(w) for w in weights], [_moved(b) for b in biases]
    return weights, biases


def _biases(config: RunConfig, record: Initialization, layers: list[Layer]) -> list[Array]:
    stream = np.random.RandomState([config.weights_seed, 1])
    if config.bias == "scheme" and record.bias is not None:
        return [record.bias(stream, layer) for layer in layers]
    if config.bias == "uniform":
        draw = uniform_by_fan(1 / 3, "fan_in")
        return [draw(stream, layer) for layer in layers]
    value = config.bias_value if config.bias == "constant" else 0.0
    return [np.full(layer.fan_out, value) for layer in layers]


def _moved(values: Array) -> Array:
    """Every value one unit in the last place up; zeros, which have no last place, stay."""
    return np.where(values == 0, values, np.nextafter(values, np.inf))
