"""The board's own scripts: what they make of what is sent is what was measured, and what a report says."""

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, Trajectory, advance, begin, train
from initcore.diagnosis.found import found
from initcore.experiment.experiment import Group
from initcore.export.filled import heads
from initcore.export.results import results
from initcore.figures.ahead import story_of
from initcore.figures.board import board_of
from initcore.figures.comparison_curves import cost_curves, digit_curves
from initcore.figures.growth import Sent, band, growth, time_of
from initcore.figures.maps import map_at
from initcore.figures.palette import PALETTE
from initcore.figures.pictures import drawn
from initcore.figures.telling import told
from initcore.figures.wire import ints, text
from initcore.measures.curves import accuracy_curves, measure
from tests.helpers.browsing import sent
from tests.helpers.scripts import answered
from tests.helpers.stores import DIVERGING

FOLDER = Path(__file__).parents[2] / "pages" / "_board"
SMALL = RunConfig(hidden=(7, 5), samples=43, test_samples=29, iterations=330, learning_rate=0.3)
LARGE = replace(SMALL, initialization="random", gain=50.0)
SPLIT = replace(DIVERGING, iterations=100)

TAKING = """
import { take, valuesAt } from './runs.js'
const number = (one) => (Number.isFinite(one) ? one : String(one))
const plain = (value) => (ArrayBuffer.isView(value) ? Array.from(value, number) : value)
let run = given.card
for (const growth of given.growths) run = take(run, growth)
await new Promise((resolve) => { setTimeout(resolve, 50) }) // pictures are inflated meanwhile
const pictures = [...run.pictures.single].map(([iteration, bytes]) => [iteration, Array.from(bytes)])
if (given.pack) await run.pictures.sent(given.pack, given.card.cells)
const values = given.asked.map((iteration) => valuesAt(run, iteration))
const maps = values.map(({ iteration }) => Array.from(run.pictures.at(iteration)))
console.log(JSON.stringify({
  ...Object.fromEntries(Object.entries(run).map(([name, value]) => [name, plain(value)])),
  pictures, maps, values,
}))
"""


def _views(config: RunConfig, stops: Sequence[int]) -> list[Trajectory]:
    views, state = [], begin([config])
    for stop in stops:
        state = advance(state, stop - state.runs[0].iteration)
        views.append(state.runs[0].closed(config))
    return views


def _growths(views: Sequence[Trajectory]) -> list[Any]:
    cursor = Sent()
    for view in views:
        measure(view)  # as its worker does
    return [
        sent(
            growth(
                view,
                cursor,
                time=time_of(view, False),
                accuracy=0.9,
                picture=drawn(view),
                told=told(view, found(view)),
            )
        )
        for view in views
    ]


def _card(run: Trajectory, **settings: Any) -> Any:
    return sent(board_of([Group((run,), ())], experiment="e", columns=heads(1), **settings))["cards"][0]


def _numbers(values: Sequence[float | str]) -> np.ndarray:
    return np.array([float(str(value).replace("Infinity", "inf").replace("NaN", "nan")) for value in values])


@pytest.mark.parametrize("config", [SMALL, SPLIT], ids=["sound", "diverging"])
def test_a_run_is_put_together_from_what_has_grown_of_it(config: RunConfig, tmp_path: Path) -> None:
    stops = sorted(random.Random(7).sample(range(config.iterations), 6))
    views = _views(config, [*stops, config.iterations])
    asked = [0, 50, 64, 10**9]
    given = {"card": _card(views[0]), "growths": _growths(views), "asked": asked}
    given["pack"] = {"reached": views[-1].iteration, **_pack(views[-1])}
    run, made = views[-1], answered(tmp_path, TAKING, given)
    curves = accuracy_curves(run)
    assert made["iterations"] == run.iterations.tolist()
    assert np.array_equal(_numbers(made["costs"]), run.costs, equal_nan=True)
    assert made["kept"] == curves.iterations.tolist()
    for name, values in (("train", curves.train), ("test", curves.test), ("testCosts", curves.test_cost)):
        assert np.array_equal(_numbers(made[name]), values.astype(np.float32), equal_nan=True), name
    assert (made["reached"], made["diverged"]) == (run.iteration, run.diverged_at if run.diverged else None)
    assert made["told"] == sent(told(run, found(run)))
    assert {iteration for iteration, _ in made["pictures"]} == {int(view.drawable[0][-1]) for view in views}
    for iteration, cells in made["pictures"]:
        assert (
            cells
            == map_at(run if iteration in run.kept else _at(views, iteration), iteration)[1].ravel().tolist()
        )
    for at, cells, values in zip(asked, made["maps"], made["values"], strict=True):
        assert cells == map_at(run, at)[1].ravel().tolist()
        place = int(np.searchsorted(curves.iterations, at, side="right")) - 1
        assert values["iteration"] == curves.iterations[place]
        assert values["cost"] == run.costs[run.iterations == values["iteration"]]
        assert values["train"] == np.float32(curves.train[place])
        assert values["test"] == np.float32(curves.test[place])
        assert values["diverged"] == (run.diverged and at >= run.diverged_at)


