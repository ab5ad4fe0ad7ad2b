"""Theory against what is measured of wide networks."""

import numpy as np
import pytest

from initcore import RunConfig
from initcore.measures.at_initialization import start_of
from initcore.theory.signal import expected_signal_sizes
from tests.helpers.small import begun


@pytest.mark.parametrize(("name", "scale"), [("he", 2.0), ("xavier", 1.0)])
def test_theory_agrees_with_the_mean_of_wide_networks(name: str, scale: float) -> None:
    configs = [
        RunConfig(initialization=name, hidden=(128,) * 6, samples=40, weights_seed=seed) for seed in range(8)
    ]
    runs = [begun(config) for config in configs]
    measured = np.sqrt(np.mean([start_of(run).preactivation ** 2 for run in runs], axis=0))
    # The input has two features and the output one unit: they vary more than the wide layers between.
    assert measured[:-1] == pytest.approx(expected_signal_sizes(runs[0], scale)[:-1], rel=0.3)
    decay = measured[5] / measured[1]
    assert decay == pytest.approx((scale / 2) ** 2, rel=0.25)
