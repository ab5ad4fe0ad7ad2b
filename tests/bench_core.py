"""How fast the core trains, beside the course's plain loop and scikit-learn's MLPClassifier.

All contenders run the course's experiment in turn, round after round, and what is reported is the
median over rounds of the ratio within a round: a machine that slows down slows all of them. Prints
a table and judges nothing; times depend on the machine, and ratios somewhat.
"""

import time
from collections.abc import Callable
from statistics import median

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from initcore import RunConfig, advance, begin
from initcore.datasets import load
from tests import plain

pytestmark = pytest.mark.benchmark

ITERATIONS, ROUNDS = 1000, 21
STACKS = {1: 2.5, 3: 3.5, 8: 4.5, 32: 4.5}
"""Runs trained together, and the aim: how many times faster, a run, than the plain loop."""
SKLEARN_AIM, RECORDING_AIM = 8.0, 10.0

Contender = Callable[[], object]


def _configs(runs: int, record_every: int = 50) -> list[RunConfig]:
    return [
        RunConfig(weights_seed=3 + seed, iterations=ITERATIONS, record_every=record_every)
        for seed in range(runs)
    ]


def _core(runs: int, record_every: int = 50) -> Contender:
    state = begin(_configs(runs, record_every))
    return lambda: advance(state, ITERATIONS).runs


def _plain_loop() -> Callable[[], list[float]]:
    config, [run] = RunConfig(), begin(_configs(1)).runs
    data = load(config)
    weights = {f"W{layer}": weight for layer, weight in enumerate(run.weights(0), 1)}
    biases = {f"b{layer}": bias for layer, bias in enumerate(run.biases(0), 1)}
    X, Y = data.train_inputs, data.train_labels[None]
    return lambda: plain.model(X, Y, {**weights, **biases}, config.learning_rate, ITERATIONS)


def _classifier() -> Contender:
    config = RunConfig()
    data = load(config)
    classifier = MLPClassifier(
        config.hidden,
        solver="sgd",
        alpha=0,
        batch_size=config.samples,
        learning_rate_init=config.learning_rate,
        max_iter=ITERATIONS,
        shuffle=False,
        random_state=3,
        tol=0,
        momentum=0,
        nesterovs_momentum=False,
        n_iter_no_change=ITERATIONS,
    )
    X, y = np.ascontiguousarray(data.train_inputs.T), data.train_labels

    def fit() -> None:
        # It warns that it stopped because the iterations asked for were done.
        with pytest.warns(ConvergenceWarning, match="Maximum iterations"):
            classifier.fit(X, y)

    return fit


def _microseconds(contender: Contender, runs: int) -> float:
    """Time of one iteration of one run."""
    start = time.perf_counter()
    contender()
    return (time.perf_counter() - start) / (runs * ITERATIONS) * 1e6


def _row(label: str, took: float, compared: str, aim: str, got: str) -> str:
    return f"{label:<34}{took:>9.1f}   {compared:<22}{aim:>9}{got:>9}"


def _table(rounds: list[dict[str, float]]) -> str:
    """The medians, each beside its aim."""

    def took(name: str) -> float:
        return median(round_[name] for round_ in rounds)

    def ratio(slow: str, fast: str) -> float:
        return median(round_[slow] / round_[fast] for round_ in rounds)

    lines = [
        f"course's network, {RunConfig().samples} examples, {ITERATIONS} iterations, {ROUNDS} rounds",
        f"{'':<34}{'µs':>9}   {'per run and iteration':<22}{'aim':>9}{'measured':>9}",
        _row("plain numpy loop", took("plain"), "", "", ""),
        _row("MLPClassifier", took("sklearn"), "", "", ""),
    ]
    for runs, aim in STACKS.items():
        name, label = f"core {runs}", f"core, {runs} run{'s' if runs > 1 else ''} together"
        fold = ratio("plain", name)
        lines.append(_row(label, took(name), "times the plain loop", f"{aim:.1f}x", f"{fold:.2f}x"))
    for runs in STACKS:
        fold = ratio("sklearn", f"core {runs}")
        label = f"core, {runs} run{'s' if runs > 1 else ''} together"
        lines.append(
            _row(label, took(f"core {runs}"), "times MLPClassifier", f"{SKLEARN_AIM:.1f}x", f"{fold:.2f}x")
        )
    for runs in (1, 3):
        share = 100 * (ratio(f"core {runs}", f"bare {runs}") - 1)
        label = f"recording every 50, {runs} run{'s' if runs > 1 else ''}"
        lines.append(
            _row(
                label, took(f"core {runs}"), "more than unrecorded", f"<{RECORDING_AIM:.0f}%", f"{share:.1f}%"
            )
        )
    return "\n".join(lines)


def test_all_contenders_train_the_same_experiment() -> None:
    [run] = advance(begin(_configs(1)), ITERATIONS).runs
    costs = _plain_loop()()
    # The same sums in another order, 1000 times over, on a run that is numerically stable.
    np.testing.assert_allclose(run.costs[:-1], costs[::50], rtol=1e-12)


def test_speed(benchmark: BenchmarkFixture) -> None:
    contenders: dict[str, tuple[Contender, int]] = {
        "plain": (_plain_loop(), 1),
        "sklearn": (_classifier(), 1),
        **{f"core {runs}": (_core(runs), runs) for runs in STACKS},
        **{f"bare {runs}": (_core(runs, record_every=ITERATIONS), runs) for runs in (1, 3)},
    }
    rounds: list[dict[str, float]] = []

    def one_round() -> None:
        # Every other round backwards, so that none always follows the same neighbour.
        order = list(contenders)[:: -1 if len(rounds) % 2 else 1]
        rounds.append({name: _microseconds(*contenders[name]) for name in order})

    one_round()
    rounds.clear()
    benchmark.pedantic(one_round, rounds=ROUNDS, iterations=1)
    print(f"\n\n{_table(rounds[:ROUNDS])}\n")
