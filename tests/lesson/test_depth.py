"""What the chapter on depth says: of the signal, of costs near chance, of runs cut short, of spikes."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from initcore import train
from initcore.lesson.depth import (
    accident_sentences,
    depth_configs,
    fading,
    gap_sentence,
    jumps,
    outcome_sentences,
    signal_sentence,
    spike_sentences,
    unfinished_sentences,
)
from initcore.lesson.runs import COURSE
from initcore.statistics.twins import agreement
from initcore.training.trajectory import Trajectory
from pages._lesson.depth import CHAPTER
from tests.helpers.small import CONFIG, trained

pytestmark = pytest.mark.numbers

EVEN = replace(CONFIG, samples=54)


@pytest.fixture(scope="module")
def short() -> list[Trajectory]:
    return [trained(config) for config in depth_configs(replace(CONFIG, iterations=14))]


@pytest.fixture(scope="module")
def learned() -> Trajectory:
    return trained(replace(EVEN, iterations=12_000, learning_rate=0.1))


def with_costs(run: Trajectory, costs: Sequence[float]) -> Trajectory:
    """The run with other costs on its records, as far as they go, and its own after that."""
    return replace(run, costs=np.array([*costs, *run.costs[len(costs) :]]))


def test_it_says_how_much_signal_is_left(short: list[Trajectory]) -> None:
    xavier, he = fading(short[0]), fading(short[1])
    assert len(short[0].config.hidden) == 20
    assert xavier.expected_ratio == 2**-10
    assert he.expected_ratio == 1
    assert 0.1 < xavier.ratio / xavier.expected_ratio < 10
    assert "theory expects 9.8e−4" in signal_sentence(xavier)
    assert "The outputs of He are" in gap_sentence(he, xavier) == gap_sentence(xavier, he)


def test_a_cost_stands_beside_every_accuracy(short: list[Trajectory]) -> None:
    said = outcome_sentences(short)
    assert [sentence.split(" ")[0] for sentence in said] == ["**5", "**10", "**20"]
    assert f"Xavier at cost {short[0].costs[-1]:.3f}, train accuracy" in said[-1]
    assert "never leaves chance" in said[-1]


def test_an_accuracy_at_chance_is_called_an_accident(learned: Trajectory) -> None:
    zeros = trained(replace(EVEN, initialization="zeros"))
    (said,) = accident_sentences([learned, zeros])
    assert "guessing, 0.693, end Zeros with 2 hidden layers (50.0 %)." in said
    assert accident_sentences([learned]) == []
    # At the cost of guessing and yet nearly always right: that is no accident.
    assert accident_sentences([with_costs(learned, [0.69] * learned.costs.size)]) == []


def test_what_left_chance_and_was_still_falling_is_unfinished(learned: Trajectory) -> None:
    on_its_way = trained(replace(learned.config, learning_rate=0.05, iterations=1400))
    (said,) = unfinished_sentences([learned, on_its_way], 14_000)
    assert said.startswith("**Unfinished is not failed.** He with 2 hidden layers left chance")
    assert "1\u202f400 iterations are 10 % of the course's 14\u202f000" in said
    assert unfinished_sentences([learned], 21_000) == []
    assert unfinished_sentences([on_its_way], 1400) == []
    assert unfinished_sentences([trained(replace(EVEN, initialization="zeros"))], 21_000) == []


def test_a_spike_is_a_cost_that_rises_after_having_left_chance(learned: Trajectory) -> None:
    assert not jumps(learned)
    assert spike_sentences([learned]) == []
    assert not jumps(with_costs(learned, [5.0]))  # high before it ever left chance
    spiked = with_costs(learned, [0.9, 0.5, 0.8, 2.8])
    assert jumps(spiked)
    (said,) = spike_sentences([learned, spiked])
    assert "the cost of He with 2 hidden layers jumps up again on its way." in said


def test_of_a_run_with_a_spike_no_figure_is_told_that_rounding_made(learned: Trajectory) -> None:
    spiked = with_costs(learned, [0.9, 0.5, 0.8, 2.8])
    (told,) = outcome_sentences([spiked])
    (smooth,) = outcome_sentences([learned])
    assert f"at cost {learned.costs[-1]:.3f}, train accuracy" in smooth
    assert "jumping up and down, having been at 90 % train accuracy (leaves chance at iteration" in told
    assert "cost" not in told
    assert not re.search(r"\d", spike_sentences([spiked])[0].replace("2 hidden layers", ""))


@pytest.mark.timeout(300)
def test_no_run_of_the_chapter_is_chaotic() -> None:
    """Each figure that is told is the run's own: its twin, one unit in the last place away, says the same."""
    configs = CHAPTER.configs("")
    runs = train(list(configs))
    twins = train([replace(config, twin=True) for config in configs])
    for run, twin in zip(runs, twins, strict=True):
        assert not jumps(run)
        assert agreement(run, twin)[1].min() > 12
    assert CHAPTER.options[CHAPTER.happened(runs) or 0] == "Only He's"
    assert CHAPTER.after(runs) == CHAPTER.after(twins)


@pytest.mark.timeout(300)
def test_at_the_courses_rate_the_deepest_would_jump() -> None:
    [run] = train([replace(CHAPTER.configs("")[1], learning_rate=COURSE.learning_rate)])
    assert jumps(run)
