"""`compare`, run as people run it: what it prints, what it keeps, and what a failure costs."""

import json
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from initcore import RunConfig, train
from initcore.commands import compare as compare_module
from initcore.commands.compare import Wanted, compare
from initcore.export.rows import to_json
from initcore.lab.engine import Engine
from initcore.lab.handle import Handle
from initcore.lab.settings import Settings
from initcore.lab.watches import View
from initcore.statistics.seeds import spread_text, summarize
from initcore.store.store import Store
from initcore.training.begin import State
from tests.helpers.calling import Done, call
from tests.helpers.hands import PATIENCE
from tests.helpers.stores import PLENTY

COURSE = ["--iterations", "200", "--fail-on", "error"]


def _json(done: Done) -> list[dict[str, Any]]:
    """The runs of a call's one JSON object; fails if there was anything else on either stream."""
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1
    read = json.loads(done.stdout)
    assert list(read) == ["schema", "runs", "pairs"]
    return read["runs"]


def _numbers(run: dict[str, Any]) -> dict[str, Any]:
    """All of a run but how it was come by."""
    return {name: value for name, value in run.items() if name not in ("cached", "seconds")}


SETTINGS = ["--iterations", "7", "--learning-rate", "0.1", "--hidden", "4,3", "--activation", "tanh"]
SETTINGS += ["--dataset", "moons", "--noise", "0.2", "--gain", "2", "--seed", "8"]
WILD = ["random", "--gain", "2", "--hidden", "128,128,128,128,128", "--iterations", "60"]


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Done]:
    """Every call that starts workers, two at a time since each takes seconds; the first one alone."""
    url = f"sqlite:///{tmp_path_factory.mktemp('cli') / 'data' / 'runs.db'}"
    first = call("--json", *COURSE, INITLAB_DATABASE_URL=url)
    wanted: dict[str, tuple[list[str], dict[str, str]]] = {
        "again": (["--json", *COURSE], {}),
        "table": (["zeros", "random", "he", *COURSE], {}),
        "seeds": (["zeros", "he", "--seeds", "5", "--twins", *COURSE], {}),
        "fewer": (["he", "he", "--json", "--iterations", "100"], {}),
        "failing": (["zeros", "he", "--iterations", "200"], {}),
        "garbage": (WILD, {"INITLAB_DATABASE_URL": "garbage", "PYTHONIOENCODING": "ascii"}),
        "no folder": (
            ["xavier", "--json", *SETTINGS],
            {"INITLAB_DATABASE_URL": "sqlite:////dev/null/runs.db"},
        ),
    }
    with ThreadPoolExecutor(2) as pool:
        futures = {
            name: pool.submit(call, *words, **{"INITLAB_DATABASE_URL": url, **settings})
            for name, (words, settings) in wanted.items()
        }
    return {"first": first, **{name: future.result() for name, future in futures.items()}}


def test_the_table_says_what_happened_to_each(calls: dict[str, Done]) -> None:
    done = calls["table"]
    assert (done.returncode, done.stderr) == (0, "")
    head, *lines = done.stdout.splitlines()
    assert head.split()[:2] == ["initialization", "problem"]
    assert len(lines) == 9
    assert [lines[at].split("  ")[0].strip() for at in (0, 3, 6)] == ["Zeros", "Large random", "He"]
    assert ["from cache" in line for line in lines] == [True, False, False] * 3
    assert "Fails to break symmetry" in lines[0]
    assert "1\N{NARROW NO-BREAK SPACE}773.6 (naive: inf)" in lines[3]
    assert lines[1].startswith("    every hidden layer acts as 1 unit")
    assert lines[2].startswith("    Draw the weights at random")
    assert "\033" not in done.stdout


