"""What the browser's code reads of the board's data is what the types say there is, no more and no less.

The code is not run: it is searched for what it reads of the variables that hold the records. Whoever
reads a record through another variable adds that one to READS, where a name that is not in use any
more fails, too.
"""

import re
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from initcore import RunConfig, train
from initcore.figures.palette import PALETTE, Mark, Palette
from initcore.figures.payload import (
    Assets,
    Board,
    Card,
    Figures,
    Pack,
    Parcel,
    Points,
    TooLarge,
    Why,
    Words,
    to_json,
)
from initcore.figures.why import why_data
from initcore.measures.histograms import Histograms

FOLDER = Path(__file__).parents[2] / "pages" / "_board"

READS: dict[str, dict[str, tuple[type, ...]]] = {
    "__init__.py": {"component.data.assets": (Assets,)},
    "board.js": {
        **dict.fromkeys(("data", "this.data", "component.data"), (Board,)),
        "run": (Card,),
        "run.pack": (Pack,),
        **dict.fromkeys(("this.data.points", "legend(line, {"), (Points,)),
        **dict.fromkeys(("marks[0]", "marks[1]", "marks[i]"), (Mark,)),
    },
    "classes.js": {**dict.fromkeys(("data", "this.data"), (Why,)), "frame.words": (Words,)},
    "codec.js": {"unparcel({": (Parcel,)},
    "curves.js": {"figures": (Figures,), "this.figures": (Figures,), "this.assets": (Assets,)},
    "heat.js": {"this.data": (Why,)},
    "maps.js": {
        "run": (Card,),
        **dict.fromkeys(("points", "this.data"), (Points,)),
        "trace(context, {": (Mark,),
    },
    "meter.js": {"this.data": (Why,), "frame.words": (Words,)},
    "network.js": {**dict.fromkeys(("data", "this.data"), (Why,)), "frame.words": (Words,)},
    "palette.js": {
        **dict.fromkeys(("palette", "classPixels({"), (Palette,)),
        "marks.forEach(({": (Mark,),
    },
    "rows.js": {"this.data": (Why,)},
    "spread.js": {"this.data": (Why,), "frame.words": (Words,)},
    "why.js": {
        "update({": (Board,),
        "run": (Card,),
        **dict.fromkeys(("why", "this.data", "unpack({"), (Why, TooLarge)),
        **dict.fromkeys(("ahead", "why.measured", "why.frame"), (Parcel,)),
    },
}

CHOSEN = {"heat.js": Words}
"""Where the fields read are the keys of the choices that the reader has, the records they are of."""

ADDED: dict[type, set[str]] = {Board: {"assets"}}
"""What a page adds to a record."""

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
    start = rf"(?<![\w.$]){re.escape(of)}"
    if of.endswith("{"):
        return set().union(*map(_names, re.findall(rf"{start}([^}}]*)\}}", script)))
    taken = map(_names, re.findall(rf"\{{([^{{}}]*)\}} = {re.escape(of)}(?![\w.(\[?])", script))
    return set(re.findall(rf"{start}\??\.(\w+)", script)).union(*taken)


def _choices(script: str) -> set[str]:
    """The keys of the choices that a picture offers."""
    [inside] = re.findall(r"super\([^{]*\{([^}]*)\}", script)
    return _names(inside)


def _fields(*records: type) -> set[str]:
    return {field.name for record in records for field in fields(record)}


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
        lacking = _fields(record) - found
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


def test_a_record_that_is_not_there_is_left_out_and_one_that_may_be_null_is_null() -> None:
    assert to_json(Parcel([], False, "")) == {"layout": [], "deflated": False, "data": ""}
    assert to_json(Figures({}, None)) == {"cost": {}, "digits": None}
    marks: list[dict[str, Any]] = to_json(PALETTE)["marks"]
    assert marks[0] == {"color": "#1f77b4", "sign": "●", "corners": 0, "turn": 0, "inner": 1}
