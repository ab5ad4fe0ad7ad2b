"""The exit status: which runs make it 1, and on what."""

import pytest

from initcore import Trajectory, train
from initcore.commands.status import FAIL_ON, STRICTEST, fails
from tests.helpers.exported import CONFIGS

pytestmark = pytest.mark.numbers


@pytest.fixture(scope="module")
def runs() -> list[Trajectory]:
    """Symmetric, overflowing, flat, learnt, diverged."""
    return train(CONFIGS)


def test_the_strictest_is_what_holds_without_a_word() -> None:
    assert STRICTEST == "verdict"
    assert list(FAIL_ON) == ["verdict", "diverged", "error"]


def test_each_counts_what_the_next_one_counts_and_more(runs: list[Trajectory]) -> None:
    symmetric, learnt, diverged = runs[0], runs[3], runs[4]
    told = {on: [fails(run, None, on) for run in (learnt, symmetric, diverged)] for on in FAIL_ON}
    assert told == {
        "verdict": [False, True, True],
        "diverged": [False, False, True],
        "error": [False, False, False],
    }


@pytest.mark.parametrize("on", FAIL_ON)
def test_what_could_not_be_trained_always_counts(runs: list[Trajectory], on: str) -> None:
    assert all(fails(run, "there is not enough memory for this network", on) for run in runs)
