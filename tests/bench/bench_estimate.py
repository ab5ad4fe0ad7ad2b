"""How near the estimate of a comparison comes to what it takes, on nine kinds of work; nothing is judged."""

import os
import time
from collections.abc import Iterator
from statistics import median

import pytest

from initcore.experiment.choices import Choice
from initcore.experiment.config import RunConfig
from initcore.experiment.experiment import Experiment
from initcore.lab.engine import Engine, start_engine
from initcore.lab.settings import Settings, usable_cores

pytestmark = pytest.mark.benchmark

ROUNDS, AIM = 3, 1.5
COURSE = ("zeros", "random", "he")
KINDS: dict[str, tuple[tuple[str, ...], RunConfig, int]] = {
    "the course": (COURSE, RunConfig(iterations=60_000), 1),
    "one run": (("he",), RunConfig(iterations=60_000), 1),
    "16 seeds": (("he",), RunConfig(iterations=20_000), 16),
    "small batches": (("he", "xavier"), RunConfig(iterations=40_000, batch_size=16), 1),
    "Adam": (COURSE, RunConfig(iterations=30_000, optimizer="adam"), 1),
    "many examples": (("he", "xavier"), RunConfig(iterations=3000, samples=10_000), 1),
    "tanh, 100-50": (COURSE, RunConfig(iterations=4000, hidden=(100, 50), activation="tanh"), 1),
    "30x128 on digits": (
        ("he", "orthogonal"),
        RunConfig(iterations=60, hidden=(128,) * 30, dataset="digits"),
        1,
    ),
    "24x256, 2000 examples": (
        ("he", "xavier", "ones"),
        RunConfig(iterations=16, hidden=(256,) * 24, samples=2000, record_every=4),
        1,
    ),
}


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """An engine on all cores, which keeps nothing."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, range(os.cpu_count() or 1))
    here = start_engine(Settings("sqlite://", 0, usable_cores()), cache=False)
    here.open([RunConfig(iterations=50)]).train()
    time.sleep(5.0)  # until every worker is ready
    yield here
    here.close()


def _took(engine: Engine, experiment: Experiment) -> tuple[float, float]:
    """What a comparison was said to take on the clock, and what it took (s)."""
    watch = engine.open(experiment.configs, anew=True)
    begun = time.perf_counter()
    watch.train()
    while watch.wait(0.02).live:
        pass
    return watch.need.clock, time.perf_counter() - begun


def test_the_estimate_beside_the_clock(engine: Engine) -> None:
    print(f"\n{'':<24}{'said, s':>9}{'took, s':>9}{'ratio':>8}   aim {1 / AIM:.2f} to {AIM:.2f}")
    for name, (schemes, base, seeds) in KINDS.items():
        experiment = Experiment(tuple(map(Choice, schemes)), base, seeds=seeds)
        rounds = [_took(engine, experiment) for _ in range(ROUNDS)]
        said, took = rounds[0][0], median(took for _, took in rounds)
        print(f"{name:<24}{said:>9.2f}{took:>9.2f}{took / said:>8.2f}")
        assert said > 0
