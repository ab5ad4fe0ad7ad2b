"""What runs are called, and what their configs say, in a few words."""

from collections.abc import Iterator
from itertools import chain, groupby

from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.data.datasets import DATASETS
from initcore.data.extras import EXTRAS
from initcore.experiment.config import RunConfig
from initcore.experiment.values import REPEATED, text_of
from initcore.model.activations import ACTIVATIONS
from initcore.model.formula import parse
from initcore.model.optimizers import OPTIMIZERS
from initcore.words.numbers import percent_set, setting, spaced
from initcore.words.phrases import listed


def label(config: RunConfig) -> str:
    """What a run is called beside others: its initialization, and whatever overrides that."""
    record = INITIALIZATIONS[config.initialization]
    name = sigma_text(config) if record.takes_formula else record.label
    if config.gain != 1:
        name = f"{name} × {setting(config.gain)}"
    return ", ".join((name, *_overrides(config)))


def sigma_text(config: RunConfig) -> str:
    """The standard deviation of a run drawn by a formula, ready for its gain to be put behind it."""
    return f"σ = {config.formula if config.gain == 1 else parse(config.formula).factor}"


def formula_text(config: RunConfig) -> str:
    """What the weights of a run are, in one line: its initialization's formula and what overrides it."""
    record = INITIALIZATIONS[config.initialization]
    plain = record.plain if not record.takes_formula else f"W = randn × {parse(config.formula).factor}"
    times = [f"W × {setting(config.gain)}"] if config.gain != 1 else []
    return "; ".join((plain, *times, *_overrides(config)))


def _overrides(config: RunConfig) -> Iterator[str]:
    """What a config changes of its initialization, in a few words each."""
    if config.bias == "constant":
        yield f"biases {setting(config.bias_value)}"
    elif config.bias != "scheme":
        yield f"biases {config.bias}"
    if config.layer_gains:
        yield f"gains {_gains(config.layer_gains)}"
    if config.zero_last:
        yield "last layer 0"


def _gains(gains: tuple[float, ...]) -> str:
    """Gains layer by layer, equal ones in a row told once: 30 × 1, 0.1."""
    groups = [(len(list(group)), setting(gain)) for gain, group in groupby(gains)]
    parts = [[f"{count} × {gain}"] if count >= REPEATED else [gain] * count for count, gain in groups]
    return ", ".join(chain.from_iterable(parts))


def describe(config: RunConfig, seeds: int = 1) -> str:
    """What a config says beside where it starts, in one line, trained with so many seeds."""
    network = _network(config)
    activation = ACTIVATIONS[config.activation].label
    steps = f"{spaced(config.iterations)} iterations"
    first = config.weights_seed
    seed = f"weights seed {first}" if seeds == 1 else f"{seeds} weights seeds from {first}"
    return " · ".join((network, activation, _data(config), _training(config), steps, seed))


def _network(config: RunConfig) -> str:
    """The units of its layers: 2-10-5-1 network; 2-16-…-16-1 network, 10 hidden layers."""
    hidden, count = text_of(config.hidden), len(config.hidden)
    if count > 2 and len(set(config.hidden)) == 1:
        hidden = f"{config.hidden[0]}-…-{config.hidden[0]}"
    deep = f", {count} hidden layers" if count > 2 else ""
    return f"{config.inputs}-{hidden}-{config.widths[-1]} network{deep}"


def _data(config: RunConfig) -> str:
    """The data in a few words."""
    record = DATASETS[config.dataset]
    parts = [record.label if record.real else record.label.lower()]
    if not record.real:
        parts += [f"{spaced(config.samples)} points", f"noise {setting(config.noise)}"]
    if config.classes > 2:
        parts.append(f"{config.classes} classes")
    if config.balance != 1:
        parts.append(f"class 0 × {setting(config.balance)}")
    if config.label_noise:
        parts.append(f"{percent_set(config.label_noise)} of labels wrong")
    if config.standardize != "auto":
        parts.append("standardised" if config.standardized else "not standardised")
    if config.extra_inputs:
        called = [EXTRAS[name].called() for name in config.extra_inputs]
        parts.append(f"extra input{'s' * (len(called) > 1)} {listed(called)}")
    return ", ".join(parts)


def _training(config: RunConfig) -> str:
    """The optimizer in a few words."""
    record = OPTIMIZERS[config.optimizer]
    momentum = f" {setting(config.momentum)}" if record.takes_momentum else ""
    parts = [f"{record.label}{momentum}", f"rate {setting(config.learning_rate)}"]
    if config.batch_size:
        parts.append(f"batches of {config.batch_size}")
    if config.l2:
        parts.append(f"L2 {setting(config.l2)}")
    return ", ".join(parts)
