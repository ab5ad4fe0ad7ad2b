"""The changes of a remedy can be made, and make another run, whatever the settings."""

from typing import Any

import pytest

from initcore import RunConfig, begin, train
from initcore.diagnosis import remedies
from initcore.diagnosis.diagnose import diagnose
from initcore.diagnosis.verdicts import Remedy
from initcore.measures.seen import Seen
from tests.helpers.reading import mended, remedy_of


def _seen(**settings: Any) -> Seen:
    """What is known of a run before its first step."""
    return Seen(begin([RunConfig(**{"samples": 43, **settings})]).runs[0])


@pytest.mark.parametrize(
    ("change", "settings", "changes"),
    [
        (remedies.longer, {"iterations": 200}, {"iterations": 600}),
        (remedies.longer, {"iterations": 400_000}, {"iterations": 1_000_000}),
        (remedies.longer, {"iterations": 1_000_000}, {}),
        (remedies.longer, {"iterations": 50_000, "record_every": 1}, {"iterations": 100_000}),
        (remedies.longer, {"iterations": 200_001, "record_every": 2}, {}),
        (remedies.faster, {"learning_rate": 0.3}, {"learning_rate": 3.0}),
        (remedies.faster, {"learning_rate": 3.0}, {"learning_rate": 10.0}),
        (remedies.faster, {"learning_rate": 10.0}, {}),
        (remedies.slower, {"learning_rate": 0.37}, {"learning_rate": 0.037}),
        (remedies.wider, {"hidden": (7, 300)}, {"hidden": (14, 512)}),
        (remedies.wider, {"hidden": (3,) * 4}, {"hidden": (12,) * 4}),
        (remedies.wider, {"hidden": (512,)}, {}),
        (
            remedies.wider,
            {"hidden": (4,), "initialization": "formula", "formula": "log(15/fan_in)"},
            {"hidden": (8,)},
        ),
        (remedies.wider, {"hidden": (9,), "initialization": "formula", "formula": "log(15/fan_in)"}, {}),
        (remedies.shallower, {"hidden": (7, 5, 3)}, {"hidden": (7,)}),
        (remedies.shallower, {"hidden": (7,)}, {}),
        (
            remedies.shallower,
            {"hidden": (7, 5, 3, 2), "layer_gains": (2, 3, 4, 5, 6)},
            {"hidden": (7, 5), "layer_gains": (2.0, 3.0, 6.0)},
        ),
        (remedies.at_scale, {"initialization": "he", "gain": 3}, {"initialization": "he", "gain": 1.0}),
        (remedies.at_scale, {"initialization": "he"}, {}),
        (
            remedies.at_scale,
            {"initialization": "he", "layer_gains": (9, 9, 9)},
            {"initialization": "he", "gain": 1.0, "layer_gains": ()},
        ),
        (remedies.at_scale, {"activation": "sigmoid"}, {"initialization": "xavier", "gain": 4.0}),
    ],
)
def test_changes_stay_within_what_is_allowed(
    change: Any, settings: dict[str, Any], changes: dict[str, Any]
) -> None:
    assert change(_seen(**settings)) == changes


def test_a_scale_beside_fewer_layers_has_no_gains_by_layer() -> None:
    seen = _seen(hidden=(7, 5, 3, 2), layer_gains=(2, 3, 4, 5, 6))
    remedy = remedies.use_scale(seen, "use_scale_and_fewer_layers", **remedies.shallower(seen))
    assert remedy.changes == {"hidden": (7, 5), "initialization": "he", "gain": 1.0, "layer_gains": ()}


def test_gains_by_layer_that_are_too_large_are_taken_away() -> None:
    gained = RunConfig(samples=120, iterations=3000, learning_rate=0.3, layer_gains=(20, 20, 20))
    [run] = train([gained])
    assert diagnose(run).name == "too_large_weights"
    [better] = train([mended(gained, diagnose(run))])
    assert better.config.layer_gains == ()
    assert (run.train_accuracy < 0.95, diagnose(better).name) == (True, "healthy")


def test_a_scale_that_a_run_has_is_not_what_it_is_told_to_take() -> None:
    config = RunConfig(hidden=(3,) * 20, weights_seed=1, samples=120, iterations=300)
    [run] = train([config])
    assert not 1 / remedies.NEARLY < remedies.to_sound(Seen(run)) < remedies.NEARLY
    assert diagnose(run).name == "dead"
    assert remedy_of(diagnose(run)) == Remedy("more_units", {"hidden": (12,) * 20})
