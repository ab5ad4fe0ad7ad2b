"""What a network is said to answer at a point is what its own logits say there."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, Trajectory, train
from initcore.data.projection import plane_of
from initcore.figures.maps import LEVELS, cells_of, extent, grid, map_at
from initcore.figures.probing import answers_at, at_of, probed_of
from initcore.model.network import logits
from tests.helpers.browsing import sent
from tests.helpers.stores import DIVERGING

SMALL: dict[str, Any] = {
    "hidden": (7, 5),
    "samples": 60,
    "test_samples": 31,
    "iterations": 330,
    "learning_rate": 0.1,
}
POINTS = [(0.25, -0.5), (0.0, 0.0), (-3.0, 7.5)]


def _run(**settings: Any) -> Trajectory:
    return train([RunConfig(**{**SMALL, **settings})])[0]


def _own(run: Trajectory, at: int, points: Any = POINTS) -> np.ndarray:
    """The logits (outputs, points) of the network as it was at that kept iteration."""
    [theta] = run.drawable[1][run.drawable[0] == at]
    return logits(run.shape, theta[None], plane_of(run.data).lifted(np.array(points, float).T))[0]


@pytest.mark.parametrize("settings", [{}, {"dataset": "moons", "extra_inputs": ("x1sq", "sinx2")}], ids=str)
@pytest.mark.parametrize(("asked", "at"), [(0, 0), (120, 100), (330, 330), (10**9, 330)])
def test_of_two_classes_it_is_the_logit_and_the_probability(settings: dict, asked: int, at: int) -> None:
    run = _run(**settings)
    [z], found = _own(run, at), answers_at(run, asked, POINTS)
    assert found.logits == [[float(one)] for one in z]
    assert found.classes == [int(one > 0) for one in z]
    assert found.chances == pytest.approx(1 / (1 + np.exp(-z)), abs=1e-12)


@pytest.mark.parametrize("settings", [{"dataset": "iris"}, {"dataset": "blobs", "classes": 5}], ids=str)
def test_of_many_classes_it_is_all_logits_the_likeliest_and_its_probability(settings: dict) -> None:
    run = _run(**settings)
    z, found = _own(run, 330), answers_at(run, 330, POINTS)
    assert found.logits == z.T.tolist()
    assert found.classes == z.argmax(axis=0).tolist()
    powers = np.exp(z - z.max(axis=0))
    assert found.chances == pytest.approx((powers / powers.sum(axis=0)).max(axis=0), abs=1e-12)


@pytest.mark.parametrize("settings", [{}, {"dataset": "blobs", "classes": 5}], ids=str)
def test_it_says_what_the_map_says_there(settings: dict) -> None:
    run = _run(**settings)
    middles = grid(extent(run.data), cells_of(run.shape))[:, ::301]
    found = answers_at(run, 330, [(float(x), float(y)) for x, y in middles.T])
    bytes_ = map_at(run, 330)[1].ravel()[::301].astype(int)
    if run.data.classes == 2:
        assert np.abs(bytes_ - 254 * np.array(found.chances, float)).max() <= 0.5
    else:
        assert (bytes_ // LEVELS).tolist() == found.classes


def test_a_logit_too_large_for_its_exponential_has_a_probability() -> None:
    run = _run()
    loud = replace(run, kept=run.kept[:0], frames=run.frames[:0], slot_frames=run.slot_frames[:0])
    loud = replace(loud, theta=30 * np.random.RandomState(3).randn(run.theta.size))
    found = answers_at(loud, 330, POINTS)
    assert all(abs(one) > 800 for [one] in found.logits)
    assert found.chances == [float(answer or 0) for answer in found.classes]
    assert sent(found)["chances"] == found.chances


@pytest.mark.parametrize("settings", [{}, {"dataset": "iris"}], ids=str)
def test_where_numbers_overflow_there_is_no_answer(settings: dict) -> None:
    run = _run(**settings)
    loud = replace(run, kept=run.kept[:0], frames=run.frames[:0], slot_frames=run.slot_frames[:0])
    loud = replace(loud, theta=np.full(run.theta.size, 1e200))
    assert sent(answers_at(loud, 330, POINTS[:2])) == {
        "classes": [None, None],
        "chances": [None, None],
        "logits": [[], []],
    }


def test_a_run_that_diverged_answers_as_it_last_did() -> None:
    [run] = train([DIVERGING])
    assert answers_at(run, 10**9, POINTS) == answers_at(run, 63, POINTS)


def test_no_point_is_no_answer() -> None:
    assert sent(answers_at(_run(), 330, [])) == {"classes": [], "chances": [], "logits": []}


def test_what_is_sent_to_be_asked_is_small_and_answers_the_same() -> None:
    runs = [_run(), _run(weights_seed=5), train([DIVERGING])[0]]
    for asked in (0, 120, 10**9):
        parts = [at_of(run, asked) for run in runs]
        assert all(part.frames.size == part.iterations.size == 0 for part in parts)
        assert probed_of(parts, POINTS) == [answers_at(run, asked, POINTS) for run in runs]
