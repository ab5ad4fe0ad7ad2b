"""Answers counted by class, and what accuracy means where one class is large."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, Trajectory, train
from initcore.data.base import Data
from initcore.measures.classes import (
    UNEVEN,
    ByClass,
    answers,
    balanced,
    class_names,
    counts,
    largest_share,
    means_something,
    said_of,
    separating,
    uneven,
)
from initcore.model.network import logits


def _trained(**settings: Any) -> Trajectory:
    base = RunConfig(hidden=(7, 5), samples=43, test_samples=29, iterations=230, learning_rate=0.3)
    return train([replace(base, **settings)])[0]


def _data(*labels: int) -> Data:
    found = np.array(labels, float)
    return Data(np.zeros((2, found.size)), found, np.zeros((2, found.size)), found, int(found.max()) + 1)


@pytest.mark.parametrize(
    "settings", [{}, {"balance": 4.0}, {"dataset": "blobs", "classes": 3}, {"dataset": "iris"}]
)
def test_answers_are_those_that_accuracy_counts(settings: dict[str, Any]) -> None:
    run = _trained(**settings)
    found = answers(run)
    assert found is not None
    assert answers(run) is found
    for one, labels, accuracy in (
        (found.train, run.data.train_labels, run.train_accuracy),
        (found.test, run.data.test_labels, run.test_accuracy),
    ):
        assert one.said.shape == (run.data.classes,) * 2
        assert one.said.sum(axis=1).tolist() == one.examples.tolist()
        assert one.examples.tolist() == counts(labels, run.data.classes).tolist()
        assert one.accuracy == pytest.approx(accuracy, abs=1e-12)
        assert one.balanced_accuracy == pytest.approx(one.recall.mean())


def test_rows_are_the_examples_classes_and_columns_the_answers() -> None:
    run = _trained(dataset="iris")
    z = logits(run.shape, run.theta[None], run.data.test_inputs)[0]
    expected = np.zeros((3, 3), int)
    for own, given in zip(run.data.test_labels.astype(int), z.argmax(axis=0), strict=True):
        expected[own, given] += 1
    assert np.array_equal(answers(run).test.said, expected)  # type: ignore[union-attr]


def test_several_iterations_are_each_as_alone() -> None:
    run = _trained()
    theta, data = run.frames[:3], run.data
    together = said_of(run.shape, theta, data.train_inputs, data.train_labels, 2)
    for at in range(3):
        alone = said_of(run.shape, theta[at : at + 1], data.train_inputs, data.train_labels, 2)
        assert np.array_equal(together[at], alone[0])


def test_what_is_no_number_is_no_answer() -> None:
    run = _trained()
    theta = np.full_like(run.theta, np.nan)[None]
    assert said_of(run.shape, theta, run.data.test_inputs, run.data.test_labels, 2).sum() == 0
    assert answers(replace(run, diverged_at=run.iteration)) is None


def test_who_names_the_larger_class_has_a_balanced_accuracy_of_one_half() -> None:
    named = ByClass(np.array([[19, 0], [1, 0]]), np.array([19, 1]))
    assert (named.accuracy, named.balanced_accuracy, named.recall.tolist()) == (0.95, 0.5, [1.0, 0.0])
    empty = ByClass(np.array([[3, 1], [0, 0]]), np.array([4, 0]))
    assert empty.balanced_accuracy == 0.75
    assert math.isnan(empty.recall[1])


def test_uneven_is_from_a_ratio_on() -> None:
    assert not uneven(_data(*[0] * 14, *[1] * 10))
    assert uneven(_data(*[0] * 15, *[1] * 10))
    assert UNEVEN == 15 / 10
    assert balanced(_trained()) is None
    both = balanced(_trained(balance=4.0, initialization="zeros"))
    assert both == (0.5, 0.5)
    lost = _trained(balance=4.0)
    assert np.isnan(balanced(replace(lost, diverged_at=lost.iteration))).all()  # type: ignore[arg-type]


def test_what_the_largest_class_gets_means_nothing() -> None:
    data = _data(*[0] * 9, 1)
    assert largest_share(data.train_labels) == 0.9
    assert not means_something(0.9, data)
    assert means_something(0.91, data)
    assert means_something(0.9, _data(0, 1))
    assert (separating(0.95, 0.5, 1), separating(0.95, 0.95, 1)) == (0.95, pytest.approx(0.995))
    assert separating(0.95, 0.5, 0.8) == pytest.approx(0.77)


def test_classes_without_names_are_numbered() -> None:
    assert class_names(_data(0, 1, 2)) == ("0", "1", "2")
    assert class_names(_trained(dataset="iris").data)[0] == "setosa"
