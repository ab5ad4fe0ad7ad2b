"""How far weights have gone: from a kept iteration to the end, beside what they were."""

from dataclasses import replace

import numpy as np
import pytest

from initcore.measures.travel import travelled
from tests.helpers.small import CONFIG, begun, even, trained


@pytest.mark.parametrize("since", [0, 70, 75, 210])
def test_it_is_the_change_over_the_size_layer_by_layer(since: int) -> None:
    run = trained()
    at = since // CONFIG.record_every
    expected = [
        np.sqrt(np.mean((now - then) ** 2) / np.mean(then**2))
        for then, now in zip(run.weights(at), run.weights(-1), strict=True)
    ]
    np.testing.assert_allclose(travelled(run, since), expected, rtol=1e-12)


def test_who_has_not_moved_has_not_gone_far() -> None:
    assert travelled(begun(), 0).tolist() == [0.0, 0.0, 0.0]
    assert travelled(trained(), 10**6).tolist() == [0.0, 0.0, 0.0]


def test_beside_weights_of_0_no_way_has_a_length() -> None:
    assert np.isnan(travelled(even("zeros", bias="uniform"), 0)).all()
    assert np.isnan(travelled(even("he", zero_last=True), 0)).tolist() == [False, False, True]


def test_a_run_that_diverged_went_as_far_as_it_was_finite() -> None:
    wild = trained(replace(CONFIG, hidden=(128,) * 5, initialization="random"))
    assert wild.diverged
    assert np.isfinite(travelled(wild, 0)).all()
