"""Matrices with a structure: what their records promise of rows, columns and lengths."""

import math

import numpy as np
import pytest

from initcore.catalogue import structured
from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.model.base import Layer
from tests.helpers.laws import SHAPES, SQUARE, TALL, drawn

LAYERS = [*SHAPES.values(), Layer(1, 397, 1, 2), Layer(397, 1, 2, 2), Layer(1, 1, 1, 1)]


def test_the_identity_has_ones_on_its_diagonal_whatever_its_shape() -> None:
    for layer in LAYERS:
        assert np.array_equal(drawn("identity", layer), np.eye(layer.fan_out, layer.fan_in))


@pytest.mark.parametrize(("name", "factor"), [("orthogonal", 1.0), ("orthogonal_relu", math.sqrt(2))])
@pytest.mark.parametrize("layer", [TALL, SQUARE], ids=["tall", "square"])
def test_a_layer_no_narrower_than_its_input_keeps_every_length(
    name: str, factor: float, layer: Layer
) -> None:
    vectors = np.random.RandomState(5).standard_normal((layer.fan_in, 13))
    lengths = np.linalg.norm(drawn(name, layer) @ vectors, axis=0)
    np.testing.assert_allclose(lengths, factor * np.linalg.norm(vectors, axis=0), rtol=1e-12)


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: f"{layer.fan_in}to{layer.fan_out}")
def test_of_a_sparse_matrix_half_of_each_column_is_0(layer: Layer) -> None:
    zeros = (drawn("sparse", layer) == 0).sum(axis=0)
    assert (zeros == math.ceil(layer.fan_out / 2)).all()


def test_units_of_a_sparse_layer_have_inputs_of_their_own() -> None:
    fed = drawn("sparse", SQUARE) != 0
    assert len(np.unique(fed, axis=0)) == SQUARE.fan_out
    assert drawn("sparse", SQUARE)[fed].std() == pytest.approx(0.01, rel=0.03)


def test_lsuv_alone_looks_at_the_data_and_starts_from_orthogonal_matrices() -> None:
    assert [record.name for record in INITIALIZATIONS if record.refine is not None] == ["lsuv"]
    assert {record.family for record in structured.RECORDS if record.refine} == {"Data-driven"}
    assert np.array_equal(drawn("lsuv", TALL), drawn("orthogonal", TALL))
