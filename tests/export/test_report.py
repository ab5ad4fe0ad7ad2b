"""The report: one file with everything in it, every text escaped, and nothing from elsewhere."""

import csv
import io
import json
import re
from dataclasses import fields
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, Trajectory, advance, begin, train
from initcore.data.reading import read
from initcore.data.tables import Table, choose
from initcore.diagnosis.diagnose import diagnose
from initcore.experiment.choices import Choice
from initcore.experiment.experiment import Experiment
from initcore.export.command import command
from initcore.export.contents import Page
from initcore.export.html import render
from initcore.export.report import Shared, report
from initcore.export.results import Table as ResultsTable
from initcore.figures.curves import Curve, cost_figure
from initcore.figures.script import library, plain
from initcore.sentences.verdicts import evidence_of
from initcore.words.numbers import figure

SMALL: dict[str, Any] = {"hidden": (7, 5), "samples": 43, "test_samples": 29, "iterations": 130}
ONE = Experiment((Choice("zeros"), Choice("random"), Choice("he")), RunConfig(**SMALL))
MANY = Experiment(ONE.choices, ONE.base, seeds=3, twins=True)
MADE = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
VOID = {"meta", "link", "br", "image", "path", "rect", "use"}


class _Page(HTMLParser):
    """Checks that elements close in order, and gathers what is asked for elsewhere."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []
        self.links: list[str] = []
        self.texts: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href") and tag != "a"]
        self.links += [value or "" for name, value in attrs if name == "href" and tag == "a"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


def _report(experiment: Experiment, runs: list[Trajectory], errors: list[str | None] | None = None) -> str:
    return report(Shared(experiment, runs, errors or [None] * len(runs)), made=MADE, link="http://x/?a=1&b=2")


def _without_library(text: str) -> str:
    assert text.count(library()) == 1
    return text.replace(library(), "")


@pytest.fixture(scope="module")
def runs() -> list[Trajectory]:
    return train(ONE.configs)


def test_it_holds_the_board_the_table_the_verdicts_the_configs_and_the_command(
    runs: list[Trajectory],
) -> None:
    text = _without_library(_report(ONE, runs))
    plain = unescape(text)
    for run in runs:
        verdict = diagnose(run)
        assert plain.count(evidence_of(verdict)) == 2  # card and table
        assert json.dumps(run.config.to_dict(), ensure_ascii=False) in plain
        assert run.config.key in text
        assert plain.count(figure(float(run.costs[-1]))) >= 3  # card, table, words for the curves
    assert command(ONE) in plain
    assert "compare(\n    ['zeros', 'random', 'he']," in plain
    assert text.count("data:image/png;base64,") == 3
    assert '<a href="http://x/?a=1&amp;b=2">' in text
    assert "(naive: inf)" in text
    assert "2026-03-01 12:30 UTC" in text
    assert f"numpy {np.__version__}" in text


def test_it_is_one_well_formed_file_that_asks_for_nothing(runs: list[Trajectory]) -> None:
    for experiment, trained in ((ONE, runs), (MANY, train(MANY.configs))):
        whole = _report(experiment, trained)
        assert 4e6 < len(whole.encode()) < 6e6
        page = _Page(_without_library(whole))
        assert all(address.startswith("data:") for address in page.addresses)


def test_the_figures_hold_every_recorded_cost(runs: list[Trajectory]) -> None:
    text = _report(ONE, runs)
    [held] = re.findall(r'<script type="application/json" id="figures">(.*?)</script>', text, re.DOTALL)
    traces = json.loads(held)["cost"]["data"]
    assert [trace["name"] for trace in traces] == ["Zeros", "Large random", "He"]
    assert all(len(trace["x"]) or trace["x"]["bdata"] for trace in traces)


def test_many_seeds_and_twins_are_told_too() -> None:
    text = _without_library(_report(MANY, train(MANY.configs)))
    plain = unescape(text)
    assert "Median [quartiles] over 3 weights seeds." in plain
    assert "Zeros has no twin: a weight of 0 has no last place, and all of its start is 0." in plain
    assert "Digits that agree between a run and its twin" in plain
    assert "too few seeds to tell; take 7 or more" in plain
    assert "Decision boundaries of weights seed 3" in plain
    for name in ("Zeros, seed 3", "Zeros, seed 5", "He, seed 4, twin"):
        assert f'<th scope="row" data-order="{name}">{name}</th>' in text
    assert plain.count('"initialization"') == 18


def test_a_run_that_failed_and_one_that_was_stopped_say_so() -> None:
    stopped = list(advance(begin(ONE.configs), 50).runs)
    plain = unescape(_without_library(_report(ONE, stopped, [None, "the worker <died>", None])))
    assert "Not trained to the end" in plain
    assert "iteration 50 of 130" in plain
    assert plain.count("the worker <died>") == 2


EVIL = "</script><script>alert(1)</script>"
QUOTED = "a \"b\" 'c' &amp; <img src=x onerror=alert(2)>"


@pytest.mark.parametrize("classes", [2, 3])
def test_names_in_an_uploaded_table_are_text_and_nothing_more(classes: int) -> None:
    file = io.StringIO()
    rows = [(at, at % 3, f"{QUOTED}{at % classes}") for at in range(12)]
    csv.writer(file).writerows([(EVIL, QUOTED, "label"), *rows])
    table: Table = choose(read(file.getvalue().encode()), [EVIL, QUOTED], "label")
    base = RunConfig(dataset="csv", table=table.id, hidden=(3,), iterations=20)
    experiment = Experiment((Choice("he"),), base)
    text = _without_library(_report(experiment, train(experiment.configs)))
    page = _Page(text)
    for at in range(classes):
        assert f"{QUOTED}{at}" in " ".join(page.texts)
    assert "<img" not in text
    assert "<script>alert" not in text
    assert "no link, command or notebook can repeat this comparison" in text
    assert "python -m initcore" not in text
    assert "http://x/" not in text


def test_a_link_stays_an_address(runs: list[Trajectory]) -> None:
    link = "http://x/?a=1&b='2'\"><script>alert(1)</script>"
    page = _Page(_without_library(report(Shared(ONE, runs, [None] * 3), made=MADE, link=link)))
    assert page.links == [link]
    assert link in page.texts


def test_figures_in_their_script_element_stay_in_it() -> None:
    name = f"{EVIL}\u2028"
    curve = Curve(name, "#123456", np.arange(3), np.ones(3), 0)
    figures = plain({"cost": cost_figure(curves=[curve], iterations=2)})
    [held] = re.findall(r'id="figures">(.*?)</script>', _set(figures), re.DOTALL)
    assert "<" not in held
    assert json.loads(held)["cost"]["data"][0]["name"] == name


def _set(figures: dict[str, Any]) -> str:
    """A report of nothing but figures."""
    empty = dict.fromkeys((field.name for field in fields(Page)), "")
    page = Page(**{**empty, "made": MADE, "results": ResultsTable((), ()), "by_class": ResultsTable((), ())})  # type: ignore[arg-type]
    return render("report.html.j2", page=page, figures=figures, library="")


def test_a_run_that_diverged_is_drawn_as_far_as_it_came() -> None:
    experiment = Experiment((Choice("random"),), RunConfig(hidden=(128,) * 5, samples=43, iterations=100))
    plain = unescape(_without_library(_report(experiment, train(experiment.configs))))
    assert diagnose(train(experiment.configs)[0]).title in plain


def test_more_classes_and_more_inputs_have_a_legend_of_their_own() -> None:
    experiment = Experiment((Choice("he"),), RunConfig(dataset="iris", hidden=(4,), iterations=30))
    plain = unescape(_without_library(_report(experiment, train(experiment.configs))))
    for name in ("setosa", "versicolor", "virginica", "first two principal components"):
        assert name in plain


def test_extra_inputs_are_told_and_the_maps_are_not_said_to_be_of_components() -> None:
    base = RunConfig(hidden=(4,), samples=43, iterations=30, extra_inputs=("x1sq", "x2sq"))
    experiment = Experiment((Choice("he"),), base)
    plain = unescape(_without_library(_report(experiment, train(experiment.configs))))
    assert "4-4-1 network" in plain
    assert "extra inputs x1² and x2²" in plain
    assert "--set extra_inputs=x1sq-x2sq" in plain
    assert '"extra_inputs": ["x1sq", "x2sq"]' in plain
    assert "principal components" not in plain
