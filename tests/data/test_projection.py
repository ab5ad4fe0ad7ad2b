"""The plane of maps: the inputs themselves, or their first two principal components."""

import gc
import weakref
from dataclasses import replace

import numpy as np
import pytest

from initcore import RunConfig
from initcore.data.base import Data
from initcore.data.extras import EXTRAS
from initcore.data.loading import load
from initcore.data.projection import plane_of
from tests.helpers.csv_files import chosen, csv_file


def _data(inputs: np.ndarray) -> Data:
    labels = np.arange(inputs.shape[1], dtype=np.float64) % 2
    return Data(inputs, labels, inputs, labels)


@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer", "digits"])
def test_it_is_made_of_the_first_two_principal_components(name: str) -> None:
    data = load(RunConfig(dataset=name))
    plane, inputs = plane_of(data), data.train_inputs
    covariance = np.cov(inputs)
    values, vectors = np.linalg.eigh(covariance)
    assert plane.share == pytest.approx(values[-2:].sum() / values.sum(), rel=1e-9)
    np.testing.assert_allclose(np.abs(plane.axes.T @ vectors[:, [-1, -2]]), np.eye(2), atol=1e-6)
    np.testing.assert_allclose(plane.axes.T @ plane.axes, np.eye(2), atol=1e-12)
    assert (plane.axes[np.abs(plane.axes).argmax(axis=0), [0, 1]] > 0).all()
    np.testing.assert_allclose(plane.origin, inputs.mean(axis=1, keepdims=True), atol=1e-12)
    assert plane_of(data) is plane


def test_points_of_the_plane_go_up_and_come_back() -> None:
    plane = plane_of(load(RunConfig(dataset="wine")))
    points = np.random.RandomState(3).standard_normal((2, 17))
    lifted = plane.lifted(points)
    assert lifted.shape == (13, 17)
    np.testing.assert_allclose(plane.flat(lifted), points, atol=1e-12)


def test_two_inputs_are_their_own_plane() -> None:
    data = load(RunConfig())
    plane = plane_of(data)
    assert plane.share == 1
    assert plane.flat(data.train_inputs) is data.train_inputs
    assert plane.lifted(data.train_inputs) is data.train_inputs


def test_one_input_runs_along_the_first_axis() -> None:
    inputs = np.random.RandomState(3).standard_normal((1, 9))
    plane = plane_of(_data(inputs))
    flat = plane.flat(inputs)
    np.testing.assert_allclose(flat[0], inputs[0] - inputs.mean(), atol=1e-12)
    assert not flat[1].any()
    np.testing.assert_allclose(plane.lifted(flat), inputs, atol=1e-12)


@pytest.mark.parametrize("dataset", ["circles", "blobs", "moons"])
@pytest.mark.parametrize("standardize", ["no", "yes"])
def test_with_extra_inputs_it_is_that_of_the_two_they_are_worked_out_from(
    dataset: str, standardize: str
) -> None:
    data = load(RunConfig(dataset=dataset, standardize=standardize, extra_inputs=EXTRAS.names))
    plain = load(RunConfig(dataset=dataset, standardize=standardize))
    plane = plane_of(data)
    for inputs, own in ((data.train_inputs, plain.train_inputs), (data.test_inputs, plain.test_inputs)):
        np.testing.assert_allclose(plane.flat(inputs), own, rtol=1e-12)
        # Any example, one that was never trained on among them, is found again at its own place.
        lifted = plane.lifted(plane.flat(inputs))
        assert np.array_equal(lifted[:2], inputs[:2])
        np.testing.assert_allclose(lifted, inputs, rtol=1e-9, atol=1e-12)


def test_an_input_that_never_changes_does_not_change_along_its_axis() -> None:
    rows = [f"{n},3,{'uv'[n % 2]}" for n in range(40)]
    made = chosen(csv_file(rows=rows))
    config = RunConfig(dataset="csv", table=made.id, extra_inputs=("x1sq", "x2sq", "x1x2"))
    lifted = plane_of(load(config)).lifted(np.array([[0.5, 0.5], [-1.0, 2.0]]))
    assert np.isfinite(lifted).all()
    assert np.array_equal(lifted[2:, 0], lifted[2:, 1])
    assert not lifted[3].any()


def test_what_is_remembered_does_not_keep_the_data() -> None:
    data = load(RunConfig(extra_inputs=("x1sq",), data_seed=17))
    copied = replace(data)
    plane_of(copied)
    known = weakref.ref(copied)
    del copied
    gc.collect()
    assert known() is None


@pytest.mark.parametrize("features", [1, 3])
def test_inputs_that_never_change_have_a_plane(features: int) -> None:
    plane = plane_of(_data(np.ones((features, 8))))
    assert plane.share == 0
    assert np.isfinite(plane.lifted(np.ones((2, 4)))).all()
