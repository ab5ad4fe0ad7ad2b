"""What the columns of a sheet are fit for, and what is chosen of them at first."""

import pytest

from initcore.data.reading import read
from initcore.data.sheet import MAX_CATEGORIES, MAX_FEATURES, Sheet
from tests.helpers.csv_files import ROWS, csv_file, with_cell


def _sheet(**columns: list[str]) -> Sheet:
    """A sheet of those columns, from the second line of a file on."""
    size = len(next(iter(columns.values())))
    lines = tuple(range(2, size + 2))
    return Sheet(tuple(columns), tuple(map(tuple, columns.values())), lines, "digest", delimiter=";")


def _ints(*values: int) -> list[str]:
    return list(map(str, values))


def _wrong(data: bytes) -> str:
    return read(data).not_numbers["a"]


SEVERAL = ["0.5", "0.25", "7", "1", "3", "8", "8", "4"]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("seven", "'seven'"),
        ("", "empty"),
        ("  ", "empty"),
        ("nan", "'nan'"),
        ("inf", "'inf'"),
        ("-Infinity", "'-Infinity'"),
        ("1e400", "'1e400'"),
        ("1.1e100", "'1.1e100'"),
        ("1_000", "'1_000'"),
        ("0x1", "'0x1'"),
        ("1 2", "'1 2'"),
        ("\N{MINUS SIGN}1", "'\N{MINUS SIGN}1'"),
        ("x" * 50, f"'{'x' * 40}'"),
    ],
)
def test_what_is_no_number_is_named_with_its_column_and_line(text: str, cell: str) -> None:
    needed = "a number within ±1e+100" if text == "1.1e100" else "a finite number"
    sentence = f"column 'a' is {{}} in line {{}}, where {needed} is needed"
    assert _wrong(with_cell(text)) == sentence.format(cell, 5)
    assert _wrong(with_cell(text, line=9)) == sentence.format(cell, 9)
    blank = with_cell(text).replace(b"\n", b"\n\n", 2)
    assert _wrong(blank) == sentence.format(cell, 7)
    several = with_cell(text).replace(b",u\n", b',"u\r\nu\n\nu"\n')
    assert _wrong(several) == sentence.format(cell, 5 + 2 * 3)
    assert read(with_cell(text)).not_numbers.keys() == {"a", "kind"}


def test_a_decimal_comma_gets_a_hint_where_commas_part_the_cells() -> None:
    rows = [row.replace("3,", '"-1,5",', 1) if row.startswith("3,") else row for row in ROWS]
    hint = "where a finite number is needed; numbers are written with a point"
    assert read(csv_file(rows=rows)).not_numbers["a"] == f"column 'a' is '-1,5' in line 5, {hint}"


def test_points_and_commas_in_one_column_are_told() -> None:
    sheet = _sheet(a=["1,5", "1.5"] * 4)
    hint = "where a finite number is needed; the column has points and commas"
    assert sheet.not_numbers["a"] == f"column 'a' is '1,5' in line 2, {hint}"


def test_numbers_with_gaps_are_neither_numbers_nor_spoiled() -> None:
    sheet = _sheet(
        a=["", *SEVERAL[1:]], b=["NA", "?", *SEVERAL[2:]], c=[""] * 8, d=["x", *SEVERAL[1:]], e=SEVERAL
    )
    assert sheet.gaps == {"a": 1, "b": 2}
    assert sheet.fit == ("a", "b", "e")
    assert sheet.spoiled == ("d",)
    assert list(sheet.unread("e")) == ["d", "c"]
    assert list(sheet.unread("d")) == ["c"]


def test_categories_are_words_of_which_there_are_few() -> None:
    words = ["red", "blue", "", "red"] * 12
    names = [f"name {n}" for n in range(48)]
    few = [f"kind {n % MAX_CATEGORIES}" for n in range(48)]
    many = [f"kind {n % (MAX_CATEGORIES + 1)}" for n in range(48)]
    sheet = _sheet(w=words, n=names, f=few, m=many, one=["x"] * 48, numbers=_ints(*range(48)))
    assert sheet.categories == {"w": ("", "blue", "red"), "f": tuple(sorted(set(few)))}


def test_a_column_that_counts_the_lines_is_never_chosen_at_first() -> None:
    shuffled = _ints(3, 1, 2, 8, 5, 4, 7, 6)
    sheet = _sheet(
        up=_ints(*range(1, 9)),
        down=_ints(*range(8, 0, -1)),
        shuffled=shuffled,
        Id=_ints(2, 5, 9, 11, 13, 14, 17, 21),
        years=_ints(2, 5, 9, 11, 13, 14, 17, 21),
        again=_ints(1, 2, 3, 4, 5, 6, 7, 7),
        halves=["0.5", "1.5", "2.5", "3.5", "4.5", "5.5", "6.5", "7.5"],
        kind=list("uvuvuvuv"),
    )
    assert sheet.counting == ("up", "down", "shuffled", "Id")
    assert sheet.proposed("kind") == ("years", "again", "halves")
    assert set(sheet.counting) <= set(sheet.fit)


def test_an_index_without_a_name_counts_whatever_was_left_out_of_it() -> None:
    sheet = read(csv_file(",a,kind", [f"{n * n},{n % 5},{'uv'[n % 2]}" for n in range(8)]))
    assert sheet.counting == ("column 1",)
    assert sheet.proposed("kind") == ("a",)


def test_of_many_columns_the_first_are_chosen() -> None:
    names = [f"c{place}" for place in range(MAX_FEATURES + 25)]
    sheet = _sheet(**dict.fromkeys(names, SEVERAL), kind=list("uvuvuvuv"))
    assert sheet.proposed("kind") == tuple(names[:MAX_FEATURES])
    assert len(sheet.fit) == MAX_FEATURES + 25


def test_the_label_is_the_last_column_that_can_be_one() -> None:
    assert read(csv_file()).label == "kind"
    notes = [f"{row},note {n}" for n, row in enumerate(ROWS)]
    assert read(csv_file("a,b,kind,notes", notes)).label == "kind"
    assert _sheet(a=SEVERAL, b=SEVERAL).label == "b"


@pytest.mark.parametrize("name", ["Unnamed: 0", "index", "ID", "Nr.", "row"])
def test_columns_that_number_lines_are_known_by_their_names(name: str) -> None:
    sheet = _sheet(**{name: _ints(2, 5, 9, 11, 13, 14, 17, 21)})
    assert sheet.counting == (name,)
