"""The data sets there are: each is what its record says, and only what is made can be made."""

import re

import numpy as np
import pytest

from initcore.data.base import Dataset, Draft
from initcore.data.datasets import DATASETS, OWN, REAL
from initcore.data.generators import MADE

each_made = pytest.mark.parametrize("record", MADE, ids=lambda record: record.name)
each_real = pytest.mark.parametrize("record", REAL, ids=lambda record: record.name)


@each_made
def test_made_data_have_the_features_and_classes_of_their_record(record: Dataset) -> None:
    for classes in {record.classes, record.most_classes}:
        inputs, labels = record.make(Draft((5,) * classes, 0.1, 3))
        assert inputs.shape == (5 * classes, record.features)
        assert np.bincount(labels).tolist() == [5] * classes
    assert not record.real
    assert not record.uploaded


@each_real
def test_a_real_set_is_what_its_record_and_its_description_say(record: Dataset) -> None:
    import sklearn.datasets

    bunch = getattr(sklearn.datasets, f"load_{record.name}")()
    size, features = bunch.data.shape
    assert (features, len(bunch.target_names)) == (record.features, record.classes)
    assert re.match(r"\d+", record.description)[0] == str(size)  # type: ignore[index]
    assert record.real
    assert not record.uploaded


@pytest.mark.parametrize("record", [*REAL, OWN], ids=lambda record: record.name)
def test_what_is_not_made_cannot_be(record: Dataset) -> None:
    with pytest.raises(ValueError, match="real data are not made"):
        record.make(Draft((26, 27), 0.1, 3))


def test_one_set_alone_is_uploaded_and_comes_last() -> None:
    assert [record.name for record in DATASETS if record.uploaded] == ["csv"] == [DATASETS.names[-1]]
    assert OWN.real


@pytest.mark.parametrize("part", ["label", "description"])
def test_no_two_sets_look_the_same(part: str) -> None:
    said = [getattr(record, part) for record in DATASETS]
    assert len(set(said)) == len(said)
