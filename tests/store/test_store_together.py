"""One store for many: threads and processes that write and read the same rows at once."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

from initcore import RunConfig, Trajectory, train
from initcore.store.store import Store
from tests.helpers.stores import PLENTY, SMALL, assert_kept, damaged_store


def configs(count: int, iterations: int) -> list[RunConfig]:
    return [replace(SMALL, weights_seed=seed, iterations=iterations) for seed in range(count)]


def test_eight_threads_write_and_read_the_same_rows(url):
    runs = train([config for iterations in (100, 200, 300) for config in configs(4, iterations)])

    def use(run: Trajectory) -> None:
        store.save(run, "fine")
        loaded = store.load(run.config)
        assert loaded is not None
        assert loaded.iteration >= run.iteration

    with closing(Store(url, PLENTY)) as store, ThreadPoolExecutor(8) as pool:
        for _ in pool.map(use, runs * 4):
            pass
        assert store.problem is None
        for run in runs[-4:]:
            assert_kept(store, run)


# Trains first and then waits for the word, so that all processes come to the file at the same time.
WRITER = """
import random, sys
from initcore import train
from initcore.store.store import Store
from tests.store.test_store_together import configs

runs = train([config for iterations in (100, 200, 300) for config in configs(8, iterations)])
random.Random(sys.argv[1]).shuffle(runs)
for url in sys.argv[2:]:
    print("ready", flush=True)
    sys.stdin.readline()
    store = Store(url, 2**29)
    for run in runs:
        store.save(run, "fine")
        assert store.load(run.config).iteration >= run.iteration
    assert store.problem is None, store.problem
    store.close()
"""


def _writer(seed: int, urls: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", WRITER, str(seed), *urls],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_processes_that_begin_the_same_file_at_once_all_get_their_runs_in(tmp_path):
    fresh, damaged = tmp_path / "fresh.db", tmp_path / "damaged.db"
    damaged_store(damaged)
    urls = [f"sqlite:///{file}" for file in (fresh, damaged)]
    with ExitStack() as stack:
        writers = [stack.enter_context(_writer(seed, urls)) for seed in range(2)]
        for _ in urls:
            for writer in writers:
                assert writer.stdout is not None
                assert writer.stdout.readline() == "ready\n"
            for writer in writers:
                assert writer.stdin is not None
                writer.stdin.write("go\n")
                writer.stdin.flush()
        assert [writer.wait(60) for writer in writers] == [0, 0]
    longest = train(configs(8, 300))
    for url in urls:
        with closing(Store(url, PLENTY)) as store:
            assert len(store.summaries()) == 8
            for run in longest:
                assert_kept(store, run)
    assert len(list(tmp_path.glob("*.damaged-*Z"))) == 1
