"""The words of the command line, called as a program of its own: what is refused, and its help."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.data.datasets import DATASETS
from initcore.model.activations import ACTIVATIONS
from tests.helpers.calling import Done, call
from tests.helpers.serving import ROOT

WRONG: list[tuple[list[str], str]] = [
    (
        ["kaiming"],
        "`initialization` must be one of 35 names, the nearest he, he_fan_out, he_uniform and he_fan",
    ),
    (["HeNormal"], "`initialization` must be one of 35 names, the nearest he_truncated; got 'HeNormal'"),
    (["tanh"], "`initialization` must be one of zeros, random, "),
    (
        ["--set", "initialization=he"],
        "initializations are given as names, as in compare he he~0.5; got --set",
    ),
    (["--gain", "2", "--set", "gain=3"], "`gain` must be given once; got 2 and 3"),
    (["--set", "lr=1"], "--set must be SETTING=VALUE, such as l2=0.1; got 'lr=1'; nearest is learning_rate"),
    (["--momentum", "0.5"], "unrecognized arguments: --momentum; say --set momentum=..."),
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
    (
        ["--set", "extra_inputs=x1sq-x1^2"],
        "`extra_inputs` must be a list of names, each one of x1sq, x2sq, x1x2, sinx1, sinx2; got 'x1^2'",
    ),
    (["--set", "l2"], "--set must be SETTING=VALUE, such as l2=0.1; got 'l2'"),
    (["--activation", "\N{SNOWMAN}\n"], "`activation` must be one of relu, tanh, sigmoid, leaky_relu, "),
    (["--optimizer\nadam"], "unrecognized arguments: --optimizer adam"),
    (["--fail-on", "never"], "argument --fail-on: invalid choice: 'never' (choose from"),
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
        wrong = [pool.submit(call, *words, INITLAB_DATABASE_URL=url) for words, _ in WRONG]
        no_command = pool.submit(call, command="")
        other_command = pool.submit(call, command="train")
        no_workers = pool.submit(call, INITLAB_WORKERS="0", INITLAB_DATABASE_URL="garbage")
        odd_workers = pool.submit(call, INITLAB_WORKERS="abc")
    for done, (_, message) in zip(wrong, WRONG, strict=True):
        _assert_refused(done.result(), message)
    _assert_refused(no_command.result(), "the following arguments are required: command")
    _assert_refused(other_command.result(), "argument command: invalid choice: 'train'")
    _assert_refused(no_workers.result(), "INITLAB_WORKERS must be a whole number in [1, 1024]; got '0'")
    _assert_refused(odd_workers.result(), "INITLAB_WORKERS must be a whole number in [1, 1024]; got 'abc'")
    assert list(tmp_path.iterdir()) == []


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
