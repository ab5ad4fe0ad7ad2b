"""The contract of data: what a source has to say, and how data are told apart."""

from dataclasses import dataclass, fields

import numpy as np
import pytest

from initcore import RunConfig
from initcore.data.base import Data, Draft
from initcore.data.datasets import DATASETS
from initcore.data.loading import load, training_size
from tests.helpers.csv_files import chosen, csv_file


@dataclass(frozen=True)
class Says:
    """A source that is no config, and says nothing besides."""

    dataset: str
    table: str = ""
    samples: int = 53
    test_samples: int = 31
    noise: float = 0.1
    balance: float = 2.0
    label_noise: float = 0.1
    classes: int = 2
    extra_inputs: tuple[str, ...] = ()
    standardized: bool = True
    data_seed: int = 5
    test_seed: int = 7


@pytest.mark.parametrize("name", ["spirals", "iris"])
def test_whatever_says_what_a_source_says_has_the_data_of_the_config_that_says_the_same(name: str) -> None:
    source = Says(name, extra_inputs=("x1sq", "sinx2") if DATASETS[name].features == 2 else ())
    said = {
        field.name: getattr(source, field.name) for field in fields(source) if field.name != "standardized"
    }
    config = RunConfig(standardize="yes", **said)
    assert load(source) is load(config)
    assert training_size(source) == training_size(config) == load(source).train_labels.size


def test_data_are_told_apart_by_what_they_are_and_not_by_what_is_in_them() -> None:
    arrays = np.zeros((2, 5)), np.zeros(5), np.zeros((2, 3)), np.zeros(3)
    one, other = Data(*arrays), Data(*arrays)
    assert one != other
    assert len({one, other}) == 2


def test_inputs_are_called_what_the_data_call_them_and_else_by_their_numbers() -> None:
    assert load(RunConfig()).input_names == ("x1", "x2")
    assert load(RunConfig(extra_inputs=("x1x2", "sinx2"))).input_names == ("x1", "x2", "x1·x2", "sin x2")
    assert load(RunConfig(dataset="iris")).input_names[:2] == ("sepal length (cm)", "sepal width (cm)")
    named = chosen(csv_file())
    data = load(RunConfig(dataset="csv", table=named.id, extra_inputs=("x1sq", "x1x2", "sinx1")))
    assert data.input_names == ("a", "b", "a²", "a·b", "sin a")


def test_equal_drafts_make_equal_data() -> None:
    draft = Draft((7, 5), noise=0.1, seed=3)
    assert draft == Draft(counts=(7, 5), noise=0.1, seed=3)
    make = DATASETS["moons"].make
    for one, other in zip(make(draft), make(Draft((7, 5), 0.1, 3)), strict=True):
        assert np.array_equal(one, other)
