"""Trajectories: what is kept, and what is read from it."""

import pickle

import numpy as np
import pytest

from initcore import RunConfig, Trajectory, begin, train
from initcore.data.loading import load
from initcore.model.activations import ACTIVATIONS
from initcore.model.network import Shape
from initcore.training import trajectory
from initcore.training.begin import initial_parameters
from initcore.training.trajectory import accuracies, frame_spacing
from tests.helpers.compare import assert_same_run, identical
from tests.helpers.small import CONFIG, SMALL, trained
from tests.helpers.textbook import FUNCTIONS

pytestmark = pytest.mark.numbers


def test_the_courses_run_keeps_every_record() -> None:
    assert frame_spacing(RunConfig(), 15_000) == RunConfig().record_every


@pytest.mark.parametrize(
    "hidden", [(1,), (10, 5), (128, 64), (101, 3)], ids=lambda hidden: f"{len(hidden)}x{hidden[0]}"
)
@pytest.mark.parametrize("record_every", [1, 7, 50])
def test_frames_fit_their_budget_at_every_length(hidden: tuple[int, ...], record_every: int) -> None:
    config = RunConfig(hidden=hidden, iterations=100_000, record_every=record_every)
    nbytes, before = 8 * config.shape.size, record_every
    for iteration in range(0, 100_001, 97):
        spacing = frame_spacing(config, iteration)
        kept = iteration // spacing + 1
        assert kept * nbytes <= trajectory.FRAME_BYTES
        # No sparser than it must be, and a grid that the finer one before it contains.
        assert spacing == record_every or (2 * kept + 1) * nbytes > trajectory.FRAME_BYTES
        assert spacing % before == 0
        before = spacing


@pytest.mark.usefixtures("few_frames")
def test_when_few_frames_are_kept_they_are_even_and_the_ends_are_there() -> None:
    run = trained()
    assert run.kept.tolist() == [0, 56, 112, 168]
    assert run.iterations.tolist() == [*range(0, 211, 7), 211]
    assert run.weights(0)[0].tolist() == begin([CONFIG]).runs[0].weights(0)[0].tolist()
    assert np.array_equal(run.weights(-1)[0], _last_weights(run))
    iterations, frames = run.drawable
    assert iterations.tolist() == [0, 56, 112, 168, 211]
    assert np.array_equal(frames[-1], run.theta)


def _last_weights(run: Trajectory) -> np.ndarray:
    return run.theta[:21].reshape(7, 3)[:, :2]


@pytest.mark.usefixtures("few_frames")
def test_parameters_that_were_not_kept_are_refused_with_the_reason() -> None:
    run = trained()
    for read in (run.weights, run.biases):
        with pytest.raises(ValueError, match=r"at iteration 7 were not kept: .* multiples of 56 and at"):
            read(1)
        assert [matrix.shape[0] for matrix in read(8)] == [7, 5, 1]


@pytest.mark.usefixtures("few_frames")
def test_the_same_costs_whatever_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    few = trained()
    monkeypatch.setattr(trajectory, "FRAME_BYTES", 2**23)
    all_ = trained()
    assert all_.kept.tolist() == list(range(0, 211, 7))
    assert np.array_equal(few.costs, all_.costs)
    assert np.array_equal(few.train_accuracies, all_.train_accuracies)
    assert np.array_equal(few.frames, all_.frames[::8])
    best = float(few.train_accuracies.max())
    assert few.first_at(best) == all_.first_at(best)
    assert few.first_at(best + 1e-9) is None


@pytest.mark.parametrize("stop", [0, 7, 61, 210, 211])
def test_drawable_is_what_is_kept_and_the_present(stop: int) -> None:
    run = trained(stop=stop)
    iterations, frames = run.drawable
    assert iterations.tolist() == sorted({*range(0, stop + 1, 7), stop})
    assert frames.shape == (iterations.size, run.theta.size)
    assert np.array_equal(frames[-1], run.theta)


def test_weights_and_biases_have_the_courses_shapes() -> None:
    run = trained()
    for k in (0, 13, run.iterations.size - 1, -1):
        assert [matrix.shape for matrix in run.weights(k)] == [(7, 2), (5, 7), (1, 5)]
        assert [matrix.shape for matrix in run.biases(k)] == [(7, 1), (5, 1), (1, 1)]
    expected, _ = initial_parameters(CONFIG, lambda: load(CONFIG).train_inputs)
    assert all(np.array_equal(a, b) for a, b in zip(run.weights(0), expected, strict=True))
    assert not any(bias.any() for bias in run.biases(0))
    assert all(bias.any() for bias in run.biases(-1))


