"""The command says the comparison: read back by the command line itself, it gives the same runs."""

import shlex

import pytest
from hypothesis import assume, given

from initcore import RunConfig
from initcore.__main__ import _parser, _wanted
from initcore.experiment.choices import Choice
from initcore.experiment.experiment import Experiment
from initcore.export.command import command
from tests.helpers.strategies import SETTINGS, experiments


def _configs(line: str) -> tuple[RunConfig, ...]:
    """The runs that a shell and the command line make of that line."""
    words = shlex.split(line)
    assert words[:3] == ["python", "-m", "initcore"]
    return _wanted(_parser().parse_args(words[3:])).configs


@SETTINGS
@given(experiments())
def test_the_command_line_reads_the_command_as_the_same_runs(experiment: Experiment) -> None:
    assume(experiment.base.dataset != "csv")
    assert _configs(command(experiment)) == experiment.configs


def test_the_courses_command_is_bare() -> None:
    assert command(Experiment()) == "python -m initcore compare"


def test_what_a_shell_would_take_amiss_is_quoted() -> None:
    choice = Choice("formula", formula="sqrt(2/fan_in)*2**0.5", bias="constant", bias_value=-5)
    experiment = Experiment((choice,), RunConfig(hidden=(4,) * 30), seeds=3, twins=True)
    line = command(experiment)
    assert "'formula~sigma:" in line
    assert line.endswith("--hidden 30x4 --seeds 3 --twins")
    assert _configs(line) == experiment.configs


def test_seeds_wrap_where_they_end_and_twins_follow() -> None:
    experiment = Experiment((Choice("he"),), RunConfig(weights_seed=2**32 - 1), seeds=2, twins=True)
    configs = _configs(command(experiment))
    assert [config.weights_seed for config in configs] == [2**32 - 1, 0] * 2
    assert [config.twin for config in configs] == [False, False, True, True]


def test_an_uploaded_csv_cannot_be_repeated() -> None:
    base = RunConfig(dataset="csv", table="2x2-0123456789abcdef")
    with pytest.raises(ValueError, match="stays in your browser session"):
        command(Experiment(base=base))
