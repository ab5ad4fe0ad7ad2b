"""Decision-boundary maps: every cell is the probability where it lies."""

import math
import zlib
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, Trajectory, begin, train
from initcore.data.loading import load
from initcore.figures import maps
from initcore.figures.maps import CELLS, PACK_PRODUCTS, cells_of, extent, map_at, maps_of, pack
from initcore.model.base import Array
from initcore.model.network import Shape, matrices

CONFIG = RunConfig(hidden=(7, 5), samples=43, test_samples=29, iterations=330)
OBLONG = (-1.5, 0.7, 2.0, 4.2)


@pytest.fixture(scope="module")
def run() -> Trajectory:
    return train([CONFIG])[0]


def _thetas(count: int, scale: float = 2.0) -> Array:
    shape = CONFIG.shape
    return np.random.RandomState(11).standard_normal((count, shape.size)) * scale


def _directly(theta: Array, where: maps.Extent) -> Array:
    """The probabilities (CELLS[0], CELLS[0]) of one theta (P,), cell by cell."""
    left, right, bottom, top = where
    width, height = (right - left) / CELLS[0], (top - bottom) / CELLS[0]
    layers = [matrix[0] for matrix in matrices(CONFIG.shape, theta[None])]
    picture = np.empty((CELLS[0], CELLS[0]))
    for row in range(CELLS[0]):
        for column in range(CELLS[0]):
            a = np.array([left + (column + 0.5) * width, top - (row + 0.5) * height])
            for matrix in layers[:-1]:
                a = np.maximum(0, matrix[:, :-1] @ a + matrix[:, -1])
            picture[row, column] = 1 / (1 + math.exp(-(layers[-1][0, :-1] @ a + layers[-1][0, -1])))
    return picture


def test_a_map_is_the_probability_at_the_middle_of_each_cell() -> None:
    [theta] = _thetas(1, scale=0.7)
    theta[-1] -= 5
    [drawn] = maps_of(shape=CONFIG.shape, theta=theta[None], extent=OBLONG)
    expected = 254 * _directly(theta, OBLONG)
    assert np.ptp(expected) > 50
    assert np.abs(drawn - expected).max() <= 0.5 + 1e-6


@pytest.mark.parametrize("standardize", ["no", "yes"])
def test_a_map_with_extra_inputs_is_still_one_of_the_plane(standardize: str) -> None:
    names = ("x1sq", "x2sq", "x1x2", "sinx1", "sinx2")
    config = replace(CONFIG, dataset="moons", standardize=standardize, extra_inputs=names)
    [run] = train([config])
    raw = load(replace(config, standardize="no", extra_inputs=())).train_inputs
    data, plain = load(config), load(replace(config, extra_inputs=()))
    assert extent(data) == pytest.approx(extent(plain))
    where, cells = extent(data), cells_of(run.shape)
    _, drawn = map_at(run, 10**9)
    layers = [matrix[0] for matrix in matrices(run.shape, run.theta[None])]
    left, right, bottom, top = where
    mean, deviation = (raw.mean(axis=1), raw.std(axis=1)) if standardize == "yes" else (0, 1)
    rows = np.stack([*raw, raw[0] ** 2, raw[1] ** 2, raw[0] * raw[1], *np.sin(raw)])
    means, deviations = (rows.mean(axis=1), rows.std(axis=1)) if standardize == "yes" else (0, 1)
    for row, column in ((0, 0), (3, 80), (47, 48), (60, 11), (95, 95)):
        place = np.array(
            [left + (column + 0.5) * (right - left) / cells, top - (row + 0.5) * (top - bottom) / cells]
        )
        x1, x2 = place * deviation + mean
        a = (np.array([x1, x2, x1**2, x2**2, x1 * x2, math.sin(x1), math.sin(x2)]) - means) / deviations
        for matrix in layers[:-1]:
            a = np.maximum(0, matrix[:, :-1] @ a + matrix[:, -1])
        z = layers[-1][0, :-1] @ a + layers[-1][0, -1]
        assert abs(int(drawn[row, column]) - 254 / (1 + math.exp(-z))) <= 0.5 + 1e-6


def test_the_top_row_is_where_the_second_input_is_largest() -> None:
    config = RunConfig(hidden=(1,), activation="tanh")
    shape = config.shape
    theta = np.zeros((2, shape.size))
    for place, weight in enumerate(([0, 1], [1, 0])):  # the logit grows with y, then with x
        hidden, last = matrices(shape, theta[place : place + 1])
        hidden[0, 0, :-1], last[0, 0, 0] = weight, 3
    by_y, by_x = maps_of(shape=shape, theta=theta, extent=(-1, 1, -1, 1)).astype(int)
    assert (np.diff(by_y, axis=0) <= 0).all()
    assert by_y[0].min() > 200
    assert by_y[-1].max() < 54
    assert np.ptp(by_y, axis=1).max() == 0
    assert (np.diff(by_x, axis=1) >= 0).all()
    assert np.ptp(by_x, axis=0).max() == 0


def test_one_half_is_127_and_certainty_is_the_ends() -> None:
    shape = CONFIG.shape
    theta = np.zeros((3, shape.size))
    theta[1, -1], theta[2, -1] = 1e4, -1e4  # the output's bias
    drawn = maps_of(shape=shape, theta=theta, extent=OBLONG)
    assert drawn.dtype == np.uint8
    assert [np.unique(one).tolist() for one in drawn] == [[127], [254], [0]]


