"""Names that nobody has here: the ones that may be meant."""

import pytest

from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.experiment.nearest import MOST_NEAREST, nearest
from initcore.experiment.settings import BY_NAME

ROW = BY_NAME["initialization"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("kaiming_normal_", ("he", "he_fan_out")),
        ("kaiming", ("he", "he_fan_out", "he_uniform", "he_fan_out_uniform")),
        ("HeNormal", ("he_truncated",)),
        ("glorot", ("glorot_normal", "glorot_truncated", "glorot_uniform")),
        ("nn.Linear", ("torch_linear",)),
        ("HE", ("he",)),
        ("xavir", ("xavier",)),
        ("orthogonl", ("orthogonal", "orthogonal_relu")),
        ("normal_", ("normal", "random", "small_random", "unit_normal")),
        ("tanh", ()),
        ("", ()),
        ("*2", ()),
        ("\N{SNOWMAN}", ()),
        ("x" * 1_000_000, ()),
    ],
)
def test_a_slip_or_a_foreign_name_finds_what_is_meant(name: str, meant: tuple[str, ...]) -> None:
    assert nearest(name, ROW.names, ROW.elsewhere) == meant


def test_every_name_of_another_framework_finds_its_initializations() -> None:
    for record in INITIALIZATIONS:
        for one in record.elsewhere:
            if one.name:
                found = nearest(one.name, ROW.names, ROW.elsewhere)
                assert set(found) <= set(ROW.names)
                assert record.name in ROW.elsewhere[one.name]
                assert record.name in found or len(found) == MOST_NEAREST


def test_what_is_near_nothing_gets_nothing() -> None:
    assert nearest("anything", [], {}) == ()