def _at(views: Sequence[Trajectory], iteration: int) -> Trajectory:
    return next(view for view in views if view.drawable[0][-1] == iteration)


def _pack(run: Trajectory) -> dict[str, Any]:
    story = story_of([run], 400)
    return {"iterations": ints(story.maps.iterations), "frames": text(story.maps.frames)}


CELLS = """
import { CELLS } from './table.js'
import { take, valuesAt } from './runs.js'
console.log(JSON.stringify(given.cards.map((card, place) => {
  const run = take(card, given.growths[place]), shown = given.shown ?? run.reached
  const values = valuesAt(run, shown), { told } = run
  return given.names.map((name) => CELLS[name]({ run, values, told, icons: given.icons }))
})))
"""


def _plain(line: str) -> str:
    """A line as it would be broken anywhere."""
    return line.replace("\N{NO-BREAK SPACE}", " ")


def _table(runs: Sequence[Trajectory], folder: Path, **settings: Any) -> list[list[tuple[str, list[str]]]]:
    """Texts of the cells that the board fills by itself, and the small lines under each."""
    given = {
        "cards": [_card(run, **settings) for run in runs],
        "growths": [_growths([run])[0] for run in runs],
        "names": [head.name for head in heads(1)],
        "icons": PALETTE.icons,
        "shown": None,
    }
    made = answered(folder, CELLS, given, {"table.js": "\nexport { CELLS }\n"})
    return [
        [(cell["text"], [_plain(line) for line in [cell.get("below")] if line]) for cell in row]
        for row in made
    ]


@pytest.mark.parametrize(
    "configs",
    [
        [replace(SMALL, initialization="zeros"), SMALL, LARGE],
        [SPLIT, replace(SPLIT, learning_rate=0.01)],
        [replace(SMALL, balance=20), replace(SMALL, balance=20, initialization="zeros")],
        [replace(SMALL, dataset="iris", iterations=1200)],
    ],
    ids=["course", "diverged", "uneven", "classes"],
)
def test_the_boards_table_of_one_seed_says_what_the_results_say(
    configs: list[RunConfig], tmp_path: Path
) -> None:
    runs = [train([config])[0] for config in configs]
    groups = [Group((run,), ()) for run in runs]
    table = results([_card(run)["label"] for run in runs], groups)
    for row, wanted in zip(_table(runs, tmp_path), table.rows, strict=True):
        for (said, below), cell, column in zip(row, wanted, table.columns, strict=True):
            if column.head == "Problem / comment":
                assert said == f"{PALETTE.icons[cell.tone]} {cell.text}"
                continue
            aside = [cell.aside.strip("()")] if cell.aside else []
            assert (said, below) == (cell.text, [*cell.below, *aside]), column.head


@pytest.mark.parametrize("stop", [0, 50, 137])
def test_of_a_run_under_way_it_says_what_the_results_say(stop: int, tmp_path: Path) -> None:
    [run] = _views(SMALL, [stop])
    [row], [wanted] = _table([run], tmp_path), results(["He"], [Group((run,), ())]).rows
    for (said, _), cell in zip(row[2:], wanted[2:], strict=True):
        assert said == cell.text


CURVES = """
import { accuracyFigure, costFigure, digitsFigure, usefulRange } from './series.js'
import { take } from './runs.js'
import { grown } from './told.js'
const { board } = given, { figures } = board
const runs = board.cards.map((card, place) => take(card, given.growths[place]))
const bands = given.bands.map((band) => grown(null, band))
const cost = costFigure(figures, runs, bands, given.test)
const bare = ({ data }) => data.map(({ x, y, name }) => ({ x: Array.from(x), y: Array.from(y), name }))
const digits = figures.digits ? bare(digitsFigure(figures, bands)) : null
console.log(JSON.stringify({
  cost: bare(cost), digits, accuracy: bare(accuracyFigure(figures, runs, given.test)),
  ...usefulRange(figures, cost.data, board.iterations),
}))
"""


def _drawn(
    groups: Sequence[Group[Trajectory]], folder: Path, singles: bool = False, test: bool = False
) -> Any:
    """The curves that the board draws of these runs."""
    many = len(groups[0].items) > 1 or groups[0].twins
    given = {
        "board": sent(board_of(groups, experiment="e", columns=heads(1))),
        "growths": [_growths([group.items[0]])[0] for group in groups],
        "bands": [sent(band(group, Sent(), singles)) for group in groups] if many else [],
        "test": test,
    }
    return answered(folder, CURVES, given, {"told.js": "\nexport { grown }\n"})


