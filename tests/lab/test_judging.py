"""What store and boards say of a run is found in one go, and is what each would find by itself."""

from dataclasses import replace

import pytest

from initcore import RunConfig, train
from initcore.diagnosis.diagnose import diagnose
from initcore.diagnosis.found import found
from initcore.lab.judging import judged
from initcore.measures.curves import best_of, measure
from tests.helpers.stores import SMALL


@pytest.mark.parametrize(
    "config", [SMALL, replace(SMALL, initialization="zeros"), replace(SMALL, balance=3.0)]
)
@pytest.mark.parametrize("iteration", [275, 130])
def test_a_run_is_judged_as_it_stands(config: RunConfig, iteration: int) -> None:
    run = train([config])[0].until(iteration)
    ended = run.closed(run.config)
    said = judged([run])
    assert said.found == found(ended)
    assert said.verdict == diagnose(ended).name == said.found.verdicts[0].name
    assert (said.cost, said.accuracy) == (ended.costs[-1], ended.train_accuracy)
    assert [*said.measured.test] == [*measure(ended).test]
    assert said.measured.test.max() == best_of(ended).test_accuracy
    assert (said.found.balanced is not None) == (config.balance > 1.5)
    assert said.seconds >= 0
