"""The catalogue: every record complete and told apart, and nothing missing that frameworks offer."""

import re

import numpy as np
import pytest

from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.experiment.config import RunConfig
from initcore.experiment.naming import formula_text
from initcore.model.base import Initialization, Layer
from initcore.model.expressions import FormulaError
from initcore.model.formula import Formula, parse
from initcore.model.initializers import deviation
from tests.helpers.laws import FIXED, LAWS, SQUARE, TALL, WIDE, drawn

LAYERS = [WIDE, TALL, SQUARE, Layer(1, 397, 1, 2), Layer(397, 1, 2, 2), Layer(1, 1, 1, 1)]
STRUCTURED = {"orthogonal", "orthogonal_relu", "identity", "sparse", "lsuv"}

each_record = pytest.mark.parametrize("record", list(INITIALIZATIONS), ids=lambda record: record.name)


def test_every_record_is_in_a_table_here() -> None:
    assert set(INITIALIZATIONS.names) == set(LAWS) | set(FIXED) | STRUCTURED


@each_record
@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: f"{layer.fan_in}to{layer.fan_out}")
def test_shapes_and_determinism(record: Initialization, layer: Layer) -> None:
    weights = drawn(record.name, layer)
    assert weights.shape == (layer.fan_out, layer.fan_in)
    assert weights.dtype == np.float64
    assert np.isfinite(weights).all()
    # The legacy global stream, which a careless scheme would draw from.
    np.random.seed(11)  # noqa: NPY002
    assert np.array_equal(weights, drawn(record.name, layer))
    if layer is SQUARE:
        constant = record.name in FIXED or record.name == "identity"
        assert np.array_equal(weights, drawn(record.name, layer, seed=5)) == constant
    if record.bias is not None:
        assert record.bias(np.random.RandomState(3), layer).shape == (layer.fan_out,)


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


def _said(text: str) -> Formula | None:
    """The formula that the text spells, None where it spells none."""
    try:
        return parse(text)
    except FormulaError:
        return None


def _draws_scaled_normals(record: Initialization) -> bool:
    """Whether every weight is the standard normal of that seed times one number a layer, and nothing else."""
    if record.bias is not None or record.refine is not None:
        return False
    for layer in LAYERS[:3]:
        shape = (layer.fan_out, layer.fan_in)
        ratio = drawn(record.name, layer) / np.random.RandomState(7).standard_normal(shape)
        if not np.allclose(ratio, ratio[0, 0], rtol=1e-12, atol=0):
            return False
    return True


@pytest.mark.parametrize("gain", [1.0, 0.5])
@pytest.mark.parametrize(
    "record", [one for one in INITIALIZATIONS if not one.takes_formula], ids=lambda record: record.name
)
def test_what_is_shown_of_weights_is_read_where_it_is_a_formula(record: Initialization, gain: float) -> None:
    """And refused where no formula says it: what is cut, uniform, structured, or has biases."""
    card = formula_text(RunConfig(initialization=record.name, gain=gain))
    shown = [card, *([record.plain, record.formula] if gain == 1 else [])]
    for text in shown:
        formula = _said(text)
        assert (formula is not None) == _draws_scaled_normals(record), text
        if formula is None:
            continue
        for layer in LAYERS:
            weights = deviation(formula)(np.random.RandomState(7), layer)
            np.testing.assert_allclose(weights, gain * drawn(record.name, layer), rtol=1e-12)
