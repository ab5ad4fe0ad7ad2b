"""A CSV of one's own: what is read from a good one, and the one sentence that a bad one gets."""

from collections.abc import Sequence

import numpy as np
import pytest

from initcore.data.tables import MAX_BYTES, MAX_ROWS, TableError, choose, read
from tests.helpers.csv_files import ROWS, chosen, csv_file, with_cell


def _read_complaint(data: bytes) -> str:
    with pytest.raises(TableError) as caught:
        read(data)
    return str(caught.value)


def _complaint(data: bytes, features: Sequence[str] = ("a", "b"), label: str = "kind") -> str:
    """What choosing columns complains of; reading the file must not complain."""
    sheet = read(data)
    with pytest.raises(TableError) as caught:
        choose(sheet, features, label)
    return str(caught.value)


def test_a_good_file_becomes_inputs_and_labels() -> None:
    made = chosen(csv_file())
    assert made.inputs.shape == (8, 2)
    assert made.inputs.dtype == np.float64
    np.testing.assert_array_equal(made.inputs, [[n, n / 8] for n in range(8)])
    np.testing.assert_array_equal(made.labels, [n % 2 for n in range(8)])
    assert made.labels.dtype == np.int64
    assert made.feature_names == ("a", "b")
    assert made.class_names == ("u", "v")
    assert made.id.startswith("2x2-")


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + csv_file(),
        csv_file().replace(b",", b";"),
        csv_file().replace(b",", b"\t"),
        csv_file(end="\r\n"),
        csv_file(end="\r"),
        csv_file().removesuffix(b"\n"),
        csv_file(end="\n\n"),
        b"\n \n" + csv_file() + b"\n,,\n , , \n",
        csv_file(" a , b , kind ", [row.replace(",", " , ") for row in ROWS]),
        csv_file('"a","b","kind"', ['"' + row.replace(",", '","') + '"' for row in ROWS]),
    ],
    ids=["bom", "semicolons", "tabs", "crlf", "cr", "unended", "doubled", "blank", "spaces", "quotes"],
)
def test_a_file_may_be_written_in_many_ways(data: bytes) -> None:
    made, plain = chosen(data), chosen(csv_file())
    np.testing.assert_array_equal(made.inputs, plain.inputs)
    np.testing.assert_array_equal(made.labels, plain.labels)
    assert (made.feature_names, made.class_names) == (plain.feature_names, plain.class_names)


def test_a_quoted_cell_may_hold_delimiters_quotes_and_lines() -> None:
    rows = [row.replace("u", '"u, ""so"" it\nis"') for row in ROWS]
    made = chosen(csv_file('"a;1","b,2",kind', rows), ("a;1", "b,2"))
    assert made.feature_names == ("a;1", "b,2")
    assert made.class_names == ('u, "so" it\nis', "v")


def test_columns_are_taken_in_the_order_they_are_chosen() -> None:
    made = chosen(csv_file(), ("b", "a"))
    np.testing.assert_array_equal(made.inputs, [[n / 8, n] for n in range(8)])


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        (("10", "9"), ("9", "10")),
        (("-1", "1e1", "2.5"), ("-1", "2.5", "1e1")),
        (("1.0", "1"), ("1", "1.0")),
        (("10", "9", "x"), ("10", "9", "x")),
        (("nan", "2", "10"), ("10", "2", "nan")),
        (("1_0", "9"), ("1_0", "9")),
        (("b", "B", "a"), ("B", "a", "b")),
        (("é", "z"), ("z", "é")),
    ],
)
def test_classes_are_ordered_by_value_or_by_the_alphabet(
    labels: tuple[str, ...], names: tuple[str, ...]
) -> None:
    made = chosen(csv_file("a,kind", [f"{n},{label}" for label in labels for n in range(4)]), ["a"])
    assert made.class_names == names
    assert [names[number] for number in made.labels] == [label for label in labels for _ in range(4)]