@pytest.mark.parametrize("scale", [1e100, 1e150, 1e300])
def test_parameters_about_to_overflow_still_make_a_map(scale: float) -> None:
    # The last parameters kept before a run diverges are finite, but what they compute may not be.
    drawn = maps_of(shape=CONFIG.shape, theta=_thetas(3) * scale, extent=OBLONG)
    assert set(np.unique(drawn)) <= {0, 127, 254}


@pytest.mark.parametrize("frames", [0, 1, 2, 3, 7])
@pytest.mark.parametrize("together", [1, 2, 3, 100])
def test_blocks_do_not_matter(frames: int, together: int, monkeypatch: pytest.MonkeyPatch) -> None:
    shape, theta = CONFIG.shape, _thetas(7)
    alone = [maps_of(shape=shape, theta=one[None], extent=OBLONG)[0] for one in theta]
    monkeypatch.setattr(maps, "BLOCK_NUMBERS", together * 7 * CELLS[0] * CELLS[0])
    drawn = maps_of(shape=shape, theta=theta[:frames], extent=OBLONG)
    assert drawn.shape == (frames, CELLS[0], CELLS[0])
    assert all(np.array_equal(one, other) for one, other in zip(drawn, alone, strict=False))


@pytest.mark.parametrize("dataset", ["circles", "moons", "blobs"])
@pytest.mark.parametrize("noise", [0.0, 0.3, 1.0])
def test_the_plane_is_a_square_around_every_training_point(dataset: str, noise: float) -> None:
    data = load(RunConfig(dataset=dataset, noise=noise, samples=61))
    left, right, bottom, top = extent(data)
    assert right - left == pytest.approx(top - bottom)
    x, y = data.train_inputs
    assert left < x.min() < x.max() < right
    assert bottom < y.min() < y.max() < top
    assert min(x.min() - left, right - x.max(), y.min() - bottom, top - y.max()) >= maps.MARGIN - 1e-12


@pytest.mark.parametrize(
    ("asked", "shown"),
    [(-1, 0), (0, 0), (49, 0), (50, 50), (99, 50), (100, 100), (329, 300), (330, 330), (10**12, 330)],
)
def test_the_map_shown_is_the_last_one_kept_until_then(run: Trajectory, asked: int, shown: int) -> None:
    iteration, drawn = map_at(run, asked)
    assert iteration == shown
    kept, frames = run.drawable
    theta = frames[kept.tolist().index(shown)]
    expected = maps_of(shape=run.shape, theta=theta[None], extent=extent(load(run.config)))[0]
    assert np.array_equal(drawn, expected)


@pytest.mark.parametrize("settings", [{}, {"activation": "tanh"}, {"activation": "sigmoid"}])
def test_the_map_agrees_with_the_accuracy(settings: dict[str, Any]) -> None:
    [run] = train([RunConfig(dataset="blobs", noise=0.01, iterations=1500, learning_rate=0.3, **settings)])
    assert run.train_accuracy == 1
    data, (left, _, _, top) = load(run.config), extent(load(run.config))
    side = (extent(data)[1] - left) / CELLS[0]
    columns = ((data.train_inputs[0] - left) / side).astype(int)
    rows = ((top - data.train_inputs[1]) / side).astype(int)
    assert ((map_at(run, 10**9)[1][rows, columns] > 127) == (data.train_labels == 1)).all()


@pytest.mark.parametrize("most", [1, 2, 3, 5, 8, 100])
def test_a_pack_inflates_to_its_maps(run: Trajectory, most: int) -> None:
    packed = pack(run, most)
    kept, _ = run.drawable
    assert packed.iterations.size == min(most, kept.size)
    assert packed.iterations[0] == 0
    assert most == 1 or packed.iterations[-1] == 330
    assert set(packed.iterations) <= set(kept)
    inflated = np.frombuffer(zlib.decompress(packed.frames), np.uint8).reshape(-1, CELLS[0], CELLS[0])
    assert len(inflated) == packed.iterations.size
    for iteration, drawn in zip(packed.iterations.tolist(), inflated, strict=True):
        assert map_at(run, iteration)[0] == iteration
        assert np.array_equal(map_at(run, iteration)[1], drawn)


def test_a_run_not_begun_has_one_map() -> None:
    [run] = begin([CONFIG]).runs
    assert pack(run, 480).iterations.tolist() == [0]
    assert map_at(run, 10**12)[0] == 0


def test_large_networks_get_coarser_maps_and_fewer_frames() -> None:
    small, middle, large = (
        Shape((2, *(width,) * depth, 1), "relu") for width, depth in ((10, 1), (64, 3), (128, 10))
    )
    assert [cells_of(shape) for shape in (small, middle, large)] == [CELLS[0], CELLS[1], CELLS[-1]]
    [run] = train([RunConfig(hidden=(128,) * 3, iterations=40, record_every=1, samples=7)])
    frames = pack(run, 1000).iterations
    assert (frames[0], frames[-1]) == (0, 40)
    assert 2 <= len(frames) <= PACK_PRODUCTS / (cells_of(run.shape) ** 2 * run.shape.size)