def test_json_is_what_the_core_says(calls: dict[str, Done]) -> None:
    first = _json(calls["first"])
    configs = [RunConfig(initialization=name, iterations=200) for name in ("zeros", "random", "he")]
    expected = [to_json(run, cached=False, tried=True) for run in train(configs)]
    assert [_numbers(run) for run in first] == [_numbers(run) for run in expected]
    assert [run["cached"] for run in first] == [False] * 3
    assert all(run["seconds"] > 0 for run in first)


def test_what_was_trained_is_not_trained_again(calls: dict[str, Done]) -> None:
    first, again = _json(calls["first"]), _json(calls["again"])
    assert [run["cached"] for run in again] == [True] * 3
    assert [_numbers(run) for run in again] == [_numbers(run) for run in first]


def test_fewer_iterations_come_from_the_cache_and_a_name_given_twice_counts_once(
    calls: dict[str, Done],
) -> None:
    [run] = _json(calls["fewer"])
    assert (run["cached"], run["iterations"]) == (True, 100)
    costs = _json(calls["first"])[2]["costs"]
    assert run["costs"] == {iteration: costs[iteration] for iteration in ("0", "50", "100")}


def test_a_run_that_failed_by_its_verdict_is_in_the_exit_status(calls: dict[str, Done]) -> None:
    assert (calls["failing"].returncode, calls["failing"].stderr) == (1, "")
    assert "Fails to break symmetry" in calls["failing"].stdout
    assert calls["table"].returncode == 0  # the same zeros, where only an error counts


def test_many_seeds_are_a_line_of_medians_each_and_twins_a_sentence(calls: dict[str, Done]) -> None:
    done = calls["seeds"]
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].split()[:2] == ["initialization", "failed"]
    assert lines[1].split()[:2] == ["Zeros", "5"]
    assert "0.693 [0.693, 0.693]" in lines[1]
    assert lines[2] == "    5 × fails to break symmetry"
    summary = summarize(train([RunConfig(iterations=200, weights_seed=seed) for seed in range(3, 8)]))
    assert " ".join(spread_text(summary.final_cost, percent=False)) in lines[3]
    at = lines.index("Median [quartiles] over 5 weights seeds. Reached: 90 % train accuracy.")
    assert lines[at + 2].split()[:2] == ["pair", "seed"]
    assert "against" in lines[at + 3]
    assert lines[at + 3].endswith("too few seeds to tell; take 6 or more")
    assert lines[at + 4].startswith("Test accuracy of every two initializations")
    assert lines[-2] == "Zeros has no twin: a weight of 0 has no last place, and all of its start is 0."
    assert lines[-1].startswith("He")


def test_every_setting_is_followed(calls: dict[str, Done]) -> None:
    settings = {"iterations": 7, "learning_rate": 0.1, "hidden": [4, 3], "activation": "tanh"}
    settings |= {"dataset": "moons", "noise": 0.2, "gain": 2.0, "weights_seed": 8}
    [run] = json.loads(calls["no folder"].stdout)["runs"]
    assert RunConfig.from_dict(run["config"]) == RunConfig.from_dict({**settings, "initialization": "xavier"})
    assert (run["cached"], list(run["costs"])) == (False, ["0", "7"])


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("garbage", "Results are not being kept: the database could not be read (its URL is not valid)"),
        ("no folder", "Results are not being kept: the database could not be read"),
    ],
)
def test_a_database_that_does_not_work_costs_the_cache_and_nothing_else(
    name: str, reason: str, calls: dict[str, Done]
) -> None:
    done = calls[name]
    assert done.returncode == (name == "garbage")  # whose run diverges
    assert done.stdout
    assert "from cache" not in done.stdout
    assert done.stderr.startswith(f"initcore: {reason}")
    assert done.stderr.count("\n") == 1
    assert "Training goes on without a cache." in done.stderr


def test_a_diverged_run_is_told_in_words_and_in_any_encoding(calls: dict[str, Done]) -> None:
    table = calls["garbage"].stdout
    assert "Exploding" in table
    assert "Large random ? 2 " in table
    assert "nan" not in table
    assert "(diverged)" in table


