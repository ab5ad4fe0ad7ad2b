"""What a verdict tells people to do is done, and the run is better for it."""

import re
from dataclasses import replace

import pytest

from initcore import RunConfig, train
from initcore.diagnosis.diagnose import diagnose, findings
from initcore.sentences.remedies import fix_of

pytestmark = pytest.mark.numbers

SCALES = {
    "He's": ("he", 1.0),
    "Xavier's": ("xavier", 1.0),
    "twice Xavier's": ("xavier", 2.0),
    "four times Xavier's": ("xavier", 4.0),
    "LeCun's": ("lecun_truncated", 1.0),
}
SEPARATES = 0.95


def _config(text: str) -> RunConfig:
    return RunConfig.from_query(dict(word.split("=", 1) for word in f"n=120 iters=1500 {text}".split()))


def _at_scale(config: RunConfig, fix: str) -> RunConfig:
    """The run that draws its weights at the scale that a fix names."""
    found = re.search(r"(?:[Uu]se|at) (.+?) scale", fix)
    assert found, fix
    name, gain = SCALES[found[1]]
    return replace(config, initialization=name, gain=gain)


def _with_gain(config: RunConfig, fix: str) -> RunConfig:
    """The run whose weights are multiplied as a fix says."""
    found = re.search(r"multiply the weights by about (\S+): a gain of (\S+) in place of (\S+)\.", fix)
    assert found, fix
    factor, gain, before = map(float, found.groups())
    assert before == config.gain
    assert gain == pytest.approx(factor * before, rel=0.05)
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
    verdict = diagnose(run)
    assert verdict.name == "too_large_weights"
    fixed = [_at_scale(large, fix_of(verdict))]
    if "multiply" in fix_of(verdict):
        fixed.append(_with_gain(large, fix_of(verdict)))
    for better in train(fixed):
        assert better.train_accuracy >= SEPARATES, fix_of(verdict)
        assert better.train_accuracy >= run.train_accuracy
        assert diagnose(better).name == "healthy"


def test_the_saturated_sigmoids_of_the_gallery_are_told_a_gain_that_separates_on_every_seed() -> None:
    seeds = [_config(f"init=random act=sigmoid lr=0.3 n=300 iters=5000 seed={seed}") for seed in range(8)]
    told = [run for run in train(seeds) if diagnose(run).name == "too_large_weights"]
    assert len(told) >= 6
    told = [run for run in told if run.train_accuracy < SEPARATES]
    assert len(told) >= 5
    for follow in (_at_scale, _with_gain):
        fixed = train([follow(run.config, fix_of(diagnose(run))) for run in told])
        assert min(run.train_accuracy for run in fixed) >= SEPARATES


@pytest.mark.parametrize(
    "text",
    [
        "init=small_random lr=0.1",
        "init=small_random act=tanh lr=0.1",
        "init=small_random act=sigmoid lr=1 iters=4000",
        "init=normal act=softplus lr=0.1 hidden=10-10-10-10",
        "init=xavier act=softplus hidden=10x16",
        "init=xavier act=sigmoid hidden=6x32 lr=0.3",
    ],
)
def test_a_signal_that_vanishes_does_not_at_the_scale(text: str) -> None:
    faint = _config(text)
    [run] = train([faint])
    verdict = diagnose(run)
    assert verdict.name == "vanishes"
    fixed = _at_scale(faint, fix_of(verdict))
    if fix_of(verdict).startswith("Take tanh"):
        fixed = replace(fixed, activation="tanh")
    [better] = train([fixed])
    assert "vanishes" not in [one.name for one in findings(better)]
    assert better.costs[-1] < 0.7 * run.costs[-1]


def test_sigmoids_too_deep_for_any_scale_are_told_another_curve() -> None:
    deep = _config("init=random act=sigmoid hidden=12x16 lr=0.3")
    [run] = train([deep])
    assert diagnose(run).name == "too_large_weights"
    assert fix_of(diagnose(run)).startswith("Take tanh at Xavier's scale, or ReLU at He's: ")
    at_scale = replace(deep, initialization="xavier", gain=4.0)
    tanh = replace(deep, initialization="xavier", activation="tanh", learning_rate=0.1)
    [same, better] = train([at_scale, tanh])
    assert max(run.train_accuracy, same.train_accuracy) < 0.7
    assert better.train_accuracy >= SEPARATES


def test_a_run_that_works_is_not_told_to_change() -> None:
    [run] = train([_config("init=unit_normal gain=5 act=sigmoid lr=0.3 n=300 iters=5000 seed=3")])
    assert run.train_accuracy >= SEPARATES
    assert all("in place of" not in fix_of(one) for one in findings(run))


@pytest.mark.parametrize("text", ["hidden=20x3 lr=0.03", "hidden=20x3 lr=0.03 act=leaky_relu"])
def test_layers_too_narrow_for_their_depth_are_told_to_widen_and_no_more(text: str) -> None:
    narrow = _config(text)
    [run] = train([narrow])
    assert diagnose(run).name in ("dead", "vanishes")
    fix = fix_of(diagnose(run))
    assert "take more units a layer" in fix
    assert "leaky" not in fix
    [better] = train([replace(narrow, hidden=(32,) * 20)])
    assert better.costs[-1] < 0.9 * run.costs[-1]


@pytest.mark.parametrize("l2", [10, 100, 1000])
def test_weights_that_l2_pulls_to_nothing_are_not_laid_to_the_rate(l2: int) -> None:
    pulled = _config(f"l2={l2} lr=0.1 n=300 iters=3000")
    [run, slower, better] = train([pulled, replace(pulled, learning_rate=0.01), replace(pulled, l2=0.0)])
    fix = fix_of(diagnose(run))
    assert fix.startswith(f"Lower L2 of {l2}: at the start its pull on the weights is ")
    assert max(run.train_accuracy, slower.train_accuracy) < 0.7
    assert better.train_accuracy >= SEPARATES


def test_inputs_that_are_not_standardized_are_told_so() -> None:
    raw = _config("data=wine std=no lr=0.01")
    [run, better] = train([raw, replace(raw, standardize="yes")])
    assert diagnose(run).name == "too_large_weights"
    assert fix_of(diagnose(run)).startswith("Standardize the inputs, whose size is ")
    assert better.costs[-1] < 0.5 * run.costs[-1]
