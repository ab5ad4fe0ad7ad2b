"""Random runs: every setting is drawn, within what trains in seconds."""

import math
from collections.abc import Callable
from random import Random
from typing import TypeVar

from initcore import RunConfig
from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.data.datasets import DATASETS
from initcore.data.loading import training_size
from initcore.experiment.values import ConfigError
from initcore.model.activations import ACTIVATIONS
from initcore.model.optimizers import OPTIMIZERS

Value = TypeVar("Value")

MOST_WORK = 1.5e8
"""Parameters times examples times iterations of one run: some tenths of a second."""

DEPTHS = (1, 1, 1, 2, 2, 2, 2, 3, 3, 4, 6, 10, 15, 20)
WIDTHS = (2, 3, 4, 6, 8, 10, 10, 16, 16, 24, 32, 64)
LENGTHS = (200, 500, 500, 1000, 2000, 2000, 3000, 5000)
FORMULAS = ("0.01", "1", "sqrt(2 / fan_in)", "1 / fan_in", "sqrt(3 / (fan_in + fan_out))", "0.5 / layer")


def drawn(seed: int, count: int) -> list[RunConfig]:
    """That many runs, no two alike; the same ones for the same seed."""
    stream = Random(seed)
    found: dict[str, RunConfig] = {}
    while len(found) < count:
        try:
            config = _one(stream)
        except ConfigError:  # a formula may have no value at a width, digits take more than two units
            continue
        if _work(config) <= MOST_WORK:
            found.setdefault(config.key, config)
    return list(found.values())


def _work(config: RunConfig) -> float:
    return float(config.shape.size * (config.batch_size or training_size(config)) * config.iterations)


def _one(stream: Random) -> RunConfig:
    width, depth = stream.choice(WIDTHS), stream.choice(DEPTHS)
    tapered = depth <= 3 and stream.random() < 0.3
    hidden = tuple(max(2, width >> layer) if tapered else width for layer in range(depth))
    dataset = stream.choice([one.name for one in DATASETS if not one.uploaded])
    iterations = stream.choice(LENGTHS)
    return RunConfig(
        initialization=stream.choice([one.name for one in INITIALIZATIONS]),
        gain=_seldom(stream, 0.25, 1.0, lambda: _figure(10 ** stream.uniform(-1, 1))),
        formula=stream.choice(FORMULAS),
        bias=_seldom(stream, 0.2, "scheme", lambda: stream.choice(["zeros", "constant", "uniform"])),
        bias_value=stream.choice([0.01, 0.1, 1.0, -0.5]),
        zero_last=stream.random() < 0.04,
        layer_gains=_seldom(
            stream, 0.04, (), lambda: tuple(stream.choice([0.5, 1.0, 2.0, 5.0]) for _ in range(depth + 1))
        ),
        twin=stream.random() < 0.05,
        hidden=hidden,
        activation=stream.choice([one.name for one in ACTIVATIONS]),
        dataset=dataset,
        samples=stream.choice([60, 100, 100, 200, 300]),
        test_samples=stream.choice([50, 100, 200]),
        noise=_seldom(stream, 0.4, 0.05, lambda: _figure(stream.uniform(0, 0.3))),
        balance=_seldom(stream, 0.25, 1.0, lambda: stream.choice([0.5, 2.0, 5.0])),
        label_noise=_seldom(stream, 0.12, 0.0, lambda: stream.choice([0.05, 0.1, 0.2])),
        classes=_seldom(stream, 0.5, 2, lambda: stream.randint(2, DATASETS[dataset].most_classes)),
        standardize=_seldom(stream, 0.2, "auto", lambda: stream.choice(["yes", "no"])),
        data_seed=stream.randrange(1000),
        test_seed=stream.randrange(1000),
        weights_seed=stream.randrange(1000),
        optimizer=stream.choice([one.name for one in OPTIMIZERS]),
        learning_rate=_figure(math.exp(stream.uniform(math.log(3e-4), math.log(1.0)))),
        momentum=_seldom(stream, 0.2, 0.9, lambda: stream.choice([0.5, 0.99])),
        batch_size=_seldom(stream, 0.35, 0, lambda: stream.choice([8, 16, 32, 64])),
        batch_seed=stream.randrange(10),
        l2=_seldom(stream, 0.2, 0.0, lambda: stream.choice([0.01, 0.1, 1.0, 3.0])),
        iterations=iterations,
        record_every=max(1, iterations // 100),
    )


def _seldom(stream: Random, share: float, usual: Value, other: Callable[[], Value]) -> Value:
    """The usual value, or in that share of cases another one."""
    return other() if stream.random() < share else usual


def _figure(value: float) -> float:
    return float(f"{value:.2g}")