TWO = tuple(
    RunConfig(initialization=name, hidden=(5, 3), samples=37, test_samples=23, iterations=60)
    for name in ("zeros", "random")
)


class Here(Executor):
    """Trains where it is asked to, but for random runs where it is short of memory."""

    def __init__(self, short_of_memory: bool = False) -> None:
        self.short_of_memory = short_of_memory

    def submit(self, fn: Callable, /, *args: Any, **kwargs: Any) -> Future:
        future: Future = Future()
        trained = [run for state in args if isinstance(state, State) for run in state.runs]
        if self.short_of_memory and "random" in [run.config.initialization for run in trained]:
            future.set_exception(MemoryError())
        else:
            future.set_result(fn(*args))
        return future


def use(monkeypatch: pytest.MonkeyPatch, executor: Executor, url: str = "sqlite://") -> None:
    """Has `compare` train on that executor, in place of worker processes."""

    @contextmanager
    def running(_: Settings, *, cache: bool) -> Iterator[Engine]:
        engine = Engine(Store(url, PLENTY if cache else 0), executor, workers=1)
        try:
            yield engine
        finally:
            engine.close()

    monkeypatch.setattr(compare_module, "running_engine", running)


def test_runs_are_each_starts_seeds_in_turn_and_then_their_twins() -> None:
    wanted = Wanted(TWO, seeds=3, twins=True).configs
    told = [(run.initialization, run.weights_seed, run.twin) for run in wanted]
    ordered = [(name, seed) for name in ("zeros", "random") for seed in (3, 4, 5)]
    assert told == [(*each, twin) for twin in (False, True) for each in ordered]
    assert Wanted(TWO, seeds=1, twins=False).configs == TWO


def test_a_run_that_failed_is_said_and_the_others_are_printed(monkeypatch, capsys) -> None:
    use(monkeypatch, Here(short_of_memory=True))
    assert compare(Wanted(TWO, 1, False), cache=False, as_json=True) == 1
    said = capsys.readouterr()
    assert [run["initialization"] for run in json.loads(said.out)["runs"]] == ["zeros"]
    assert said.err.endswith(": random: there is not enough memory for this network\n")
    assert said.err.count("\n") == 1
    assert compare(Wanted(TWO, 1, False), cache=False, as_json=False) == 1
    said = capsys.readouterr()
    assert "Training failed" in said.out
    assert said.out.index("Zeros") < said.out.index("Large random")


@pytest.mark.parametrize(("cache", "kept"), [(True, "what was trained is kept"), (False, "nothing is kept")])
def test_who_stops_it_is_told_what_is_kept(monkeypatch, capsys, cache: bool, kept: str) -> None:
    def interrupted(_: Handle) -> View:
        raise KeyboardInterrupt

    use(monkeypatch, Here())
    monkeypatch.setattr(Handle, "look", interrupted)
    assert compare(Wanted(TWO, 1, False), cache=cache, as_json=False) == 130
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.endswith(f": stopped; {kept}\n")


@pytest.mark.parametrize(("terminal", "as_json"), [(True, False), (True, True), (False, False)])
def test_progress_is_shown_where_somebody_sees_it_and_wiped_away(
    monkeypatch, capsys, terminal: bool, as_json: bool
) -> None:
    may_train, wait = threading.Event(), Handle.wait

    def waited(watch: Handle, seconds: float) -> View:
        may_train.set()
        return wait(watch, seconds)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(may_train.wait, PATIENCE)
        use(monkeypatch, pool)
        monkeypatch.setattr(Handle, "wait", waited)
        monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
        assert compare(Wanted(TWO, 1, False), cache=False, as_json=as_json, fail_on="error") == 0
    shown = capsys.readouterr().err
    if terminal and not as_json:
        assert shown.startswith(f"\r{'░' * 30} 0 of 120 iterations ")
        assert shown.endswith("\r\033[K")
    else:
        assert shown == ""