def _assert_curves(drawn: Sequence[Any], wanted: Any) -> None:
    """Fails unless the same points are drawn, to single precision, with the same names."""
    assert [one.get("name") for one in drawn] == [trace.name for trace in wanted]
    for one, trace in zip(drawn, wanted, strict=True):
        assert one["x"] == list(trace.x), trace.name
        assert np.float32(one["y"]).tolist() == np.float32(trace.y).tolist(), trace.name


@pytest.mark.parametrize(
    "configs",
    [[replace(SMALL, initialization="zeros"), SMALL, LARGE], [SPLIT, replace(SPLIT, learning_rate=0.01)]],
)
def test_curves_of_one_seed_are_those_of_the_report(configs: list[RunConfig], tmp_path: Path) -> None:
    groups = [Group((train([config])[0],), ()) for config in configs]
    made, report = _drawn(groups, tmp_path), cost_curves(groups)
    _assert_curves(made["cost"], report.data)
    assert made["top"] == pytest.approx(report.layout.meta["top"])
    assert made["cut"] == report.layout.meta["cut"]
    for one, group in zip(made["accuracy"], groups, strict=True):
        curves = accuracy_curves(group.items[0])
        assert (one["x"], one["y"]) == (curves.iterations.tolist(), np.float32(curves.train).tolist())


def test_curves_on_test_examples_come_after_the_others(tmp_path: Path) -> None:
    groups = [Group((train([config])[0],), ()) for config in (SMALL, LARGE)]
    made = _drawn(groups, tmp_path, test=True)
    for name in ("cost", "accuracy"):
        assert [one["name"] for one in made[name]] == [
            "He",
            "Large random × 50",
            "He, test",
            "Large random × 50, test",
        ]
    curves = [accuracy_curves(group.items[0]) for group in groups]
    for one, other, curve in zip(made["cost"][2:], made["accuracy"][2:], curves, strict=True):
        assert one["y"] == np.float32(curve.test_cost).tolist()
        assert other["y"] == np.float32(curve.test).tolist()


@pytest.mark.parametrize("singles", [False, True], ids=["medians", "singles"])
@pytest.mark.parametrize("base", [SMALL, SPLIT], ids=["sound", "diverging"])
def test_curves_of_many_seeds_are_those_of_the_report(base: RunConfig, singles: bool, tmp_path: Path) -> None:
    seeds = [[replace(base, weights_seed=seed, gain=gain) for seed in (2, 3, 5)] for gain in (1.0, 0.5)]
    groups = [Group(tuple(train(configs)), ()) for configs in seeds]
    made, report = _drawn(groups, tmp_path, singles), cost_curves(groups, singles)
    named, rest = report.data[:2], report.data[2:]
    areas = [trace for trace in rest if trace.fill == "toself"]
    _assert_curves(made["cost"], [*named, *areas, *(trace for trace in rest if trace.fill != "toself")])
    assert made["top"] == pytest.approx(report.layout.meta["top"])
    assert made["cut"] == report.layout.meta["cut"]


def test_digits_that_agree_are_those_of_the_report(tmp_path: Path) -> None:
    twins = [train([replace(SMALL, gain=gain, twin=twin) for twin in (False, True)]) for gain in (1.0, 2.0)]
    groups = [Group((run,), (twin,)) for run, twin in twins]
    _assert_curves(_drawn(groups, tmp_path)["digits"], digit_curves(groups).data)


PRINTED = """
import { python } from './printed.js'
console.log(JSON.stringify(given.map((text) => python(Number(text)))))
"""


def test_a_cost_is_printed_as_the_notebook_prints_it(tmp_path: Path) -> None:
    draw = random.Random(7)
    values = [draw.random() * 10.0 ** draw.randint(-12, 18) for _ in range(500)]
    values += [0.0, 1.0, 0.6931471805599453, 1e-4, 9.99e-5, 1e-5, 1.5e-7, 1e15, 1e16, 1.2e22, 7e-300]
    made = answered(tmp_path, PRINTED, list(map(repr, values)), {"printed.js": "\nexport { python }\n"})
    assert made == list(map(repr, values))
    assert answered(tmp_path, PRINTED, ["Infinity", "NaN"], {"printed.js": "\nexport { python }\n"}) == [
        "inf",
        "nan",
    ]


def test_every_colour_of_the_theme_that_is_used_is_kept_for_the_first_sight() -> None:
    files = [path for path in FOLDER.iterdir() if path.suffix in (".css", ".js")]
    used = {name for path in files for name in re.findall(r"--st-([a-z-]+)", path.read_text("utf-8"))}
    kept = (FOLDER / "place.js").read_text("utf-8").split("const THEME = [")[1].split("]")[0]
    assert set(re.findall(r"'([a-z-]+)'", kept)) == used
