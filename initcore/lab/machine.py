"""What a core of this machine takes for the kinds of work that training is made of, measured once."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from initcore.memory import remembered


@dataclass(frozen=True)
class Machine:
    """What a core takes, in seconds: a numpy call, a product's call, a multiplication in a large product,
    a number passed over by a cheap call, and a number passed through a transcendental function.
    """

    call: float
    product: float
    multiplication: float
    passed: float
    transcendental: float


def _seconds(work: Callable[[], object], times: int) -> float:
    """The shortest of nine tries at doing `work` so often, each time's share: others use the machine, too."""
    tries = []
    for _ in range(9):
        start = time.perf_counter()
        for _ in range(times):
            work()
        tries.append((time.perf_counter() - start) / times)
    return min(tries)


@remembered(1)
def this_machine() -> Machine:
    """This machine's figures, measured on first use in some hundredths of a second.

    On one BLAS thread, which is what a worker has.
    """
    with threadpool_limits(1, "blas"):
        return _measured()


def _measured() -> Machine:
    few, small, many = np.ones(8), np.ones((1, 10, 10)), np.ones(20_000)
    wide, tall = np.ones((1, 128, 128)), np.ones((1, 128, 512))
    out, wide_out, many_out = np.empty((1, 10, 10)), np.empty((1, 128, 512)), np.empty(20_000)
    call = _seconds(lambda: np.multiply(few, few, few), 300)
    product = _seconds(lambda: np.matmul(small, small, out), 300)
    large = _seconds(lambda: np.matmul(wide, tall, wide_out), 2)
    passed = _seconds(lambda: np.multiply(many, many, many_out), 20)
    curved = _seconds(lambda: np.tanh(many, many_out), 3)
    return Machine(
        call=call,
        product=product,
        multiplication=large / (128 * 128 * 512),
        passed=passed / many.size,
        transcendental=curved / many.size,
    )
