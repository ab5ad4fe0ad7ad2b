"""The network unit by unit, held against loops that take one unit and one point at a time."""

from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, Trajectory, train
from initcore.data.loading import load
from initcore.data.projection import plane_of
from initcore.figures.maps import extent
from initcore.figures.units import DEAD, MOST_LAYERS, MOST_UNITS, SATURATED, SOUND, part_of, units_of
from initcore.model.network import Shape, activations, pack

SETTINGS: dict[str, Any] = {"hidden": (7, 5), "samples": 43, "test_samples": 29, "iterations": 110}


def _trained(**settings: Any) -> Trajectory:
    return train([RunConfig(**{**SETTINGS, **settings})])[0]


def _points(run: Trajectory, side: int) -> np.ndarray:
    """The middles of a map's cells, one at a time."""
    data = load(run.config)
    left, right, bottom, top = extent(data)
    step_x, step_y = (right - left) / side, (top - bottom) / side
    places = [
        (left + step_x * (column + 0.5), top - step_y * (row + 0.5))
        for row in range(side)
        for column in range(side)
    ]
    return plane_of(data).lifted(np.array(places).T)


EXTRA = {"dataset": "moons", "extra_inputs": ("x1sq", "x1x2", "sinx2"), "standardize": "yes"}


@pytest.mark.parametrize(
    "settings", [{}, {"activation": "tanh"}, {"dataset": "iris", "hidden": (17, 3)}, EXTRA]
)
def test_maps_are_the_units_outputs_over_the_plane(settings: dict[str, Any]) -> None:
    run = _trained(**settings)
    part, theta = part_of(run.shape), run.drawable[1]
    found = units_of(part, theta, load(run.config))
    assert part.widths == tuple(min(width, MOST_UNITS) for width in run.shape.widths)
    layers = activations(run.shape, theta, _points(run, part.side))
    outputs = np.concatenate([layer[:, :n] for layer, n in zip(layers, part.widths[1:], strict=True)], axis=1)
    assert found["maps"].shape == (len(theta), part.units, part.side, part.side)
    for frame in (0, len(theta) - 1):
        for unit in range(part.units):
            values, reach = outputs[frame, unit], found["reach"][frame, unit]
            assert reach == pytest.approx(np.abs(values).max())
            drawn = (found["maps"][frame, unit].ravel().astype(float) - 127) / 127 * reach
            assert np.abs(drawn - values).max() <= reach / 127 * 0.501


def test_edges_and_numbers_are_the_units_own() -> None:
    run = _trained(hidden=(17, 3), weights_seed=5, bias="uniform")
    theta, data = run.drawable[1], load(run.config)
    found = units_of(part_of(run.shape), theta, data)
    outputs = activations(run.shape, theta, data.train_inputs)
    place = edge = 0
    for layer, (n_in, n_out) in enumerate(((2, 17), (17, 3), (3, 1))):
        start, rows, columns = run.shape.layers[layer]
        weights = theta[-1, start : start + rows * columns].reshape(rows, columns)
        for unit in range(min(n_out, MOST_UNITS)):
            values = outputs[layer][-1, unit]
            rms = np.sqrt((weights[unit, :-1] ** 2).mean())
            expected = [weights[unit, -1], rms, values.mean(), values.min(), values.max()]
            assert found["numbers"][-1, place] == pytest.approx(expected)
            place += 1
            for source in range(min(n_in, MOST_UNITS)):
                assert found["edges"][-1, edge] == weights[unit, source]
                edge += 1
    assert found["numbers"].shape[1] == place
    assert found["edges"].shape[1] == edge


def test_dead_saturated_and_alike_units_are_marked() -> None:
    data = load(RunConfig(**SETTINGS))
    weights = [np.array([[1.0, 2], [1, 2], [-1, 0.5], [0, 0], [0, 1e-3]]), np.ones((1, 5))]
    biases = [np.array([0, 0, -100.0, 100, 0]), np.zeros(1)]
    for activation, states in (
        ("relu", [SOUND, SOUND, DEAD, SOUND, SOUND, SOUND]),
        ("tanh", [SOUND, SOUND, SATURATED, SATURATED, SOUND, SOUND]),
        ("gelu", [SOUND] * 6),
    ):
        shape = Shape((2, 5, 1), activation)
        found = units_of(part_of(shape), pack(shape, weights, biases)[None], data)
        assert found["state"][0].tolist() == states
        assert found["alike"][0].tolist() == [0, 0, 2, 3, 4, 0]


def test_of_a_large_network_the_first_units_of_the_first_layers_are_drawn() -> None:
    run = _trained(hidden=(19,) * 9, iterations=1, record_every=1)
    part, whole = part_of(run.shape), activations(run.shape, run.theta[None], load(run.config).train_inputs)
    assert part.widths == (2, *(MOST_UNITS,) * MOST_LAYERS)
    found = units_of(part, run.theta[None], load(run.config))
    assert found["numbers"].shape == (1, MOST_LAYERS * MOST_UNITS, 5)
    assert found["numbers"][0, -1, 4] == whole[MOST_LAYERS - 1][0, MOST_UNITS - 1].max()
    assert found["edges"].shape[1] == 2 * MOST_UNITS + (MOST_LAYERS - 1) * MOST_UNITS**2


def test_a_unit_of_extra_inputs_is_mapped_over_the_plane_of_the_two() -> None:
    data = load(RunConfig(**SETTINGS, extra_inputs=("x1sq", "x2sq")))
    # Two units that see one extra input each, and one that sees x2.
    weights = [np.array([[0, 0, 1.0, 0], [0, 0, 0, 1], [0, 1, 0, 0]]), np.ones((1, 3))]
    shape = Shape((4, 3, 1), "linear")
    part = part_of(shape)
    assert part.widths == (4, 3, 1)
    found = units_of(part, pack(shape, weights, [np.zeros(3), np.zeros(1)])[None], data)
    of_x1, of_x2, plain = found["maps"][0, :3].astype(int)
    assert (np.ptp(of_x1, axis=0).max(), np.ptp(of_x2, axis=1).max(), np.ptp(plain, axis=1).max()) == (
        0,
        0,
        0,
    )
    assert of_x1.min() >= 127  # a square
    assert (np.diff(plain, axis=0) <= 0).all()
    middle = part.side // 2
    assert of_x1[0, middle] < of_x1[0, 0]
    assert of_x1[0, middle] < of_x1[0, -1]


def test_outputs_that_overflow_are_drawn() -> None:
    run = _trained(activation="linear", gain=1000.0, hidden=(5,) * 5, iterations=1, record_every=1)
    found = units_of(part_of(run.shape), run.drawable[1][:1] * 1e120, load(run.config))
    assert np.isfinite(found["reach"]).all()
    assert found["maps"].dtype == np.uint8
