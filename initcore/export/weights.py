"""Initial and final parameters as an npz that numpy reads without unpickling anything."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from initcore.experiment.experiment import Group
from initcore.model.base import Array
from initcore.training.trajectory import Trajectory


def weights_npz(names: Sequence[str], groups: Sequence[Group[Trajectory]]) -> bytes:
    """The parameters of every run, each group under its name, as a compressed npz.

    `He/seed3/W1` (fan_out, fan_in) and `He/seed3/b1` (fan_out, 1) are the first layer's as far as
    the run has come, `He/seed3/initial/W1` where it started. `He/seed3/config` is its config as JSON
    and `He/seed3/iteration` how far it has come; twins are under `He/seed3/twin/`.
    """
    members: dict[str, Any] = {}
    for name, group in zip(names, groups, strict=True):
        for twin, runs in (("", group.items), ("twin/", group.twins)):
            for run in runs:
                # In a zip a slash parts folders, and a formula may have one.
                start = f"{name.replace('/', '÷')}/seed{run.config.weights_seed}/{twin}"
                members |= dict(_members(start, run))
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **members)
    return buffer.getvalue()


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
