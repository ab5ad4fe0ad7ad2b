"""A CSV of one's own on the page: what is chosen at first, what is asked, and that nothing is lost."""

import pytest
from streamlit.testing.v1 import AppTest

from initcore.data.tables import table
from pages._frame.comparison import Comparison
from tests.helpers.paging import opened, read, remembered, unfolded

pytestmark = pytest.mark.usefixtures("shared_engine")

DECIMALS = "nr;a;b;kind\n" + "\n".join(f"{n};{n % 7},5;{n % 5},25;{'uv'[n % 2]}" for n in range(1, 31))
COLUMNS = [f"{n},{n % 7},{n % 5},{'uv'[n % 2]}" for n in range(1, 31)]


def _uploaded(data: bytes | str) -> AppTest:
    """The page with that file uploaded."""
    app = opened(init="he", iters="20", every="10")
    app.selectbox(key="dataset").set_value("csv").run()
    content = data.encode() if isinstance(data, str) else data
    app.file_uploader[0].set_value(("mine.csv", content, "text/csv"))
    return _run(app)


def _run(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception
    return app


def _features(app: AppTest) -> tuple[str, ...] | None:
    """What the networks would be trained on; None while the comparison stays on its present data."""
    base = remembered(app, Comparison).experiment.base
    return table(base.table).feature_names if base.uploaded else None


def _said(app: AppTest) -> str:
    """All that the sidebar says."""
    kinds = (app.sidebar.warning, app.sidebar.caption, app.sidebar.error)
    return read("\n".join(str(one.value) for kind in kinds for one in kind))


def test_decimal_commas_are_numbers_and_a_running_column_is_not_chosen() -> None:
    app = _uploaded(DECIMALS)
    assert _features(app) == ("a", "b")
    assert not app.sidebar.warning
    assert "Commas are decimal points in 'a' and 'b': 5,1 is 5.1." in _said(app)
    assert "Not chosen, since it counts the lines: 'nr'." in _said(app)
    assert "30 examples, 2 inputs, 2 classes." in _said(app)


def test_a_table_of_two_inputs_may_have_extra_ones_and_one_of_three_none() -> None:
    app = unfolded(_uploaded(DECIMALS), "more-data")
    app.multiselect(key="extra_inputs").set_value(["x1x2"])
    assert remembered(_run(app), Comparison).experiment.base.widths[0] == 3
    three = _uploaded("a,b,c,kind\n" + "\n".join(f"{n % 7},{n % 5},{n % 3},{'uv'[n % 2]}" for n in range(30)))
    assert _features(unfolded(three, "more-data")) == ("a", "b", "c")
    assert "Extra inputs" not in {box.label for box in three.multiselect}


@pytest.mark.parametrize("cell", ["oops", "1.5x"])
def test_a_spoiled_column_is_asked_about(cell: str) -> None:
    rows = [*COLUMNS[:4], f"5,{cell},3,u", *COLUMNS[5:]]
    app = _uploaded("nr,a,b,kind\n" + "\n".join(rows))
    assert _features(app) is None
    assert f"column 'a' is '{cell}' in line 6, where a finite number is needed" in _said(app)
    [without] = [box for box in app.sidebar.checkbox if box.label == "Go on without that column"]
    without.check()
    assert _features(_run(app)) == ("b",)


def test_a_column_of_words_is_asked_about_and_may_become_inputs() -> None:
    rows = [f"{row},{('red', 'blue')[n // 15]}" for n, row in enumerate(COLUMNS)]
    app = _uploaded("nr,a,b,kind,color\n" + "\n".join(rows))
    app.sidebar.selectbox[[box.label for box in app.sidebar.selectbox].index("Label column")].set_value(
        "kind"
    )
    _run(app)
    assert _features(app) is None
    [words] = [one for one in app.sidebar.multiselect if one.label == "Columns of words"]
    words.select("color")
    assert _features(_run(app)) == ("a", "b", "color=blue", "color=red")


@pytest.mark.parametrize(("choice", "count"), [("drop", 28), ("median", 30)])
def test_missing_values_are_asked_about(choice: str, count: int) -> None:
    rows = [*COLUMNS[:4], "5,,3,u", "6,NA,1,v", *COLUMNS[6:]]
    app = _uploaded("nr,a,b,kind\n" + "\n".join(rows))
    assert _features(app) is None
    assert "Values are missing: 2 of column 'a'." in _said(app)
    [radio] = [one for one in app.sidebar.radio if one.label == "Missing values"]
    assert radio.value is None
    radio.set_value(choice)
    assert _features(_run(app)) == ("a", "b")
    assert len(table(remembered(app, Comparison).experiment.base.table).labels) == count
    assert f"{count} examples" in _said(app)


def test_a_file_without_names_is_read_and_can_be_told_otherwise() -> None:
    app = _uploaded("\n".join(COLUMNS))
    assert _features(app) == ("column 2", "column 3")
    [named] = [box for box in app.sidebar.checkbox if box.label == "The first line holds names"]
    assert named.value is False
    named.check()
    _run(app)
    # `1,1,1,v` is no line of names: two are called alike.
    assert "columns 1 and 2 are both called '1'" in _said(app)
    assert _features(app) == ("column 2", "column 3")


def test_of_more_than_100_columns_it_is_said_which_are_used() -> None:
    names = [f"c{n}" for n in range(130)]
    rows = [",".join([*(str((n * place) % 11) for place in range(130)), "uv"[n % 2]]) for n in range(30)]
    app = _uploaded(",".join([*names, "kind"]) + "\n" + "\n".join(rows))
    assert _features(app) == tuple(names[:100])
    assert (
        "Of 130 columns of numbers, 100 at most can be used. 100 are, as chosen above; not used: "
        in _said(app)
    )
    assert "'c100', 'c101', 'c102' and 27 more" in _said(app)


def test_labels_of_one_value_are_one_class_and_it_is_said() -> None:
    rows = [f"{n % 7},{n % 5},{('1', '1.0', '0')[n % 3]}" for n in range(30)]
    app = _uploaded("a,b,kind\n" + "\n".join(rows))
    assert _features(app) == ("a", "b")
    assert "30 examples, 2 inputs, 2 classes; labels of one value are one class, such as '1.0'" in _said(app)


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_other_encodings_are_read_and_told(encoding: str) -> None:
    app = _uploaded(("größe,b,kind\n" + "\n".join(row.partition(",")[2] for row in COLUMNS)).encode(encoding))
    assert _features(app) == ("größe", "b")
    assert "It is read as " in _said(app)


def test_a_bad_file_says_what_is_wrong_and_the_page_stays_as_it_is() -> None:
    app = _uploaded(b"\x89PNG\r\n\x1a\n\0")
    assert "This file cannot be used: byte 9 is a zero" in _said(app)
    assert _features(app) is None
