"""The catalogue: every record complete, and every draw distributed as its record says."""

import math
import re
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.catalogue.table import markdown
from initcore.model.base import Array, Initialization, Layer
from tests.helpers.laws import FIXED, LAWS

WIDE, TALL, SQUARE = Layer(499, 101, 1, 3), Layer(101, 499, 2, 3), Layer(211, 211, 2, 3)
LAYERS = [WIDE, TALL, SQUARE, Layer(1, 397, 1, 2), Layer(397, 1, 2, 2), Layer(1, 1, 1, 1)]
STRUCTURED = {"orthogonal", "orthogonal_relu", "identity", "sparse", "lsuv"}

each_record = pytest.mark.parametrize("record", list(INITIALIZATIONS), ids=lambda record: record.name)


def _drawn(name: str, layer: Layer, seed: int = 7) -> Array:
    return INITIALIZATIONS[name].draw(np.random.RandomState(seed), layer)


def test_every_record_is_in_a_table_here() -> None:
    assert set(INITIALIZATIONS.names) == set(LAWS) | set(FIXED) | STRUCTURED


@pytest.mark.parametrize("name", LAWS)
@pytest.mark.parametrize("layer", [WIDE, TALL, SQUARE], ids=["wide", "tall", "square"])
def test_draws_follow_the_law_the_record_states(name: str, layer: Layer) -> None:
    drawn, law = _drawn(name, layer).ravel(), LAWS[name].law(layer)
    # Kolmogorov-Smirnov: seeds are fixed, and 81 tests at 1e-4 would fail by chance once in 120 tables.
    assert stats.kstest(drawn, law.cdf).pvalue > 1e-4
    sigma, count = law.std(), drawn.size
    assert abs(drawn.mean() - law.mean()) < 4.5 * sigma / math.sqrt(count)
    kurtosis = float(law.stats("k")) + 3
    assert abs(drawn.std() / sigma - 1) < 4.5 * math.sqrt((kurtosis - 1) / (4 * count))
    low, high = law.support()
    assert low <= drawn.min() < drawn.max() <= high


@pytest.mark.parametrize("name", FIXED)
def test_constants_are_constant(name: str) -> None:
    assert (_drawn(name, WIDE) == FIXED[name]).all()


def test_the_identity_has_ones_on_its_diagonal_whatever_its_shape() -> None:
    for layer in LAYERS:
        assert np.array_equal(_drawn("identity", layer), np.eye(layer.fan_out, layer.fan_in))


@each_record
@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: f"{layer.fan_in}to{layer.fan_out}")
def test_shapes_and_determinism(record: Initialization, layer: Layer) -> None:
    drawn = _drawn(record.name, layer)
    assert drawn.shape == (layer.fan_out, layer.fan_in)
    assert drawn.dtype == np.float64
    assert np.isfinite(drawn).all()
    # The legacy global stream, which a careless scheme would draw from.
    np.random.seed(11)  # noqa: NPY002
    assert np.array_equal(drawn, _drawn(record.name, layer))
    if layer is SQUARE:
        constant = record.name in FIXED or record.name == "identity"
        assert np.array_equal(drawn, _drawn(record.name, layer, seed=5)) == constant
    if record.bias is not None:
        assert record.bias(np.random.RandomState(3), layer).shape == (layer.fan_out,)


@pytest.mark.parametrize(("name", "sixths"), [("sklearn_mlp", 6), ("sklearn_mlp_logistic", 2)])
def test_mlpclassifiers_biases_are_from_its_interval(name: str, sixths: int) -> None:
    bias = INITIALIZATIONS[name].bias
    assert bias is not None
    layer = Layer(101, 4999, 1, 2)
    limit = math.sqrt(sixths / (layer.fan_in + layer.fan_out))
    drawn = bias(np.random.RandomState(3), layer)
    assert stats.kstest(drawn, stats.uniform(-limit, 2 * limit).cdf).pvalue > 1e-4


@each_record
def test_every_record_is_complete(record: Initialization) -> None:
    for part in ("name", "label", "family", "formula", "plain", "source", "purpose", "color"):
        text = getattr(record, part)
        assert isinstance(text, str), part
        assert text == text.strip() != "", part
    assert re.fullmatch(r"[a-z][a-z0-9_]*", record.name)
    assert re.fullmatch(r"#[0-9a-f]{6}", record.color)
    assert record.purpose.endswith(".")
    assert record.elsewhere or record.name in ("lsuv", "formula")
    for one in record.elsewhere:
        assert one.framework in ("Keras", "PyTorch", "JAX", "scikit-learn", "TensorFlow Playground")
        assert one.code


@pytest.mark.parametrize("part", ["label", "color", "plain", "formula"])
def test_no_two_initializations_look_the_same(part: str) -> None:
    values = [getattr(record, part) for record in INITIALIZATIONS]
    assert len(set(values)) == len(values)


OFFERED = {
    "Keras": "Constant GlorotNormal GlorotUniform HeNormal HeUniform Identity LecunNormal LecunUniform Ones "
    "Orthogonal RandomNormal RandomUniform TruncatedNormal VarianceScaling Zeros",
    "PyTorch": "uniform_ normal_ constant_ ones_ zeros_ eye_ trunc_normal_ xavier_uniform_ xavier_normal_ "
    "kaiming_uniform_ kaiming_normal_ orthogonal_ sparse_",
    "JAX": "constant glorot_normal glorot_uniform he_normal he_uniform lecun_normal lecun_uniform normal "
    "ones orthogonal truncated_normal uniform variance_scaling zeros",
    "scikit-learn": "MLPClassifier",
}
"""What each framework offers for dense layers; `dirac_` and `delta_orthogonal` are for convolutions."""


@pytest.mark.parametrize("framework", OFFERED)
def test_nothing_a_framework_offers_is_missing(framework: str) -> None:
    here = {one.name for record in INITIALIZATIONS for one in record.elsewhere if one.framework == framework}
    assert set(OFFERED[framework].split()) <= here


def test_the_readmes_table_is_that_of_the_registry() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert markdown() in readme, "paste what `python -m initcore.catalogue.table` prints"