def test_weights_are_copies() -> None:
    run = trained()
    before = run.frames.copy()
    for matrix in run.weights(0) + run.biases(0):
        matrix[:] = 7
    assert np.array_equal(run.frames, before)


@pytest.mark.parametrize("k", [32, -33, 10**6])
def test_a_record_that_does_not_exist_is_an_index_error(k: int) -> None:
    run = trained()
    assert run.iterations.size == 32
    for read in (run.weights, run.biases):
        with pytest.raises(IndexError):
            read(k)


@pytest.mark.parametrize("activation", ACTIVATIONS.names)
def test_costs_are_those_of_the_weights(activation: str) -> None:
    run = trained(RunConfig(**SMALL, activation=activation))
    data = load(run.config)
    for k in (0, 5, -1):
        a = data.train_inputs
        for weight, bias in zip(run.weights(k), run.biases(k), strict=True):
            z = weight @ a + bias
            a = FUNCTIONS[activation](z)
        p = 1 / (1 + np.exp(-z[0]))
        cost = -np.where(data.train_labels == 1, np.log(p), np.log(1 - p)).mean()
        # Logarithms of rounded probabilities; the largest |logit| here is below 10.
        assert run.costs[k] == pytest.approx(cost, rel=1e-11)


def test_accuracies_count_the_right_side_of_one_half() -> None:
    shape = Shape((2, 1, 1), "relu")
    # One unit that passes x on, and a boundary at x = 1: theta is w1 w2 b, w b.
    theta = np.array([[1.0, 0, 0, 1, -1], [1, 0, 0, -1, 1], [0, 0, 0, 0, 0], [np.nan, 0, 0, 1, -1]])
    inputs = np.array([[0.0, 0.5, 2, 3, 5], [7, 7, 7, 7, 7]])
    labels = np.array([0.0, 0, 1, 1, 0])
    # A logit of 0 is p = 0.5, which is not above one half: class 0.
    expected = [0.8, 0.2, 0.6, np.nan]
    assert identical(accuracies(shape, theta, inputs, labels), expected)


@pytest.mark.parametrize("dataset", ["circles", "iris"])
def test_accuracies_are_those_of_the_recorded_weights(dataset: str) -> None:
    run = trained(RunConfig(**SMALL, dataset=dataset))
    data, (_, theta) = load(run.config), run.drawable
    expected = accuracies(run.shape, theta, data.train_inputs, data.train_labels)
    assert run.train_accuracies.tolist() == expected.tolist()
    assert len(set(expected)) > 3
    assert run.first_at(float(expected.max())) == run.iterations[expected.argmax()]


def test_accuracies_of_a_run_are_of_its_last_parameters() -> None:
    run, data = trained(), load(CONFIG)
    for got, inputs, labels in (
        (run.train_accuracy, data.train_inputs, data.train_labels),
        (run.test_accuracy, data.test_inputs, data.test_labels),
    ):
        expected = accuracies(run.shape, run.theta[None], inputs, labels)[0]
        assert got == expected
        assert (got * labels.size).is_integer()
        assert got > accuracies(run.shape, run.frames[:1], inputs, labels)[0]


def test_naive_first_cost_is_inf_only_where_the_notebook_prints_inf() -> None:
    he, large = trained(stop=61), trained(RunConfig(**SMALL, initialization="random"), stop=61)
    assert he.naive_first_cost == pytest.approx(he.costs[0], rel=1e-11)
    assert large.naive_first_cost == np.inf
    assert np.isfinite(large.costs).all()


def test_a_trajectory_survives_pickling_with_what_was_read_from_it() -> None:
    run = trained()
    accuracy, _ = run.train_accuracy, run.drawable
    back = pickle.loads(pickle.dumps(run))
    assert_same_run(back, run)
    assert back.train_accuracy == accuracy


def test_done_and_diverged() -> None:
    assert [trained(stop=stop).done for stop in (0, 210, 211)] == [False, False, True]
    assert not trained().diverged
    assert train([CONFIG])[0].done
