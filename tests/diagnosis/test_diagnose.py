"""The verdict on a run comes from its measurements, never from its name; verdicts are sane and cheap."""

import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from initcore import RunConfig, Trajectory, advance, begin, train
from initcore.diagnosis.diagnose import diagnose, findings, findings_on, verdict_on
from initcore.diagnosis.kinds import VERDICTS
from initcore.diagnosis.verdicts import evidence
from initcore.experiment.settings import LIMITS
from initcore.measures.curves import accuracy_curves
from initcore.model.activations import ACTIVATIONS
from initcore.model.optimizers import OPTIMIZERS
from initcore.sentences.plainly import plainly
from initcore.sentences.remedies import changes_in_words, fix_of
from initcore.sentences.verdicts import evidence_of
from tests.helpers import strategies
from tests.helpers.observed import SETTINGS, config_of, start_of, started, trained

pytestmark = pytest.mark.numbers

TINY = st.sampled_from([1, 2, 3, 7, 12])


def _sane(run: Trajectory) -> None:
    found = findings(run)
    assert diagnose(run) is found[0]
    assert len({one.name for one in found}) == len(found)
    for one in found:
        kind = VERDICTS[one.name]
        assert (one.title, one.tone) == (kind.title, kind.tone)
        assert evidence_of(one)
        assert len(plainly(one)) <= 90
        assert "\n" not in evidence_of(one) + fix_of(one)
        if one.name not in ("too_early", "still_learning"):  # which trains on by itself until it is over
            assert (one.remedy is None) == (one.name in ("healthy", "untrained"))
        if one.remedy is not None:
            assert fix_of(one).endswith(".")
            changes = dict(one.remedy.changes)
            assert not changes or replace(run.config, **changes) != run.config, one.remedy
            assert bool(changes_in_words(one.remedy)) == bool(changes)


def test_a_verdict_follows_the_parameters_and_not_the_name() -> None:
    he, zeros = start_of(), start_of(initialization="zeros")
    long = {"iterations": 3000, "learning_rate": 0.3, "activation": "tanh"}
    genuine = {name: diagnose(trained(initialization=name, **long)) for name in ("he", "zeros")}
    assert {verdict.name for verdict in genuine.values()} == {"healthy", "fails_to_break_symmetry"}
    assert diagnose(started(config_of(initialization="zeros", **long), he)) == genuine["he"]
    assert diagnose(started(config_of(**long), zeros)) == genuine["zeros"]
    assert diagnose(started(config_of(initialization="random", **long), he)) == genuine["he"]


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
            settings = {**SETTINGS, "iterations": 60, "activation": activation, "dataset": data}
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
        run = train([RunConfig(**{**SETTINGS, "samples": 100, "balance": 20.0, "initialization": name})])[0]
        assert run.train_accuracy >= 0.95
        assert "healthy" not in [one.name for one in findings(run)]


def test_a_failure_is_all_that_is_said_of_a_run_that_failed() -> None:
    [run] = train([RunConfig(**SETTINGS)])
    assert verdict_on(run, None) == diagnose(run)
    [only] = findings_on(run, "The worker died.")
    assert (only.name, only.tone, only.remedy) == ("failed", "bad", None)
    assert only.evidence == (evidence("error", text="The worker died."),)


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
