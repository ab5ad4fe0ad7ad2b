"""The command line, run as people run it: as a program of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from initcore import RunConfig, train
from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.data.datasets import DATASETS
from initcore.export.rows import to_json
from initcore.model.activations import ACTIVATIONS
from initcore.statistics.seeds import spread_text, summarize

ROOT = Path(__file__).parents[2]
COURSE = ["--iterations", "200"]
Done = subprocess.CompletedProcess


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Ours without what an operator has set, and with these settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("INITLAB_")}
    return {**kept, "INITLAB_WORKERS": "1", **settings}


def _call(*arguments: str, command: str = "compare", **settings: str) -> Done:
    words = [sys.executable, "-m", "initcore", *([command] if command else []), *arguments]
    return subprocess.run(
        words, cwd=ROOT, env=environment(settings), capture_output=True, text=True, timeout=60, check=False
    )


def _json(done: Done) -> list[dict[str, Any]]:
    """The runs of a call's one JSON object; fails if there was anything else on either stream."""
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1
    read = json.loads(done.stdout)
    assert list(read) == ["schema", "runs"]
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
    first = _call("--json", *COURSE, INITLAB_DATABASE_URL=url)
    wanted: dict[str, tuple[list[str], dict[str, str]]] = {
        "again": (["--json", *COURSE], {}),
        "table": (["zeros", "random", "he", *COURSE], {}),
        "seeds": (["zeros", "he", "--seeds", "5", "--twins", *COURSE], {}),
        "fewer": (["he", "he", "--json", "--iterations", "100"], {}),
        "garbage": (WILD, {"INITLAB_DATABASE_URL": "garbage", "PYTHONIOENCODING": "ascii"}),
        "no folder": (
            ["xavier", "--json", *SETTINGS],
            {"INITLAB_DATABASE_URL": "sqlite:////dev/null/runs.db"},
        ),
    }
    with ThreadPoolExecutor(2) as pool:
        futures = {
            name: pool.submit(_call, *words, **{"INITLAB_DATABASE_URL": url, **settings})
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
    expected = [to_json(run, cached=False) for run in train(configs)]
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
    assert lines[-3] == "Median [quartiles] over 5 weights seeds. Reached: 90 % train accuracy."
    assert lines[-2] == "Zeros has no twin: a weight of 0 has no last place, and all of its start is 0."
    assert lines[-1].startswith("He")


def test_every_setting_is_followed(calls: dict[str, Done]) -> None:
    settings = {"iterations": 7, "learning_rate": 0.1, "hidden": [4, 3], "activation": "tanh"}
    settings |= {"dataset": "moons", "noise": 0.2, "gain": 2.0, "weights_seed": 8}
    [run] = json.loads(calls["no folder"].stdout)["runs"]
    assert RunConfig.from_dict(run["config"]) == RunConfig.from_dict({**settings, "initialization": "xavier"})
    assert (run["cached"], list(run["costs"])) == (False, ["0", "7"])


WRONG: list[tuple[list[str], str]] = [
    (["kaiming"], "`initialization` must be one of zeros, "),
    (["--gain", "nan"], "`gain` must be a number in [0, 1000]; got "),
    (["--learning-rate", "inf"], "`learning_rate` must be a number in (0, 10]; got "),
    (["--learning-rate", "-1"], "`learning_rate` must be a number in (0, 10]; got -1"),
    (["--noise", "1e999"], "`noise` must be a number in [0, 1]; got "),
    (["--iterations", "9" * 5000], "`iterations` must be a whole number in [1, 1000000]; got "),
    (["--iterations", "1.5"], "`iterations` must be a whole number in [1, 1000000]; got '1.5'"),
    (["--hidden", "10,,5"], "`hidden` must be 1 to 50 whole numbers in [1, 512]; got '10,,5'"),
    (["--hidden", "513"], "`hidden` must be 1 to 50 whole numbers in [1, 512]; got 513"),
    (["--hidden", "51x3"], "`hidden` must be 1 to 50 whole numbers in [1, 512]; got 51x3"),
    (["he~x"], "`gain` must be a number in [0, 1000]; got 'x'"),
    (["he~bias:none"], "`bias` must be one of scheme, zeros, constant, uniform; got 'none'"),
    (["--seeds", "0"], "`seeds` must be a whole number in [1, 64]; got 0"),
    (["--seeds", "9" * 5000], "`seeds` must be a whole number in [1, 64]; got "),
    (
        ["--dataset", "csv", "--set", "table=2x2-0123456789abcdef"],
        "the CSV behind this comparison is not here any more; upload it again",
    ),
    (["--set", "l2=abc"], "`l2` must be a number in [0, 1000]; got 'abc'"),
    (["--set", "l2"], "--set must be SETTING=VALUE, such as l2=0.1; got 'l2'"),
    (["--activation", "\N{SNOWMAN}\n"], "`activation` must be one of relu, tanh, sigmoid, leaky_relu, "),
    (["--optimizer\nadam"], "unrecognized arguments: --optimizer adam"),
    (["--gain"], "argument --gain: expected one argument"),
]


def _assert_refused(done: Done, message: str) -> None:
    """Status 2, and exactly one line that says what was wrong, whoever is to read it."""
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"initcore: {message}")
    assert done.stderr.count("\n") == 1
    assert len(done.stderr) < 250


def test_wrong_input_is_one_line_and_status_2(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/runs.db"
    with ThreadPoolExecutor(2) as pool:
        wrong = [pool.submit(_call, *words, INITLAB_DATABASE_URL=url) for words, _ in WRONG]
        no_command = pool.submit(_call, command="")
        other_command = pool.submit(_call, command="train")
        no_workers = pool.submit(_call, INITLAB_WORKERS="0", INITLAB_DATABASE_URL="garbage")
        odd_workers = pool.submit(_call, INITLAB_WORKERS="abc")
    for done, (_, message) in zip(wrong, WRONG, strict=True):
        _assert_refused(done.result(), message)
    _assert_refused(no_command.result(), "the following arguments are required: command")
    _assert_refused(other_command.result(), "argument command: invalid choice: 'train'")
    _assert_refused(no_workers.result(), "INITLAB_WORKERS must be a whole number in [1, 1024]; got '0'")
    _assert_refused(odd_workers.result(), "INITLAB_WORKERS must be a whole number in [1, 1024]; got 'abc'")
    assert list(tmp_path.iterdir()) == []


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
    assert done.returncode == 0
    assert done.stdout
    assert "from cache" not in done.stdout
    assert done.stderr.startswith(f"initcore: {reason}")
    assert done.stderr.count("\n") == 1
    assert "Training goes on without a cache." in done.stderr


def test_a_diverged_run_is_told_in_words_and_in_any_encoding(calls: dict[str, Done]) -> None:
    table = calls["garbage"].stdout
    assert "Exploding" in table
    assert "Large random ? 2 " in table
    assert "nan %" not in table


def test_help_is_quick_and_names_everything() -> None:
    code = "import sys; from initcore.__main__ import main\ntry: main(['compare', '--help'])\n"
    code += "finally: print([name for name in ('sklearn', 'plotly', 'scipy') if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    text, loaded = done.stdout.rsplit("\n", 2)[:2]
    assert loaded == "[]"
    for name in (*INITIALIZATIONS.names, *ACTIVATIONS.names, *DATASETS.names):
        assert name in text
