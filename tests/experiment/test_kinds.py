"""The kinds of settings: what each reads from text, lets pass and refuses."""

from typing import Any

import pytest

from initcore import ConfigError, RunConfig
from initcore.experiment import kinds
from initcore.experiment.setting import Kind, Limit, Run, Setting
from initcore.experiment.settings import OF_A_RUN, SETTINGS


def _row(kind: Kind, **more: Any) -> Setting:
    """A setting of that kind."""
    said = {"name": "it", "default": None, "url": "it", "label": "It", "help": "It.", "group": "data", **more}
    return Setting(kind=kind, **said)


def _kept(row: Setting, text: str, run: Run | None = None) -> Any:
    """What a config keeps of a text."""
    return row.check(row.read(text), run or RunConfig())


UNIT = Limit(0, 1)


@pytest.mark.parametrize(
    ("row", "text", "value"),
    [
        (_row(kinds.WHOLE, limit=Limit(0, 9)), " 7 ", 7),
        (_row(kinds.REAL, limit=UNIT), "1e-3", 0.001),
        (_row(kinds.REAL, limit=UNIT), "1", 1.0),
        (_row(kinds.FLAG), " Yes ", True),
        (_row(kinds.FLAG), "0", False),
        (_row(kinds.NAME, choices={"a": "A"}), "a", "a"),
        (_row(kinds.NAMES, choices={"a": "A", "b": "B"}), "b-a", ("a", "b")),
        (_row(kinds.NAMES, choices={"a": "A", "b": "B"}), "", ()),
        (_row(kinds.WIDTHS), "3x16, 4", (16, 16, 16, 4)),
        (_row(kinds.GAINS, limit=Limit(0, 9)), "1 2,0.5", (1.0, 2.0, 0.5)),
        (_row(kinds.GAINS, limit=Limit(0, 9)), "", ()),
        (_row(kinds.FORMULA), "( 2 )/ fan_in", "2/fan_in"),
        (_row(kinds.TABLE), "anything", "anything"),
    ],
)
def test_a_text_becomes_a_value_of_the_kind(row: Setting, text: str, value: Any) -> None:
    kept = _kept(row, text)
    assert kept == value
    assert type(kept) is type(value)


@pytest.mark.parametrize(
    ("row", "text", "complaint"),
    [
        (_row(kinds.WHOLE, limit=Limit(0, 9)), "10", r"`it` must be a whole number in \[0, 9\]; got 10$"),
        (_row(kinds.WHOLE, limit=Limit(0, 9)), "1.0", r"`it` must be a whole number in \[0, 9\]; got '1.0'$"),
        (_row(kinds.REAL, limit=UNIT), "nan", r"`it` must be a number in \[0, 1\]; got nan$"),
        (_row(kinds.FLAG), "perhaps", "`it` must be true or false; got 'perhaps'$"),
        (_row(kinds.NAME, choices={"a": "A", "b": "B"}), "A", "`it` must be one of a, b; got 'A'$"),
        (
            _row(kinds.NAMES, choices={"a": "A", "b": "B"}),
            "a-A",
            "`it` must be a list of names, each one of a, b; got 'A'$",
        ),
        (_row(kinds.WIDTHS), "0", "`hidden` must be 1 to 50 whole numbers"),
        (_row(kinds.GAINS, limit=UNIT), "1,1", "`layer_gains` must be 3 numbers in .*, one a weight layer"),
        (_row(kinds.FORMULA), "2/", "`it` cannot be read: "),
    ],
)
def test_a_complaint_says_what_is_allowed_and_what_was_got(row: Setting, text: str, complaint: str) -> None:
    with pytest.raises(ConfigError, match=f"^{complaint}"):
        _kept(row, text)


def test_there_is_one_gain_for_each_weight_layer_of_the_run() -> None:
    row = _row(kinds.GAINS, limit=Limit(0, 9))
    assert _kept(row, "1,2", RunConfig(hidden=(4,))) == (1.0, 2.0)
    with pytest.raises(ConfigError, match="must be 5 numbers"):
        _kept(row, "1,2", RunConfig(hidden=(4, 4, 4, 4)))


def test_a_formula_must_be_text() -> None:
    with pytest.raises(ConfigError, match=r"^`it` must be text, such as sqrt\(2/fan_in\); got 2$"):
        _row(kinds.FORMULA).check(2, RunConfig())


def test_a_table_must_have_a_name_where_the_data_are_one() -> None:
    row, uploaded = _row(kinds.TABLE), RunConfig(dataset="csv", table="4x3-0123456789abcdef")
    assert row.check("2x2-00000000000000ff", uploaded) == "2x2-00000000000000ff"
    for value, run in (("", uploaded), ("4x3", uploaded), (7, uploaded), (None, RunConfig())):
        with pytest.raises(ConfigError, match=f"^`it` must name an uploaded CSV, .*; got {value!r}$"):
            row.check(value, run)


def test_a_kind_is_checked_before_those_that_are_measured_by_it() -> None:
    turns = {row.name: row.kind.turn for row in OF_A_RUN}
    assert turns["dataset"] < turns["table"]
    assert turns["hidden"] < turns["layer_gains"]
    with pytest.raises(ConfigError, match=r"^`hidden` must be"):
        RunConfig(hidden=5, layer_gains=(1, 1))  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match=r"^`dataset` must be"):
        RunConfig(dataset="rings", table="nonsense")


@pytest.mark.parametrize("row", SETTINGS, ids=lambda row: row.name)
def test_what_is_typed_as_a_text_is_lists_of_numbers_formulas_and_tables(row: Setting) -> None:
    numbers = isinstance(row.default, tuple) and not row.names
    assert row.kind.typed == (numbers or row.name in ("formula", "table"))
