"""What the training alone takes: the core without a server, as many processes as the server has workers."""

import multiprocessing
import os
import time
from collections.abc import Sequence

from initcore import train
from initcore.experiment.experiment import Experiment


def _trained(query: dict[str, str]) -> None:
    train(Experiment.from_query(query)[0].configs)


def pure_seconds(queries: Sequence[dict[str, str]], processes: int = 2) -> float:
    """How long those comparisons take, each in one process, the next as soon as one is free."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        pool.map(_trained, [{"iters": "10"}] * processes, chunksize=1)  # imports and data are not counted
        begun = time.monotonic()
        pool.map(_trained, queries, chunksize=1)
        return time.monotonic() - begun
