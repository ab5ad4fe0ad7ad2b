"""A sample of the blind set: the diagnosis is held to what other runs say of the same ones.

`make blind` does the whole set. What other runs came to is on file, for they say what would help; the run
itself and its fix are trained here, as they come out on this processor.
"""

import pytest

from tests.blind.drawing import drawn
from tests.blind.known import COUNT, OUTCOMES, SEED, Known
from tests.blind.trials import changes, outcome_of
from tests.blind.verdicts import Judged, judged, told

pytestmark = pytest.mark.numbers

EVERY = 8
MISLED = 0.04
"""One of a sample of 28, which may hold one of the few that the whole set has."""

HELPED = 0.75


@pytest.fixture(scope="module")
def sample() -> list[Judged]:
    """Every eighth run of the set, judged."""
    known = Known(OUTCOMES)
    found = []
    for config in drawn(SEED, COUNT)[::EVERY]:
        said = told(config)
        for one in (config, said.mended):
            if one is not None:
                known.add(one, outcome_of(one))
        found.append(judged(config, said, known.of))
    return found


def test_the_outcomes_on_file_are_those_of_the_set() -> None:
    known = Known(OUTCOMES)
    configs = drawn(SEED, COUNT)
    assert len(configs) >= 200
    assert all(one in known for config in configs for one in (config, *changes(config).values()))


def test_hardly_anybody_is_misled(sample: list[Judged]) -> None:
    misled = [(one.config.to_query(), one.told.verdict.name, one.misled) for one in sample if one.misled]
    assert len(misled) <= MISLED * len(sample), misled


def test_following_the_fix_helps_and_harms_nobody(sample: list[Judged]) -> None:
    curable = [one for one in sample if one.cured_by]
    assert sum(one.helped for one in curable) >= HELPED * len(curable)
    assert not [one.config.to_query() for one in curable if one.harmed]
