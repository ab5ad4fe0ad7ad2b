"""A remedy tried is the comparison with the mended initialization, or setting, and all else as it was."""

import pytest

from initcore import Choice, RunConfig
from initcore.diagnosis.diagnose import diagnose
from initcore.diagnosis.mending import Mended, mended
from initcore.experiment.experiment import Experiment
from initcore.model.base import layers_of
from initcore.training.advance import train


def test_the_mended_initialization_stands_beside_the_ailing_one() -> None:
    tried = mended(Experiment(), 1, {"initialization": "he", "gain": 0.5})
    assert tried is not None
    assert [choice.word for choice in tried.experiment.choices] == ["zeros", "random", "he~0.5", "he"]
    assert tried.experiment.base == Experiment().base


def test_what_the_runs_share_is_set_for_all() -> None:
    tried = mended(Experiment(), 1, {"learning_rate": 0.001})
    assert tried is not None
    assert tried.experiment.choices == Experiment().choices
    assert tried.experiment.base == RunConfig(learning_rate=0.001)


def test_both_at_once() -> None:
    tried = mended(Experiment((Choice("random"),)), 0, {"activation": "tanh", "initialization": "xavier"})
    assert tried is not None
    assert [choice.word for choice in tried.experiment.choices] == ["random", "xavier"]
    assert tried.experiment.base.activation == "tanh"


def test_overrides_of_the_ailing_one_stay_unless_they_are_mended() -> None:
    ailing = Choice("he", bias="constant", bias_value=-5.0)
    tried = mended(Experiment((ailing,)), 0, {"bias": "zeros"})
    assert tried is not None
    assert [choice.word for choice in tried.experiment.choices] == [
        "he~bias:constant~b:-5.0",
        "he~bias:zeros",
    ]


def test_gains_by_layer_go_where_the_layers_are_others() -> None:
    base = RunConfig(hidden=(7, 5, 3))
    ailing = Choice("he", layer_gains=(1.0, 2.0, 3.0, 4.0))
    tried = mended(Experiment((ailing, Choice("xavier")), base), 0, {"hidden": (7,)})
    assert tried is not None
    assert [choice.word for choice in tried.experiment.choices] == ["he", "xavier"]
    assert len(layers_of(tried.experiment.base.widths)) == 2


@pytest.mark.parametrize(
    ("experiment", "changes"),
    [
        (Experiment(), {}),
        (Experiment(), {"learning_rate": 0.01}),
        (Experiment(), {"learning_rate": 1000.0}),
    ],
    ids=["nothing", "as it is", "not allowed"],
)
def test_what_cannot_be_tried_is_not_offered(experiment: Experiment, changes: dict[str, object]) -> None:
    assert mended(experiment, 0, changes) is None


def test_what_stands_beside_already_is_pointed_to() -> None:
    assert mended(Experiment(), 0, {"initialization": "he"}) == Mended(Experiment(), 2)


def test_where_there_are_eight_already_the_mended_one_takes_the_place_of_the_ailing_one() -> None:
    eight = Experiment(tuple(Choice("he", 1.0 + gain) for gain in range(8)))
    tried = mended(eight, 3, {"gain": 0.5})
    assert tried is not None
    assert [choice.gain for choice in tried.experiment.choices] == [1, 2, 3, 0.5, 5, 6, 7, 8]
    assert tried.place == 3


def test_the_courses_ailing_runs_are_mended_by_what_they_are_told() -> None:
    experiment = Experiment().with_iterations(4000)
    experiment = Experiment(experiment.choices[:2], RunConfig(iterations=4000, learning_rate=0.1))
    for place, run in enumerate(train(experiment.configs)):
        remedy = diagnose(run).remedy
        assert remedy is not None
        tried = mended(experiment, place, remedy.changes)
        assert tried is not None
        better = train([tried.experiment.configs[tried.place]])[0]
        assert better.train_accuracy > max(0.95, run.train_accuracy)
