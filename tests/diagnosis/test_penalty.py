"""What is laid to L2, with the numbers that show it; and what is not."""

import pytest

from initcore import RunConfig, train
from initcore.diagnosis.diagnose import diagnose
from initcore.diagnosis.penalty import WIPED, too_strong
from initcore.experiment.config import RunConfig as Config
from initcore.measures.seen import Seen
from tests.helpers.reading import measured, remedy_of, saw

pytestmark = pytest.mark.numbers


def _config(text: str) -> Config:
    return RunConfig.from_query(dict(word.split("=") for word in f"n=120 iters=2000 {text}".split()))


def test_weights_that_it_wipes_out_are_told_what_is_left_of_them() -> None:
    [run] = train([_config("l2=100 lr=0.1 n=300 iters=3000")])
    verdict = diagnose(run)
    assert verdict.name == "penalty_too_strong"
    [left] = measured(verdict, "l2_wiped", "left")
    assert left < WIPED
    assert remedy_of(verdict).changes == {"l2": 0.0}


def test_one_that_binds_later_shows_in_where_the_run_would_go_without_it() -> None:
    bound = _config(
        "init=torch_truncated_normal hidden=64-64 act=elu data=checkerboard n=100 seed=441 opt=rmsprop "
        "lr=0.01 l2=1 iters=3000"
    )
    [run] = train([bound])
    verdict = diagnose(run)
    assert verdict.name == "penalty_too_strong"
    assert saw(verdict)[0] == "lifted_ahead"
    now, before = measured(verdict, "lifted_ahead", "now", "before")
    assert now < before
    [free] = train([RunConfig.from_dict({**bound.to_dict(), **remedy_of(verdict).changes})])
    assert run.train_accuracy < 0.9
    assert free.train_accuracy >= 0.99


@pytest.mark.parametrize(
    "text", ["l2=0.01 lr=0.3 iters=4000 n=300", "lr=0.0001 l2=0.001", "lr=0.1 act=linear"]
)
def test_nothing_is_laid_to_one_that_does_not_decide(text: str) -> None:
    [run] = train([_config(text)])
    assert too_strong(Seen(run)) is None
