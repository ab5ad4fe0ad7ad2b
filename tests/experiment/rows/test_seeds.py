"""The settings of seeds: every seed that numpy takes and no other, and how many runs a start is."""

import numpy as np
import pytest

from initcore import Choice, ConfigError, RunConfig
from initcore.experiment.experiment import Experiment
from initcore.experiment.rows.seeds import SEED, SEEDS, TWIN, TWINS, WEIGHTS_SEED
from initcore.experiment.settings import OF_A_RUN


def test_the_largest_seed_is_the_largest_that_numpy_takes() -> None:
    high = int(SEED.high)
    assert np.random.RandomState(high).randint(10) in range(10)
    with pytest.raises(ValueError, match="Seed must be between"):
        np.random.RandomState(high + 1)


def test_all_seeds_have_the_same_bounds() -> None:
    seeds = [row for row in OF_A_RUN if row.name.endswith("_seed")]
    assert len(seeds) == 4
    assert {row.limit for row in seeds} == {SEED}


def test_a_start_is_trained_from_as_many_seeds_as_asked_from_the_first_on() -> None:
    base = RunConfig(weights_seed=7)
    runs = Experiment((Choice("he"),), base, seeds=3, twins=True).configs
    assert sorted((run.weights_seed, run.twin) for run in runs) == [
        (seed, twin) for seed in (7, 8, 9) for twin in (False, True)
    ]


def test_a_comparison_has_at_least_one_seed_and_64_at_most() -> None:
    for seeds in (0, 65):
        with pytest.raises(ConfigError, match=rf"`seeds` must be a whole number in \[1, 64\]; got {seeds}"):
            Experiment(seeds=seeds)
    assert Experiment(seeds=64).seeds == 64


def test_whether_a_run_is_a_twin_has_no_control_but_whether_there_are_twins_has() -> None:
    assert (TWIN.hideable, TWIN.label) == (False, "")
    for row in (WEIGHTS_SEED, SEEDS, TWINS):
        assert row.hideable
        assert row.label
        assert row.flag
