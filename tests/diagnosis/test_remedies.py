"""What a verdict tells people to do is done, and the run is better for it."""

from dataclasses import replace

import pytest

from initcore import RunConfig, Trajectory, train
from initcore.diagnosis.diagnose import diagnose, findings
from initcore.diagnosis.verdicts import Verdict
from tests.helpers.reading import mended, remedy_of

pytestmark = pytest.mark.numbers

SEPARATES = 0.95


def _config(text: str) -> RunConfig:
    return RunConfig.from_query(dict(word.split("=", 1) for word in f"n=120 iters=1500 {text}".split()))


def _large(run: Trajectory) -> Verdict | None:
    """What is said of its large weights, whatever leads; None where nothing is."""
    return next((one for one in findings(run) if one.name == "too_large_weights"), None)


def _with_gain(config: RunConfig, verdict: Verdict) -> RunConfig:
    """The run whose weights are multiplied as a remedy says, in place of its scale."""
    values = remedy_of(verdict).values
    gain, factor = values["new_gain"], values["times"]
    assert isinstance(gain, float)
    assert isinstance(factor, float)
    assert (values["gain"], gain) == (config.gain, pytest.approx(factor * config.gain))
    return replace(config, gain=gain)


@pytest.mark.parametrize(
    "text",
    [
        "act=relu lr=0.3 iters=3000",
        "act=leaky_relu lr=0.3 iters=3000",
        "act=elu lr=0.1",
        "act=selu lr=0.3 iters=3000",
        "act=gelu lr=0.1",
        "act=silu lr=0.1",
        "act=tanh lr=0.1",
        "act=softsign lr=0.3 iters=3000",
        "act=softplus lr=0.1",
        "act=sigmoid lr=0.3 iters=5000",
        "act=sigmoid lr=0.3 data=digits hidden=20 iters=600",
        "act=linear lr=0.01 data=iris iters=3000",
    ],
)
def test_weights_that_are_too_large_do_better_at_the_scale_and_at_the_gain(text: str) -> None:
    large = _config(f"init=random seed=6 {text}")
    [run] = train([large])
    [verdict] = [one for one in findings(run) if one.name == "too_large_weights"]
    fixed = [mended(large, verdict)]
    if remedy_of(verdict).name == "use_scale_or_gain":
        fixed.append(_with_gain(large, verdict))
    for better in train(fixed):
        assert better.train_accuracy >= SEPARATES, verdict.remedy
        assert better.train_accuracy >= run.train_accuracy
        assert diagnose(better).name == "healthy"


def test_the_saturated_sigmoids_of_the_gallery_are_told_a_gain_that_separates_on_every_seed() -> None:
    seeds = [_config(f"init=random act=sigmoid lr=0.3 n=300 iters=5000 seed={seed}") for seed in range(8)]
    told = [run for run in train(seeds) if _large(run) is not None]
    assert len(told) >= 6
    told = [run for run in told if run.train_accuracy < SEPARATES]
    assert len(told) >= 5
    for follow in (mended, _with_gain):
        fixed = train([follow(run.config, verdict) for run in told if (verdict := _large(run))])
        assert min(run.train_accuracy for run in fixed) >= SEPARATES


@pytest.mark.parametrize(
    "text",
    [
        "init=small_random lr=0.1",
        "init=small_random act=tanh lr=0.1",
        "init=small_random act=sigmoid lr=1 iters=4000",
        "init=normal act=softplus lr=0.1 hidden=10-10-10-10",
        "init=xavier act=softplus hidden=10x16",
        "init=xavier act=sigmoid hidden=6x32 lr=0.3 iters=4000",
    ],
)
def test_a_signal_that_vanishes_does_not_at_the_scale(text: str) -> None:
    faint = _config(text)
    [run] = train([faint])
    verdict = diagnose(run)
    assert verdict.name == "vanishes"
    [better] = train([mended(faint, verdict)])
    assert "vanishes" not in [one.name for one in findings(better)]
    assert better.costs[-1] < 0.7 * run.costs[-1]


def test_sigmoids_too_deep_for_any_scale_are_told_another_curve() -> None:
    deep = _config("init=random act=sigmoid hidden=12x16 lr=0.3")
    [run] = train([deep])
    assert diagnose(run).name == "too_large_weights"
    assert remedy_of(diagnose(run)).name == "other_activation"
    at_scale = replace(deep, initialization="xavier", gain=4.0)
    tanh = mended(deep, diagnose(run))
    assert (tanh.activation, tanh.initialization, tanh.gain) == ("tanh", "xavier", 1.0)
    [same, better] = train([at_scale, replace(tanh, learning_rate=0.1)])
    assert max(run.train_accuracy, same.train_accuracy) < 0.7
    assert better.train_accuracy >= SEPARATES


def test_a_run_that_works_is_not_told_to_change() -> None:
    [run] = train([_config("init=unit_normal gain=5 act=sigmoid lr=0.3 n=300 iters=5000 seed=3")])
    assert run.train_accuracy >= SEPARATES
    remedies = [one.remedy.name for one in findings(run) if one.remedy]
    assert "use_scale_or_gain" not in remedies


@pytest.mark.parametrize("text", ["hidden=20x3 lr=0.03", "hidden=20x3 lr=0.03 act=leaky_relu"])
def test_layers_too_narrow_for_their_depth_are_told_to_widen_and_no_more(text: str) -> None:
    narrow = _config(text)
    [run] = train([narrow])
    assert diagnose(run).name in ("dead", "vanishes")
    assert remedy_of(diagnose(run)).name in ("more_units", "more_units_or_shallower")
    wide = mended(narrow, diagnose(run))
    assert wide == replace(narrow, hidden=(12,) * 20)
    # How much better is rounding's to say, in so deep a network; that they are, is not.
    for better in train([wide, replace(narrow, hidden=(32,) * 20)]):
        assert better.costs[-1] < 0.75 * run.costs[-1]


@pytest.mark.parametrize("l2", [10, 100, 1000])
def test_weights_that_l2_pulls_to_nothing_are_not_laid_to_the_rate(l2: int) -> None:
    pulled = _config(f"l2={l2} lr=0.1 n=300 iters=3000")
    [run, slower] = train([pulled, replace(pulled, learning_rate=0.01)])
    remedy = remedy_of(diagnose(run))
    assert (remedy.name, remedy.values["l2"]) == ("no_penalty", l2)
    [better] = train([mended(pulled, diagnose(run))])
    assert max(run.train_accuracy, slower.train_accuracy) < 0.7
    assert better.train_accuracy >= SEPARATES


def test_inputs_that_are_not_standardized_are_told_so() -> None:
    raw = _config("data=wine std=no lr=0.01")
    [run] = train([raw])
    verdict = diagnose(run)
    assert (verdict.name, remedy_of(verdict).name) == ("raw_inputs", "standardize")
    assert remedy_of(verdict).values["sound"] is True
    [better] = train([mended(raw, verdict)])
    assert better.config == replace(raw, standardize="yes")
    assert better.costs[-1] < 0.5 * run.costs[-1]
