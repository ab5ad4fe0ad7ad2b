"""A run at its start travels light and arrives as it is; one that stands somewhere is asked how it does."""

import pickle

import numpy as np
import pytest

from initcore import RunConfig, advance, begin, train
from initcore.lab.starting import begun, standing
from initcore.measures.curves import accuracy_curves, known_curves
from initcore.memory import forget_everything
from tests.helpers.compare import assert_same_run
from tests.helpers.stores import DIVERGING, SMALL

LARGE = RunConfig(hidden=(61, 59), samples=23, test_samples=7)


@pytest.mark.parametrize("optimizer", ["gd", "adam"])
def test_a_run_arrives_as_it_begins_here_and_travels_without_a_second_copy(optimizer: str) -> None:
    config = LARGE.from_dict({**LARGE.to_dict(), "optimizer": optimizer})
    [sent] = begun([config])
    [here] = begin([config]).runs
    on_its_way = pickle.dumps(sent, pickle.HIGHEST_PROTOCOL)
    assert len(on_its_way) < 1.3 * (here.theta.nbytes + here.slots.nbytes)
    forget_everything()
    arrived = pickle.loads(on_its_way).arrived()
    assert_same_run(arrived, here)
    curves, whole = known_curves(arrived)
    assert whole
    assert np.array_equal(curves.test, accuracy_curves(here).test)


def test_how_a_run_stands_between_two_records_is_what_training_said() -> None:
    for stop in (50, 60, 275):
        [run] = advance(begin([SMALL]), stop).runs
        cost, accuracy = standing((run,))
        assert (cost, accuracy) == (run.cost, run.accuracy)
    [fallen] = train([DIVERGING])
    assert not np.isfinite(standing((fallen,))[0])
