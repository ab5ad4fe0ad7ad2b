"""What the browser's code reads of the board's data is what the types say there is, no more and no less.

The code is not run: it is searched for what it reads of the variables that hold the records. Whoever
reads a record through another variable adds that one to READS, where a name that is not in use any
more fails, too.
"""

import re
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from initcore import RunConfig, train
from initcore.export.filled import heads
from initcore.figures import moments, payload, why_payload
from initcore.figures.moments import Ahead, Band, Cell, Growth, Instant, Moment, Pack, Picture, Rows, Told
from initcore.figures.palette import PALETTE, Mark, Palette
from initcore.figures.payload import Assets, Board, Card, Figures, Head, Mount, Points, to_json
from initcore.figures.probing import Probed
from initcore.figures.why import why_data
from initcore.figures.why_payload import Parcel, TooLarge, Why, Words
from initcore.measures.histograms import Histograms

FOLDER = Path(__file__).parents[2] / "pages" / "_board"


@dataclass(frozen=True)
class Run:
    """What the browser makes of a card and of its growth: `take` in runs.js names the rest."""


@dataclass(frozen=True)
class Grown:
    """What the browser makes of a band: `grown` in told.js names it."""


READS: dict[str, dict[str, tuple[type, ...]]] = {
    "__init__.py": {"component.data.assets": (Assets,)},
    "board.js": {
        **dict.fromkeys(("data", "this.data", "component.data"), (Mount,)),
        **dict.fromkeys(("board", "this.feed.board", "offerSeeds({"), (Board,)),
        **dict.fromkeys(("moment", "this.feed.moment"), (Moment,)),
        **dict.fromkeys(("run", "this.runs[place]", "runs.reduce((longest, {"), (Run,)),
        **dict.fromkeys(("this.feed.board.points", "legend(line, {"), (Points,)),
        **dict.fromkeys(("marks[0]", "marks[1]", "marks[i]"), (Mark,)),
        "ahead": (Ahead,),
        "ahead.runs.map(({": (Pack,),
        "ahead.runs.reduce((most, {": (Pack,),
        **dict.fromkeys(("one", "longest.map(({", "this.runs[place].told"), (Told,)),
        **dict.fromkeys(("instant", "this.story.at(shown)"), (Instant,)),
        "rows": (Rows,),
        **dict.fromkeys(("this.feed.board.columns[1]",), (Head,)),
    },
    "classes.js": {**dict.fromkeys(("data", "this.data"), (Why,)), "frame.words": (Words,)},
    "codec.js": {"unparcel({": (Parcel,)},
    "curves.js": {
        **dict.fromkeys(("board", "this.board"), (Board,)),
        **dict.fromkeys(("board.figures", "this.board.figures"), (Figures,)),
        "this.assets": (Assets,),
    },
    "details.js": {"told": (Told,), "run": (Run,)},
    "heat.js": {"this.data": (Why,)},
    "maps.js": {
        "run": (Run,),
        "told": (Told,),
        **dict.fromkeys(("points", "this.data"), (Points,)),
        "trace(context, {": (Mark,),
    },
    "meter.js": {"this.data": (Why,), "frame.words": (Words,)},
    "network.js": {**dict.fromkeys(("data", "this.data"), (Why,)), "frame.words": (Words,)},
    "palette.js": {
        **dict.fromkeys(("palette", "classPixels({"), (Palette,)),
        "marks.forEach(({": (Mark,),
    },
    "printed.js": {"run": (Run,), "run.told": (Told,)},
    "probe.js": {"run": (Run,), "one": (Probed,)},
    "progress.js": {"moment": (Moment,), "component.data": (Mount,)},
    "rows.js": {"this.data": (Why,)},
    "runs.js": {"growth": (Growth,), "run": (Run,), "add({": (Picture,), "sent({": (Pack,)},
    "series.js": {
        **dict.fromkeys(("costFigure({", "accuracyFigure({", "digitsFigure({", "figures"), (Figures,)),
        **dict.fromkeys(("runs[i]",), (Run,)),
        **dict.fromkeys(("band", "bands[i]", "area(trace, {"), (Grown,)),
    },
    "spread.js": {"this.data": (Why,), "frame.words": (Words,)},
    "story.js": {"one": (Rows, Told)},
    "table.js": {
        "run": (Run,),
        **dict.fromkeys(("told", "run.told"), (Told,)),
        **dict.fromkeys(("column", "...columns.map(({"), (Head,)),
        "fill(node, {": (Cell,),
    },
    "told.js": {
        "this.board": (Board,),
        "moment": (Moment,),
        **dict.fromkeys(("card", "run"), (Run,)),
        "more": (Band,),
    },
    "why.js": {
        "run": (Run,),
        **dict.fromkeys(("why", "this.data", "unpack({"), (Why, TooLarge)),
        **dict.fromkeys(("ahead", "why.measured", "why.frame"), (Parcel,)),
    },
}
CHOSEN = {"heat.js": Words}
"""Where the fields read are the keys of the choices that the reader has, the records they are of."""

ADDED: dict[type, set[str]] = {Cell: {"title"}, Why: {"reached"}, TooLarge: {"reached"}}
"""What the browser adds to a record."""

FOR_SENTENCES = {f"{kind}_{span}zero" for kind in ("weights", "outputs") for span in ("", "common_")}
"""Arrays of a frame that are measured for what is said, and not drawn."""


@cache
def _script(name: str) -> str:
    """A file of the board's without its comments."""
    return re.sub(r"(^|\s)//.*", "", (FOLDER / name).read_text("utf-8"))


