"""Every pair of initializations for programs: numbers with all their digits, and the sentence beside them."""

import json
from dataclasses import replace

import pytest

from initcore import RunConfig, Trajectory, train
from initcore.export.pair_records import pairs_of
from initcore.export.rows import to_json_text
from initcore.statistics.paired import contests
from tests.helpers.exported import SMALL


@pytest.fixture(scope="module")
def runs() -> list[Trajectory]:
    starts = [RunConfig(**SMALL, initialization=name) for name in ("zeros", "he")]
    return train([replace(start, weights_seed=seed) for start in starts for seed in range(6)])


def test_a_pair_is_a_record_of_what_is_measured(runs: list[Trajectory]) -> None:
    [found] = pairs_of(runs)
    [contest] = contests([runs[:6], runs[6:]])
    sides = [runs[:6], runs[6:]]
    result = contest.result
    assert (found["won"], found["lost"], found["tied"]) == (result.wins, result.losses, result.ties)
    assert found["keys"] == [[run.config.key for run in sides[at]] for at in (contest.one, contest.other)]
    assert {found["one"], found["other"]} == {"Zeros", "He"}
    assert (found["seeds"], found["diverged"]) == (6, [0, 0])
    assert found["median_difference"] == result.median
    assert found["interval"] == list(result.interval or ())
    assert (found["p"], found["p_alone"], found["outcome"]) == (
        contest.chance,
        result.chance,
        contest.outcome,
    )
    assert found["one"] in found["sentence"]


def test_a_difference_without_a_number_is_a_text(runs: list[Trajectory]) -> None:
    lost = [replace(run, diverged_at=run.iteration) for run in runs[:6]]
    text = to_json_text([*lost, *runs[6:]], [False] * 12)
    [found] = json.loads(text)["pairs"]
    assert (found["one"], found["median_difference"], found["interval"]) == ("He", "inf", ["inf", "inf"])


def test_one_seed_makes_no_pairs_and_twins_have_no_part(runs: list[Trajectory]) -> None:
    assert pairs_of(runs[:1]) == pairs_of([runs[0], runs[6]]) == pairs_of([]) == []
    twins = train([replace(run.config, twin=True) for run in runs])
    assert pairs_of([*runs, *twins]) == pairs_of(runs)
