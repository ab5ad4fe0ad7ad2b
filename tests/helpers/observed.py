"""Small runs for the diagnosis: trained, from given parameters, or with other costs on record."""

from dataclasses import replace
from typing import Any

import numpy as np

from initcore import RunConfig, State, Trajectory, advance, begin, train
from initcore.measures import ahead
from initcore.model.base import Array
from initcore.training.begin import begun_at
from tests.helpers.units import with_dead

SETTINGS: dict[str, Any] = {"hidden": (7, 5), "samples": 43, "test_samples": 29, "iterations": 300}

SOUND: dict[str, Any] = {
    "activation": "tanh",
    "initialization": "xavier",
    "optimizer": "adam",
    "learning_rate": 0.05,
    "iterations": 600,
}
"""Settings of a run that separates its classes."""

STEADY = list(range(0, 1001, 50))
"""The recorded iterations of a run of 1000."""


def config_of(**settings: Any) -> RunConfig:
    return RunConfig(**{**SETTINGS, **settings})


def trained(**settings: Any) -> Trajectory:
    return train([config_of(**settings)])[0]


def started(config: RunConfig, theta: Array) -> Trajectory:
    """A run that starts from theta (P,), whatever its config's initialization says, trained to its end."""
    return advance(State((begun_at(config, theta),)), config.iterations).runs[0]


def start_of(**settings: Any) -> Array:
    """The parameters (P,) that a run starts from."""
    return begin([config_of(**settings)]).runs[0].theta.copy()


def with_costs(costs: list[float], iterations: list[int], **settings: Any) -> Trajectory:
    """A real run with other costs on record; its parameters and start stay sound."""
    run = trained(**{"activation": "tanh", "iterations": iterations[-1], "learning_rate": 0.01, **settings})
    return _on_record(run, costs, iterations)


def standing(costs: list[float], **settings: Any) -> Trajectory:
    """A run of 1000 iterations with those costs on record that is where it started."""
    [run] = begin([config_of(iterations=1000, **settings)]).runs
    return _on_record(replace(run, iteration=1000), costs, STEADY)


def _on_record(run: Trajectory, costs: list[float], iterations: list[int]) -> Trajectory:
    made = replace(
        run,
        iterations=np.array(iterations),
        costs=np.array(costs),
        train_accuracies=np.zeros(len(costs)),
    )
    # Where real parameters lead says nothing of made up costs.
    ahead._known.once(made, lambda: None)
    ahead._trained_on.once(made, lambda: None)
    return made


def killed(run: Trajectory, *counts: int) -> Trajectory:
    """The run with so many units of each hidden layer dead at its end, and not before."""
    theta = with_dead(run.shape, run.theta, counts)
    frames = run.frames if run.kept[-1] != run.iteration else run.frames[:-1]
    return replace(run, theta=theta, kept=run.kept[: len(frames)], frames=frames)