QUOTE = "a quote that is opened and not closed, or text after one that is closed"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "it is empty"),
        (b" \n\t\r\n ", "it is empty"),
        (b"a,b\n", "it has 0 lines of examples, and at least 8 are needed"),
        (csv_file(rows=ROWS[:7]), "it has 7 lines of examples, and at least 8 are needed"),
        (csv_file(rows=[*ROWS[:7], ",,", " "]), "it has 7 lines of examples, and at least 8 are needed"),
        (b"x" * 6 * 10**6, "it has 6.0 MB, and 5 MB are allowed"),
        (csv_file(",".join("x" * 201)), "line 1 has 201 columns, and 200 are allowed"),
        (b"," * 9_999 + b"x\n", "line 1 has 10000 columns, and 200 are allowed"),
        (csv_file(rows=[*ROWS, "1," * 9_999 + "1"]), "line 10 has 10000 columns, and 200 are allowed"),
        (with_cell("é").decode().encode("latin-1"), "line 5 is not UTF-8 (byte 37); save it as UTF-8"),
        (b"\xffa,b\n", "line 1 is not UTF-8 (byte 1); save it as UTF-8"),
        (
            csv_file().decode().encode("utf-16-le"),
            "byte 2 is a zero, so it is no text in UTF-8; save it as UTF-8",
        ),
        (
            b"\xff\xfe" + csv_file().decode().encode("utf-16-le"),
            "byte 4 is a zero, so it is no text in UTF-8; save it as UTF-8",
        ),
        (b"a,b\n\0,1\n", "byte 5 is a zero, so it is no text in UTF-8; save it as UTF-8"),
        (with_cell('"1'), f"line 5 cannot be read: {QUOTE}"),
        (with_cell('"1"2'), f"line 5 cannot be read: {QUOTE}"),
        (csv_file('"a,b'), f"line 1 cannot be read: {QUOTE}"),
        (with_cell("1" * 131_073), "line 5 cannot be read: field larger than field limit (131072)"),
        (with_cell("1,2"), "line 5 has 4 cells, and the first line has 3"),
        (csv_file(rows=[*ROWS, "1,2"]), "line 10 has 2 cells, and the first line has 3"),
        (csv_file("a,b, a "), "columns 1 and 3 are both called 'a'"),
        (csv_file("a,b," + "x" * 50 + "," + "x" * 50), f"columns 3 and 4 are both called '{'x' * 40}'"),
        (csv_file("a,,kind"), "column 2 has no name in the first line"),
        (csv_file("a,b, "), "column 3 has no name in the first line"),
        (csv_file("a", "12345678"), "it has one column, and a label and at least one feature are needed"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_a_file_that_cannot_be_read_gets_its_sentence(data: bytes, sentence: str) -> None:
    assert _read_complaint(data) == sentence


def test_a_file_may_be_so_large_and_no_larger() -> None:
    filled = (csv_file() + 50 * (99_999 * b" " + b"\n"))[:MAX_BYTES]
    assert len(read(filled).lines) == 8
    assert _read_complaint(filled + b" ").endswith(" MB, and 5 MB are allowed")


def test_a_file_may_have_so_many_lines_and_no_more() -> None:
    rows = ["1,2,u"] * MAX_ROWS
    assert len(read(csv_file(rows=rows)).lines) == MAX_ROWS
    assert _read_complaint(csv_file(rows=[*rows, "1,2,u"])) == "it has more than 20000 lines of examples"
    assert _read_complaint(csv_file(rows=[*rows, "1,2,u", '"'])) == "it has more than 20000 lines of examples"


def test_a_file_may_have_200_columns() -> None:
    names = [f"c{place}" for place in range(200)]
    sheet = read(csv_file(",".join(names), [",".join(str(n) for _ in names) for n in range(8)]))
    assert sheet.names == tuple(names)
    with pytest.raises(TableError, match=r"^1 to 100 feature columns are needed, and 101 are chosen$"):
        choose(sheet, names[:101], "c199")


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
    assert _complaint(with_cell(text)) == sentence.format(cell, 5)
    assert _complaint(with_cell(text, line=9)) == sentence.format(cell, 9)
    blank = with_cell(text).replace(b"\n", b"\n\n", 2)
    assert _complaint(blank) == sentence.format(cell, 7)
    several = with_cell(text).replace(b",u\n", b',"u\r\nu\n\nu"\n')
    assert _complaint(several) == sentence.format(cell, 5 + 2 * 3)
    assert read(with_cell(text)).not_numbers.keys() == {"a", "kind"}


def test_a_decimal_comma_gets_a_hint() -> None:
    data = with_cell("-1.5").replace(b",", b";").replace(b"-1.5", b"-1,5")
    hint = "where a finite number is needed; numbers are written with a point"
    assert _complaint(data) == f"column 'a' is '-1,5' in line 5, {hint}"


def test_numbers_may_be_written_in_every_usual_way() -> None:
    for text in ("-0", "+1.5", ".5", "5.", "1E-3", "1e100", "-1e100", "1e-400"):
        assert chosen(with_cell(text)).inputs[3, 0] == float(text)


@pytest.mark.parametrize(
    ("labels", "sentence"),
    [
        ("uuuuuuuu", "column 'kind' has one class, and 2 to 10 are needed"),
        ("abcdefghijk" * 4, "column 'kind' has 11 classes, and 2 to 10 are allowed"),
        ("uuuuuvvv", "class 'v' has 3 examples, and at least 4 of each are needed"),
        ("uuuu vvvv", "column 'kind' is empty in line 6, where a label is needed"),
    ],
)
def test_labels_that_make_no_classes_get_their_sentence(labels: str, sentence: str) -> None:
    assert _complaint(csv_file(rows=[f"1,2,{label}" for label in labels])) == sentence


@pytest.mark.parametrize(
    ("features", "label", "sentence"),
    [
        ((), "kind", "1 to 100 feature columns are needed, and 0 are chosen"),
        (("a", "kind"), "kind", "'kind' cannot be a feature and the label at once"),
        (("a", "c"), "kind", "there is no column called 'c'"),
        (("a",), "c", "there is no column called 'c'"),
    ],
)
def test_columns_that_cannot_be_chosen_get_their_sentence(
    features: tuple[str, ...], label: str, sentence: str
) -> None:
    assert _complaint(csv_file(), features, label) == sentence
