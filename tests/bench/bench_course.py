"""How fast the core trains the course's network, one run alone and up to 128 together.

Beside it in the same rounds: the course's plain numpy loop, scikit-learn's MLPClassifier, two C
loops, and PyTorch and JAX where they are installed. Prints a table and judges nothing.
"""

from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, advance, begin
from tests.bench import others
from tests.bench.rounds import Contender, Rounds, line, timed

pytestmark = pytest.mark.benchmark

ROUNDS = 11
ITERATIONS = {1: 1000, 3: 1000, 8: 500, 32: 200, 128: 100}
"""By how many runs are trained together: fewer where there are many, and times are for one of each."""

C_AIM = {1: 3.6, 3: 2.6, 8: 2.0, 32: 2.0, 128: 2.0}
"""Times the C loop, at most."""


def _configs(runs: int, record_every: int = 50) -> list[RunConfig]:
    return [
        RunConfig(weights_seed=3 + seed, iterations=ITERATIONS[runs], record_every=record_every)
        for seed in range(runs)
    ]


def _core(runs: int, record_every: int = 50) -> Contender:
    state = begin(_configs(runs, record_every))
    return lambda: advance(state, ITERATIONS[runs]).runs


def test_all_contenders_train_the_same_experiment() -> None:
    [config] = _configs(1)
    [run] = advance(begin([config]), 1000).runs
    costs = others.plain_loop(config, 1000)()
    # The same sums in another order, 1000 times over, on a run that is numerically stable.
    np.testing.assert_allclose(run.costs[:-1], costs[::50], rtol=1e-12)
    weights = [part for w, b in zip(run.weights(-1), run.biases(-1), strict=True) for part in (w, b)]
    flat = np.concatenate([part.ravel() for part in weights])
    for source in ("loop.c", "loop_fixed.c"):
        if contender := others.c_loop(source, config, 1000):
            np.testing.assert_allclose(contender(), flat, rtol=1e-10, atol=1e-13)
    stacked = np.stack([run.theta for run in advance(begin(_configs(3)), 1000).runs])
    if contender := others.torch_eager(_configs(3), 1000):
        _assert_same_layers(contender(), stacked)
    if compiled := others.jax_scan(_configs(3), 1000):
        _assert_same_layers(compiled[0](), stacked)


def _assert_same_layers(layers: list[Any], stacked: np.ndarray) -> None:
    arrays = [getattr(layer, "detach", lambda layer=layer: layer)() for layer in layers]
    flat = np.concatenate([np.asarray(array).reshape(3, -1) for array in arrays], axis=1)
    np.testing.assert_allclose(flat, stacked, rtol=1e-9, atol=1e-12)


def test_speed() -> None:
    [config] = _configs(1)
    contenders: dict[str, tuple[Contender | None, int]] = {
        "plain": (others.plain_loop(config, 1000), 1000),
        "sklearn": (others.classifier(config, 1000), 1000),
        "C": (others.c_loop("loop.c", config, 1000), 1000),
        "C fixed": (others.c_loop("loop_fixed.c", config, 1000), 1000),
    }
    compiling: dict[int, float] = {}
    for runs, iterations in ITERATIONS.items():
        work = runs * iterations
        contenders[f"core {runs}"] = _core(runs), work
        contenders[f"torch {runs}"] = others.torch_eager(_configs(runs), iterations), work
        if compiled := others.jax_scan(_configs(runs), iterations):
            contenders[f"jax {runs}"] = compiled[0], work
            compiling[runs] = compiled[1]
    for runs in (1, 3):
        contenders[f"bare {runs}"] = _core(runs, 1000), runs * 1000
    present = {name: (contender, work) for name, (contender, work) in contenders.items() if contender}
    print(f"\n\n{_table(timed(present, ROUNDS), compiling)}\n")


def _table(rounds: Rounds, compiling: dict[int, float]) -> str:
    """The medians, each beside its aim."""
    lines = [
        f"course's network, 300 examples, float64, one core, {ROUNDS} rounds",
        f"{'':<32}{'µs':>10}   {'per run and iteration':<34}{'aim':>8}{'measured':>9}",
    ]
    labels = {
        "plain": "plain numpy loop",
        "sklearn": "MLPClassifier",
        "C": "C loop",
        "C fixed": "C loop, fixed sizes",
    }
    lines += [line(label, rounds.median(name)) for name, label in labels.items() if name in rounds]
    for runs in ITERATIONS:
        for name, label in (("core", "core"), ("torch", "PyTorch, eager"), ("jax", "JAX, jit(scan(vmap))")):
            if f"{name} {runs}" in rounds:
                took = rounds.median(f"{name} {runs}")
                apart = f"compiled in {compiling[runs]:.1f} s" if name == "jax" else ""
                lines.append(line(f"{label}, {_together(runs)}", took, apart))
    lines.append("")
    for runs in ITERATIONS:
        lines += _ratios(rounds, runs)
    lines += [
        line(
            f"recording every 50, {_together(runs)}",
            None,
            "more than unrecorded",
            "10%",
            f"{100 * (rounds.ratio(f'core {runs}', f'bare {runs}') - 1):.1f}%",
        )
        for runs in (1, 3)
    ]
    return "\n".join(lines)


def _ratios(rounds: Rounds, runs: int) -> list[str]:
    """What the core takes with so many runs together, beside each of the others."""
    core, label = f"core {runs}", f"core, {_together(runs)}"
    rows = [
        (core, "C", "times the C loop", f"≤{C_AIM[runs]}"),
        (core, "C fixed", "times the C loop of fixed sizes", ""),
        ("plain", core, "faster than the plain loop", ""),
        ("sklearn", core, "faster than MLPClassifier", ""),
        (f"torch {runs}", core, "faster than PyTorch", ""),
        (f"jax {runs}", core, "faster than JAX", ">1" if runs >= 3 else ""),
    ]
    if runs > 8:
        rows.append((core, "core 8", "times the core with 8", "≤1"))
    return [
        line(label, None, compared, aim, f"{rounds.ratio(slow, fast):.2f}x")
        for slow, fast, compared, aim in rows
        if slow in rounds and fast in rounds
    ]


def _together(runs: int) -> str:
    return f"{runs} run{'s together' if runs > 1 else ''}"
