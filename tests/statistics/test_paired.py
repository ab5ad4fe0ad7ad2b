"""Two initializations seed by seed: differences, what a diverged run counts as, and who beats whom."""

import math
from dataclasses import replace

import numpy as np
import pytest

from initcore import RunConfig, Trajectory, train
from initcore.statistics.intervals import LEVEL, holm, median_interval, sign_test
from initcore.statistics.paired import (
    BEATS,
    LEANS,
    LEVEL_ON_ALL,
    NO_DIFFERENCE,
    TOO_FEW,
    Contest,
    Paired,
    contests,
    last_accuracy,
    paired,
)
from tests.helpers.small import SMALL

INF = math.inf


@pytest.fixture(scope="module")
def runs() -> list[Trajectory]:
    return train([RunConfig(**SMALL, weights_seed=seed) for seed in range(7)])


@pytest.fixture(scope="module")
def lost(runs: list[Trajectory]) -> list[Trajectory]:
    """The same seeds, had they diverged at the end."""
    return [replace(run, diverged_at=run.iteration) for run in runs]


def test_differences_are_taken_seed_by_seed(runs: list[Trajectory]) -> None:
    others = train([replace(run.config, initialization="xavier") for run in runs[2:]][::-1])
    result = paired(runs, others)
    pairs = list(zip(runs[2:], others[::-1], strict=True))
    expected = [run.test_accuracy - other.test_accuracy for run, other in pairs]
    np.testing.assert_allclose(result.differences, expected, atol=1e-12)
    assert result.seeds == 5 == result.wins + result.losses + result.ties
    assert result.median == pytest.approx(np.median(expected))
    assert result.medians[0] == pytest.approx(np.median([run.test_accuracy for run, _ in pairs]))
    assert (result.interval, result.chance) == (None, sign_test(result.wins, result.losses))
    with pytest.raises(ValueError, match="no seed in common"):
        paired(runs[:2], others)


def test_seen_from_the_other_side_it_is_the_same(runs: list[Trajectory]) -> None:
    others = train([replace(run.config, initialization="zeros") for run in runs])
    one, other = paired(runs, others), paired(others, runs)
    assert one.reversed.differences.tolist() == other.differences.tolist()
    assert (one.wins, one.losses, one.ties) == (other.losses, other.wins, other.ties)
    assert one.interval == median_interval(one.differences)
    assert one.reversed.medians == other.medians
    assert not np.signbit(one.reversed.differences[one.reversed.differences == 0]).any()


def test_equal_accuracies_are_ties_however_they_are_rounded() -> None:
    result = Paired(np.round(np.array([0.3 - (0.1 + 0.2), 0.7 - 0.7]), 12), (0.5, 0.5))
    assert (result.wins, result.losses, result.ties) == (0, 0, 2)


def test_a_diverged_run_is_a_loss_without_points_and_two_are_a_tie(
    runs: list[Trajectory], lost: list[Trajectory]
) -> None:
    assert last_accuracy(lost[0], np.array([0.9])) == -INF
    result = paired(runs, lost)
    assert result.differences.tolist() == [INF] * 7
    assert (result.wins, result.median, result.interval, result.diverged) == (7, INF, (INF, INF), (0, 7))
    assert result.medians[1] == -INF
    both = paired(lost, lost)
    assert (both.ties, both.median, both.diverged) == (7, 0.0, (7, 7))
    some = paired(runs, [*lost[:2], *runs[2:]])
    assert (some.wins, some.ties, some.median, some.diverged) == (2, 5, 0.0, (0, 2))


def test_a_run_that_could_not_be_trained_has_no_part(runs: list[Trajectory]) -> None:
    errors = ["no memory", *[None] * 6]
    assert paired(runs, runs, (errors, [None] * 7)).seeds == paired(runs, runs, ([], errors)).seeds == 6
    [found] = contests([runs, runs], [errors, [None] * 7])
    assert found.result.seeds == 6
    assert contests([runs, runs], [["no memory"] * 7, [None] * 7]) == ()


def test_every_pair_is_there_and_the_one_ahead_first(runs: list[Trajectory]) -> None:
    names = ("zeros", "he", "xavier", "small_random")
    groups = [train([replace(run.config, initialization=name) for run in runs]) for name in names]
    found = contests(groups)
    assert {frozenset((each.one, each.other)) for each in found} == {
        frozenset(pair) for pair in ((0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3))
    }
    assert all(each.result.wins >= each.result.losses for each in found)
    assert [each.chance for each in found] == pytest.approx(holm([each.result.chance for each in found]))
    assert {each.fewest for each in found} == {8}
    assert {each.outcome for each in found} == {TOO_FEW}
    assert contests(groups[:1]) == ()


@pytest.mark.parametrize(
    ("differences", "medians", "chance", "outcome"),
    [
        ([0.03] * 9 + [-0.01], (0.9, 0.8), 0.02, BEATS),
        ([0.03] * 9 + [-0.01], (0.8, 0.8), 0.02, LEANS),
        ([0.03] * 9 + [-0.01], (0.9, 0.8), LEVEL + 0.001, NO_DIFFERENCE),
        ([0.03] * 8 + [0.0] * 8, (0.9, 0.8), 0.01, LEANS),
        ([0.03] * 5 + [-0.03] * 5, (0.9, 0.8), 1.0, NO_DIFFERENCE),
        ([0.0] * 8, (0.8, 0.8), 1.0, LEVEL_ON_ALL),
        ([INF] * 8, (0.8, -INF), 0.01, BEATS),
        ([0.03] * 5, (0.9, 0.8), 0.01, TOO_FEW),
        ([0.0] * 5, (0.9, 0.9), 1.0, TOO_FEW),
    ],
)
def test_one_beats_another_only_where_interval_wins_and_medians_agree(
    differences: list[float], medians: tuple[float, float], chance: float, outcome: str
) -> None:
    assert Contest(0, 1, Paired(np.array(differences), medians), chance, 6).outcome == outcome
