"""Verdicts are sane and cheap wherever a run may stand, and say how they hang together."""

import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from initcore import RunConfig, Trajectory, advance, begin, train
from initcore.data.datasets import DATASETS
from initcore.data.loading import load
from initcore.diagnosis.diagnose import diagnose, findings, findings_on, verdict_on
from initcore.diagnosis.kinds import VERDICTS
from initcore.diagnosis.verdicts import evidence
from initcore.experiment.settings import LIMITS
from initcore.measures.at_initialization import start_of
from initcore.measures.curves import accuracy_curves
from initcore.measures.seen import Seen, directness
from initcore.model.activations import ACTIVATIONS
from initcore.model.losses import chance, cost, odds
from initcore.model.network import matrices
from initcore.model.optimizers import OPTIMIZERS
from initcore.sentences.remedies import changes_in_words, fix_of
from initcore.sentences.verdicts import evidence_of
from tests.helpers import strategies
from tests.helpers.units import dead_units

pytestmark = pytest.mark.numbers

SMALL: dict[str, Any] = {"hidden": (7, 5), "samples": 43, "test_samples": 29, "iterations": 300}
TINY = st.sampled_from([1, 2, 3, 7, 12])


def _sane(run: Trajectory) -> None:
    found = findings(run)
    assert diagnose(run) is found[0]
    assert len({one.name for one in found}) == len(found)
    for one in found:
        kind = VERDICTS[one.name]
        assert (one.title, one.tone) == (kind.title, kind.tone)
        assert evidence_of(one)
        assert "\n" not in evidence_of(one) + fix_of(one)
        assert one.name == "too_early" or (one.remedy is None) == (one.name in ("healthy", "untrained"))
        if one.remedy is not None:
            assert fix_of(one).endswith(".")
            changes = dict(one.remedy.changes)
            assert not changes or replace(run.config, **changes) != run.config, one.remedy
            assert bool(changes_in_words(one.remedy)) == bool(changes)


@strategies.SETTINGS
@given(strategies.configs(), TINY, st.integers(1, 3))
def test_any_run_has_verdicts_wherever_it_stands(config: RunConfig, iterations: int, every: int) -> None:
    few: dict[str, Any] = {"samples": min(config.samples, 40), "test_samples": min(config.test_samples, 25)}
    hidden = tuple(min(width, 9) for width in config.hidden[:12])
    if config.dataset == "csv":
        config = replace(config, dataset="iris", table="")
    gains = config.layer_gains[: len(hidden) + 1] if len(hidden) == len(config.hidden) else ()
    length: dict[str, Any] = {"iterations": iterations, "record_every": every}
    config = replace(config, hidden=hidden, layer_gains=gains, **few, **length)
    state = begin([config])
    _sane(state.runs[0])
    while not state.done:
        state = advance(state, 5)
        _sane(state.runs[0])


@pytest.mark.parametrize("optimizer", OPTIMIZERS.names)
@pytest.mark.parametrize("activation", ACTIVATIONS.names)
def test_every_activation_and_optimizer_has_verdicts(activation: str, optimizer: str) -> None:
    for data in ("circles", "iris"):
        for rate in (1e-6, 0.01, LIMITS["learning_rate"].high):
            settings = {**SMALL, "iterations": 60, "activation": activation, "dataset": data}
            _sane(train([RunConfig(**settings, optimizer=optimizer, learning_rate=rate, batch_size=16)])[0])


def test_the_course_reads_as_it_always_has() -> None:
    runs = train([RunConfig(initialization=name) for name in ("zeros", "random", "he")])
    assert [diagnose(run).title for run in runs] == [
        "Fails to break symmetry",
        "Too large weights",
        "Separates the classes",
    ]
    assert [one.title for one in findings(runs[1])] == ["Too large weights", "Still learning"]


def test_naming_the_largest_class_separates_nothing() -> None:
    for name in ("zeros", "small_random"):
        run = train([RunConfig(**{**SMALL, "samples": 100, "balance": 20.0, "initialization": name})])[0]
        assert run.train_accuracy >= 0.95
        assert "healthy" not in [one.name for one in findings(run)]


def test_a_failure_is_all_that_is_said_of_a_run_that_failed() -> None:
    [run] = train([RunConfig(**SMALL)])
    assert verdict_on(run, None) == diagnose(run)
    [only] = findings_on(run, "The worker died.")
    assert (only.name, only.tone, only.remedy) == ("failed", "bad", None)
    assert only.evidence == (evidence("error", text="The worker died."),)


def test_starts_are_told_apart_by_their_parameters() -> None:
    [run] = begin([RunConfig(**SMALL)]).runs
    other = replace(run, theta=run.theta * 3, frames=run.frames * 3)
    assert start_of(other).weight == pytest.approx(3 * start_of(run).weight)
    assert start_of(run) is start_of(replace(run))


def test_the_present_of_a_large_network_is_measured_on_some_and_its_dead_units_on_all() -> None:
    [run] = begin([RunConfig(hidden=(256,) * 8, samples=600, iterations=1)]).runs
    seen = Seen(run)
    assert 1 < seen.some.size < 600
    assert (seen.some[0], seen.some[-1]) == (0, 599)
    theta = run.theta.copy()
    first = matrices(run.shape, theta[None])[0][0]
    first[:200, -1] = -1e3
    killed = Seen(replace(run, theta=theta, frames=theta[None]))
    assert list(killed.dead) == dead_units(killed.run)
    assert killed.dead[0] >= 200
    assert Seen(train([RunConfig(**SMALL)])[0]).some.tolist() == list(range(43))


def test_costs_that_come_and_go_lead_nowhere() -> None:
    assert directness(np.array([3.0, 2.0, 1.0])) == 1
    assert directness(np.array([1.0, 2.0, 1.0, 2.0, 1.0])) == 0
    assert directness(np.array([1.0, 3.0])) == -1
    assert directness(np.array([1.0, 1.0])) == directness(np.array([1.0])) == 0


@pytest.mark.parametrize("name", [record.name for record in DATASETS if record.name != "csv"])
def test_the_odds_are_the_answer_whose_cost_is_chance(name: str) -> None:
    config = RunConfig(dataset=name, balance=3.0)
    data = load(config)
    z = np.repeat(odds(data.train_labels, data.classes)[:, None], data.train_labels.size, axis=1)
    assert cost(z, data.train_labels) == pytest.approx(chance(data.train_labels, data.classes))


def test_a_verdict_costs_little_beside_a_slice_of_training() -> None:
    verdicts, slices = [], []
    state = begin([RunConfig(iterations=3000, initialization=name) for name in ("zeros", "random", "he")])
    while not state.done:
        before = time.thread_time()
        state = advance(state, 500)
        slices.append(time.thread_time() - before)
        for run in state.runs:
            accuracy_curves(run)  # which the card shows anyway
            before = time.thread_time()
            findings(run)
            verdicts.append(time.thread_time() - before)
    # Three hundredths where nothing else runs; the CPU's own time, since the clock's is the neighbours' too.
    assert np.median(verdicts) < 0.3 * np.median(slices)
