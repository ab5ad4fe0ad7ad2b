"""How fast the core trains 30 layers of 128 units on digits, beside the bare matrix products."""

from functools import partial
from itertools import pairwise

import numpy as np
import pytest

from initcore import RunConfig, advance, begin
from initcore.data.loading import load
from initcore.model.base import Call
from tests.bench import others
from tests.bench.rounds import Contender, Rounds, line, timed

pytestmark = pytest.mark.benchmark

ROUNDS, ITERATIONS = 5, 10
CONFIG = RunConfig(dataset="digits", hidden=(128,) * 30, iterations=ITERATIONS, record_every=ITERATIONS)
AIM = 1.3


def _core() -> Contender:
    state = begin([CONFIG])
    return lambda: advance(state, ITERATIONS).runs


def _bare_products() -> Contender:
    """The products of a step and nothing else: forward, gradient and error of every layer."""
    m, stream = load(CONFIG).train_labels.size, np.random.RandomState(0)
    calls: list[Call] = []
    for place, (fan_in, fan_out) in enumerate(pairwise(CONFIG.widths)):
        weight, fed = stream.standard_normal((fan_out, fan_in + 1)), stream.standard_normal((fan_in + 1, m))
        error = stream.standard_normal((fan_out, m))
        calls.append(partial(np.matmul, weight, fed, np.empty((fan_out, m))))
        calls.append(partial(np.matmul, error, fed.T, np.empty((fan_out, fan_in + 1))))
        if place:
            calls.append(partial(np.matmul, weight.T, error, np.empty((fan_in + 1, m))))

    def run() -> None:
        for _ in range(ITERATIONS):
            for call in calls:
                call()

    return run


def test_all_contenders_train_the_same_experiment() -> None:
    [run] = advance(begin([CONFIG]), ITERATIONS).runs
    costs = others.plain_loop(CONFIG, ITERATIONS)()
    np.testing.assert_allclose(run.costs[0], costs[0], rtol=1e-12)
    for made in (others.torch_eager([CONFIG], ITERATIONS), others.jax_scan([CONFIG], ITERATIONS)):
        contender = made[0] if isinstance(made, tuple) else made
        layers = contender() if contender else []
        for layer, matrix in zip(layers, run.weights(-1), strict=False):
            array = np.asarray(getattr(layer, "detach", lambda layer=layer: layer)())
            # Ten steps of sums of 1347 terms in another order.
            np.testing.assert_allclose(array[0, :, :-1], matrix, rtol=1e-6, atol=1e-9)


def test_speed() -> None:
    contenders: dict[str, tuple[Contender | None, int]] = {
        "bare": (_bare_products(), ITERATIONS),
        "core": (_core(), ITERATIONS),
        "plain": (others.plain_loop(CONFIG, ITERATIONS), ITERATIONS),
        "sklearn": (others.classifier(CONFIG, ITERATIONS), ITERATIONS),
        "torch": (others.torch_eager([CONFIG], ITERATIONS), ITERATIONS),
    }
    compiled = others.jax_scan([CONFIG], ITERATIONS)
    if compiled:
        contenders["jax"] = compiled[0], ITERATIONS
    present = {name: (contender, work) for name, (contender, work) in contenders.items() if contender}
    print(f"\n\n{_table(timed(present, ROUNDS), compiled[1] if compiled else 0.0)}\n")


def _table(rounds: Rounds, compiling: float) -> str:
    lines = [
        f"digits, 64-30x128-10, 1347 examples, float64, one core, {ROUNDS} rounds",
        f"{'':<32}{'µs':>10}   {'per iteration':<34}{'aim':>8}{'measured':>9}",
        line("bare matrix products", rounds.median("bare")),
        line(
            "core",
            rounds.median("core"),
            "times the bare products",
            f"≤{AIM}",
            f"{rounds.ratio('core', 'bare'):.2f}x",
        ),
    ]
    labels = {
        "plain": "plain numpy loop",
        "sklearn": "MLPClassifier",
        "torch": "PyTorch, eager",
        "jax": "JAX, jit(scan(vmap))",
    }
    for name, label in labels.items():
        if name in rounds:
            lines.append(
                line(label, rounds.median(name), "times the core", "", f"{rounds.ratio(name, 'core'):.2f}x")
            )
    if "jax" in rounds:
        lines.append(line("JAX was compiled in", compiling * 1e6))
    return "\n".join(lines)