def _names(inside: str) -> set[str]:
    """What a pattern such as `{ x, extent: [left, right] }` takes out of a record."""
    flat = re.sub(r"\[[^\]]*\]", "", inside)
    return {part.split(":")[0].strip() for part in flat.split(",")} - {""}


def _read(script: str, of: str) -> set[str]:
    """The fields that a script reads of a variable, or of the argument that a function opens with."""
    start = rf"(?<![\w.$']){re.escape(of)}"
    if of.endswith("{"):
        return set().union(*map(_names, re.findall(rf"{start}([^}}]*)\}}", script)))
    taken = map(_names, re.findall(rf"\{{([^{{}}]*)\}} = {re.escape(of)}(?![\w.(\[?])", script))
    parts = re.findall(r"part\('(\w+)'", script) if of == "more" else []
    return set(re.findall(rf"{start}\??\.(\w+)", script)).union(parts, *taken)


def _choices(script: str) -> set[str]:
    """The keys of the choices that a picture offers."""
    [inside] = re.findall(r"super\([^{]*\{([^}]*)\}", script)
    return _names(inside)


def _made(file: str, start: str) -> set[str]:
    """The keys of the object that begins so in a script, and ends with a brace at a line's start."""
    [inside] = re.findall(rf"{re.escape(start)}\n(.*?)\n *\}}", _script(file), re.DOTALL)
    return set(re.findall(r"(?<![\w.?'])(\w+): ", inside))


def _fields(*records: type) -> set[str]:
    found = {field.name for record in records for field in fields(record)}
    if Run in records:
        found |= _fields(Card) | _made("runs.js", "next = {")
    return found | (_made("told.js", "return {") if Grown in records else set())


@pytest.mark.parametrize(
    ("file", "of", "records"), [(file, of, records) for file in READS for of, records in READS[file].items()]
)
def test_the_browser_reads_only_what_it_is_sent(file: str, of: str, records: tuple[type, ...]) -> None:
    found = _read(_script(file), of)
    assert found, f"{file} reads nothing of {of}: see READS"
    allowed = _fields(*records).union(*(ADDED.get(record, ()) for record in records))
    assert found <= allowed, f"{file} reads {sorted(found - allowed)} of {of}, which payload.py has not"


def test_the_browser_reads_all_that_it_is_sent() -> None:
    read: dict[type, set[str]] = {record: _choices(_script(file)) for file, record in CHOSEN.items()}
    for file, variables in READS.items():
        for of, records in variables.items():
            for record in records:
                read.setdefault(record, set()).update(_read(_script(file), of))
    for record, found in read.items():
        lacking = _fields(record) - found - ADDED.get(record, set())
        assert not lacking, f"nobody reads {sorted(lacking)} of {record.__name__}"


def test_the_arrays_of_a_frame_are_those_that_are_drawn() -> None:
    [run] = train([RunConfig(hidden=(7, 5), samples=43, test_samples=29, iterations=130)])
    why = why_data(run, at=0)
    assert isinstance(why, Why)
    sent = {name for name, _, _ in why.frame.layout}
    assert {name for name, _, _ in why.measured.layout} < sent
    files = ("classes.js", "heat.js", "lens.js", "meter.js", "network.js", "rows.js", "spread.js", "why.js")
    read = set().union(*(_read(_script(file), of) for file in files for of in ("frame", "this.frame")))
    read |= _choices(_script("heat.js")) | _choices(_script("meter.js")) | {"iterations"}
    drawn = set(re.findall(r"this\.values\(kind, '(\w+)'\)", _script("spread.js")))
    assert drawn < _fields(Histograms)
    read |= {
        f"{kind}_{span}{name}"
        for kind in ("weights", "outputs")
        for span in ("", "common_")
        for name in drawn
    }
    assert read - {"iteration", "words", "length"} == sent - FOR_SENTENCES


def test_all_that_is_sent_is_looked_for() -> None:
    """Every record that a module of payloads has is among those whose fields are held above."""
    looked_for = {
        record for variables in READS.values() for records in variables.values() for record in records
    }
    for module in (payload, moments, why_payload):
        made = {
            one for one in vars(module).values() if is_dataclass(one) and one.__module__ == module.__name__
        }
        assert made - looked_for - {Card} == set(), "a card is read as what the browser makes of it"


def test_the_table_of_one_seed_has_a_cell_for_every_column() -> None:
    names = [head.name for head in heads(1)]
    [inside] = re.findall(r"const CELLS = \{\n(.*?)\n\}", _script("table.js"), re.DOTALL)
    assert re.findall(r"^  (\w+): \(", inside, re.MULTILINE) == names
    assert names[1] == "problem", "by which the browser knows that it fills the table itself"
    assert "columns[1]?.name === 'problem'" in _script("board.js")
    assert heads(2)[1].name != "problem"


def test_a_record_that_is_not_there_is_left_out_and_one_that_may_be_null_is_null() -> None:
    assert to_json(Parcel([], False, "")) == {"layout": [], "deflated": False, "data": ""}
    figures = to_json(Figures({}, None, 0.5, 0.1, 7))
    assert figures == {"cost": {}, "digits": None, "chance": 0.5, "settled": 0.1, "points": 7}
    rows = Rows(7, [[Cell("a", "", ("b",))]])
    assert to_json(rows) == {"iteration": 7, "rows": [[{"text": "a", "tone": "", "below": ["b"]}]]}
    assert "rows" not in to_json(Instant([], []))
    assert to_json(Instant([], [], rows))["rows"] == to_json(rows)
    marks: list[dict[str, Any]] = to_json(PALETTE)["marks"]
    assert marks[0] == {"color": "#1f77b4", "sign": "●", "corners": 0, "turn": 0, "inner": 1}
