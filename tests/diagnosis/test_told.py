"""What is said of runs of which something misleading could be said, each a kind of its own."""

from itertools import product

import pytest

from initcore import RunConfig, Trajectory, train
from initcore.diagnosis.diagnose import diagnose, findings
from initcore.diagnosis.verdicts import Verdict
from tests.helpers.reading import measured, remedy_of, saw

pytestmark = pytest.mark.numbers


def _config(text: str) -> RunConfig:
    return RunConfig.from_query(dict(word.split("=") for word in text.split()))


def _run(text: str) -> tuple[Trajectory, Verdict]:
    [run] = train([_config(text)])
    return run, diagnose(run)


RATES = {"gd": 0.3, "momentum": 0.05, "nesterov": 0.05, "rmsprop": 0.01, "adam": 0.01}
ALIKE = [
    f"init=constant hidden=10 act={act} data={data} opt={optimizer} lr={rate} n=60 iters=1000 every=10"
    for data, act, (optimizer, rate) in product(
        ("circles", "moons", "xor", "iris", "wine"), ("tanh", "sigmoid", "gelu", "softplus"), RATES.items()
    )
]


def test_units_that_start_alike_are_told_so_whatever_rounding_makes_of_them() -> None:
    assert len(ALIKE) == 100
    for run in train([_config(text) for text in ALIKE]):
        verdict = diagnose(run)
        assert verdict.name == "fails_to_break_symmetry", run.config
        assert saw(verdict)[0] in ("one_unit_a_layer", "apart_by_rounding")


@pytest.mark.parametrize(
    "text",
    [
        "init=he hidden=16-16 act=tanh n=100 seed=441 opt=momentum lr=0.045 batch=32 iters=500 every=5",
        "init=glorot_normal hidden=16 act=tanh balance=2 seed=858 lr=0.46 batch=32 iters=2000 every=20",
        "init=he hidden=24 act=gelu n=100 seed=7 opt=momentum lr=0.05 batch=16 iters=500 every=5",
    ],
)
def test_a_cost_that_jumps_on_its_way_down_gets_on(text: str) -> None:
    run, verdict = _run(text)
    assert verdict.name in ("still_learning", "healthy")
    assert run.costs[-1] < run.costs[0]


def test_labels_that_are_wrong_are_no_plateau() -> None:
    _, verdict = _run("flip=0.2 iters=15000")
    assert verdict.name == "healthy"
    assert measured(verdict, "attainable", "attainable") == [0.8]


def test_a_signal_that_grows_in_the_middle_is_no_sound_start() -> None:
    _, verdict = _run(
        "init=xavier gain=10 hidden=10x4 act=gelu data=moons n=100 balance=2 seed=52 opt=momentum "
        "lr=.00059 batch=32 l2=1 iters=200"
    )
    assert verdict.name == "exploding"
    assert measured(verdict, "signal_grows", "peak")[0] > 1e5


def test_sigmoids_get_the_factor_of_four_where_it_helps() -> None:
    run, verdict = _run("init=glorot_uniform hidden=5x20 act=sigmoid lr=0.5 iters=5000")
    changes = remedy_of(verdict).changes
    assert (changes["initialization"], changes["gain"]) == ("xavier", 4.0)
    assert run.train_accuracy < 0.6


def test_linear_layers_are_told_what_can_help() -> None:
    _, verdict = _run("act=linear lr=0.1 iters=3000")
    assert verdict.name == "plateau"
    assert "only_linear" in saw(verdict)
    assert remedy_of(verdict).changes["activation"] == "tanh"


def test_what_came_of_a_run_leads_and_a_remark_follows() -> None:
    run, verdict = _run("init=random gain=1 hidden=16 act=tanh data=blobs n=100 lr=0.3 iters=3000")
    assert run.train_accuracy == 1
    assert [one.name for one in findings(run)][:2] == ["healthy", "too_large_weights"]
    assert verdict.name == "healthy"


def test_a_first_cost_is_told_beside_that_of_an_even_guess() -> None:
    _, verdict = _run("init=random data=digits hidden=16 lr=0.01 iters=50 batch=64")
    [chance] = measured(verdict, "starts_saturated", "chance")
    assert chance == pytest.approx(2.30, abs=0.01)


def test_no_advice_to_train_longer_while_it_trains() -> None:
    [run] = train([RunConfig(iterations=4000)])
    verdict = diagnose(run.until(2000))
    assert (verdict.name, verdict.remedy) == ("still_learning", None)


def test_steps_that_put_the_signal_out_are_no_slow_fall() -> None:
    _, verdict = _run(
        "init=identity hidden=20x24 act=gelu data=quantiles n=200 balance=2 classes=3 seed=693 opt=momentum "
        "lr=.045 batch=32 iters=3000"
    )
    assert verdict.name == "plateau"
    assert "collapsed" in saw(verdict)
