"""Initial and final parameters as an npz that numpy reads without unpickling anything.

It is whole in itself: what was done to the inputs, which examples were trained on, and how the layers
follow each other are in it, so that the weights can be used on raw data anywhere.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from initcore.data.datasets import DATASETS
from initcore.data.extras import EXTRAS
from initcore.data.loading import load
from initcore.experiment.config import RunConfig
from initcore.experiment.experiment import Group
from initcore.model.base import Array
from initcore.training.trajectory import Trajectory

_WORKED_OUT = "; ".join(f"{record.name} is {record.code}" for record in EXTRAS)

READ_ME = f"""\
Init Lab: weights of trained networks, to be used on raw data.

x is (features, examples), in the order of data/feature_names where there is one.
A missing value of x is data/fill; where that is nan, none was missing.
Where there is data/extra_inputs, these come as further rows under the two of x, x1 and x2, in that order:
{_WORKED_OUT}.
a = (x - data/mean) / data/deviation
for each layer 1, 2, ... of a run, such as He/seed3: z = W @ a + b, and but for the last a = activation(z);
data/activation is its name. One output: class 1 where z > 0, with probability 1 / (1 + exp(-z)).
Several: the class of the largest, with softmax(z) as probabilities. Classes are numbers from 0;
data/class_names says what they are called.

data/train_rows and data/test_rows are the rows of the data, 0 the first, that were trained and tested on,
where the data are split; data that are made are here themselves, raw, as data/train_inputs,
data/train_labels, data/test_inputs and data/test_labels.

initial/ is where a run started, iteration how far it has come, config its settings as JSON, and twin/ the
same run from one unit in the last place away.
"""
"""What the file says of itself."""


def weights_npz(names: Sequence[str], groups: Sequence[Group[Trajectory]]) -> bytes:
    """The parameters of every run, each group under its name, as a compressed npz.

    `He/seed3/W1` (fan_out, fan_in) and `He/seed3/b1` (fan_out, 1) are the first layer's as far as
    the run has come, `He/seed3/initial/W1` where it started. `He/seed3/config` is its config as JSON
    and `He/seed3/iteration` how far it has come; twins are under `He/seed3/twin/`. What all share is under
    `data/`, as `READ_ME`, which is in the file, says.
    """
    members: dict[str, Any] = {"read_me": np.array(READ_ME)}
    members |= {f"data/{name}": array for name, array in _data(groups[0].items[0].config).items()}
    for name, group in zip(names, groups, strict=True):
        for twin, runs in (("", group.items), ("twin/", group.twins)):
            for run in runs:
                # In a zip a slash parts folders, and a formula may have one.
                start = f"{name.replace('/', '÷')}/seed{run.config.weights_seed}/{twin}"
                members |= dict(_members(start, run))
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **members)
    return buffer.getvalue()


def _data(config: RunConfig) -> dict[str, NDArray[Any]]:
    """What leads from raw data to what the networks are fed, and which examples are which, by name."""
    data = load(config)
    shared: dict[str, NDArray[Any]] = {
        "mean": data.mean[:, None],
        "deviation": data.deviation[:, None],
        "fill": data.fill[:, None],
        "activation": np.array(config.activation),
    }
    if data.extra_inputs:
        shared["extra_inputs"] = np.array(data.extra_inputs)
    if data.feature_names:
        shared |= {"feature_names": np.array(data.feature_names), "class_names": np.array(data.class_names)}
    if DATASETS[config.dataset].real:
        return {**shared, "train_rows": data.train_rows, "test_rows": data.test_rows}
    raw = load(replace(config, standardize="no", extra_inputs=()))
    for name in ("train_inputs", "train_labels", "test_inputs", "test_labels"):
        shared[name] = getattr(raw, name)
    return shared


def _members(start: str, run: Trajectory) -> Iterator[tuple[str, Any]]:
    """What one run leaves, by name."""
    for part, (weights, biases) in (("", _last(run)), ("initial/", (run.weights(0), run.biases(0)))):
        for layer, (weight, bias) in enumerate(zip(weights, biases, strict=True), start=1):
            yield f"{start}{part}W{layer}", weight
            yield f"{start}{part}b{layer}", bias
    yield f"{start}iteration", np.array(run.iteration)
    yield f"{start}config", np.array(run.config.to_json())


def _last(run: Trajectory) -> tuple[list[Array], list[Array]]:
    """The parameters as far as the run has come, which may lie between two records."""
    ended = run.closed(run.config)
    return ended.weights(-1), ended.biases(-1)
