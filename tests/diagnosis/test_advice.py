"""A fix is tried before it is told: what is told of it is what comes of it, and none makes a run worse."""

import math
from dataclasses import replace

import pytest

from initcore import RunConfig, train
from initcore.diagnosis import advice
from initcore.diagnosis.advice import HIGHER, Tried, advised
from initcore.diagnosis.diagnose import diagnose, findings
from initcore.memory import Memory
from initcore.sentences.remedies import fix_of
from tests.helpers.reading import remedy_of

pytestmark = pytest.mark.numbers

FAILING = [
    "init=zeros n=100 iters=1000 lr=0.1",
    "init=random n=100 iters=1000 lr=0.1",
    "hidden=8 n=100 iters=500 lr=0.0001",
    "init=small_random hidden=10x8 n=100 iters=800 lr=0.05",
    "init=uniform hidden=3x3 act=softsign data=digits seed=850 opt=rmsprop lr=0.19 iters=200 every=2",
    "init=ones hidden=32-32 act=tanh data=xor noise=0.08 lr=0.0024 batch=8 iters=3000 every=30",
]


def _config(text: str) -> RunConfig:
    return RunConfig.from_query(dict(word.split("=") for word in text.split()))


@pytest.mark.parametrize("text", FAILING)
def test_what_is_told_of_a_fix_is_what_comes_of_it(text: str) -> None:
    config = _config(text)
    [run] = train([config])
    [first, *others] = advised(run)
    assert (first.name, others) == (diagnose(run).name, list(findings(run)[1:]))
    remedy = remedy_of(first)
    if remedy.changes:
        [better] = train([replace(config, **remedy.changes)])
        assert better.costs[-1] <= (1 + HIGHER) * run.costs[-1]
        assert remedy.values["tried_cost"] == better.costs[-1]
        assert remedy.values["tried_accuracy"] == better.train_accuracy
        assert "Tried: cost" in fix_of(first)


def test_a_fix_that_raises_the_cost_gives_way_to_one_that_lowers_it(monkeypatch: pytest.MonkeyPatch) -> None:
    [run] = train([_config("hidden=8 n=100 iters=500 lr=0.0001 seed=7")])
    given = remedy_of(diagnose(run))
    worse = replace(run.config, **given.changes)
    costs = {worse.key: 2 * run.costs[-1]}
    monkeypatch.setattr(advice, "_known", Memory(100))
    monkeypatch.setattr(advice, "_outcome", lambda config: Tried(costs.get(config.key, 0.01), 0.9))
    told = remedy_of(advised(run)[0])
    assert replace(run.config, **told.changes) not in (worse, run.config)
    assert told.values["tried_cost"] == 0.01


def test_one_that_neither_lowers_nor_raises_it_stays_where_no_other_lowers_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    [run] = train([_config("hidden=8 n=100 iters=500 lr=0.0001 seed=8")])
    monkeypatch.setattr(advice, "_known", Memory(100))
    monkeypatch.setattr(advice, "_outcome", lambda _: Tried(float(run.costs[-1]), 0.5))
    assert remedy_of(advised(run)[0]).changes == remedy_of(diagnose(run)).changes


def test_where_nothing_lowers_it_so_many_tries_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    [run] = train([_config("hidden=8 n=100 iters=500 lr=0.0001 seed=9")])
    tried = []

    def outcome(config: RunConfig) -> Tried:
        tried.append(config)
        return Tried(math.inf, 0.5)

    monkeypatch.setattr(advice, "_known", Memory(100))
    monkeypatch.setattr(advice, "_outcome", outcome)
    told = advised(run)[0]
    assert remedy_of(told).values["tries"] == len(tried) > 1
    assert fix_of(told).startswith(f"Changes tried without success: {len(tried)}.")


def test_what_takes_too_long_is_told_untried() -> None:
    config = _config("init=zeros data=digits hidden=64-64 iters=2000")
    [run] = train([config.with_iterations(20)])
    far = replace(run, config=config, iteration=2000)
    assert remedy_of(advised(far)[0]) == remedy_of(diagnose(far))


def test_before_its_end_and_of_one_that_failed_nothing_is_tried() -> None:
    [run] = train([_config("init=zeros n=100 iters=1000 lr=0.1")])
    under_way = run.until(500)
    assert advised(under_way) == findings(under_way)
    assert advised(run, "out of memory")[0].name == "failed"


def test_a_start_that_is_behind_at_the_end_is_told_to_take_longer() -> None:
    # The course's large random weights come down from a cost of 1774; He's start from one near chance.
    [run, other] = train([RunConfig(initialization=name, iterations=3000) for name in ("random", "he")])
    assert other.costs[-1] > run.costs[-1]
    remedy = remedy_of(advised(run)[0])
    assert remedy.changes == {"initialization": "he", "gain": 1.0, "iterations": 9000}
    assert remedy.values["behind"] == other.costs[-1]
