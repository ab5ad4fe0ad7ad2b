"""A CSV as people have it: what is read from a good one, and the one sentence that a bad one gets."""

import codecs
from contextlib import suppress
from itertools import product

import numpy as np
import pytest

from initcore.data.decoding import TableError
from initcore.data.reading import MAX_BYTES, MAX_ROWS, has_names, read
from tests.helpers.csv_files import ROWS, chosen, csv_file, with_cell


def _read_complaint(data: bytes) -> str:
    with pytest.raises(TableError) as caught:
        read(data)
    return str(caught.value)


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
        (b"," * 9_999 + b"x\n", "line 1 has 10000 columns, and 2000 are allowed"),
        (csv_file(rows=[*ROWS, "1," * 9_999 + "1"]), "line 10 has 10000 columns, and 2000 are allowed"),
        (b"a,b\n\0,1\n", "byte 5 is a zero, so it is no text; save it as CSV in UTF-8"),
        (with_cell('"1'), f"line 5 cannot be read: {QUOTE}"),
        (with_cell('"1"2'), f"line 5 cannot be read: {QUOTE}"),
        (csv_file('"a,b'), f"line 1 cannot be read: {QUOTE}"),
        (with_cell("1" * 131_073), "line 5 cannot be read: field larger than field limit (131072)"),
        (with_cell("1,2"), "line 5 has 4 cells, and the first line has 3"),
        (csv_file(rows=[*ROWS, "1,2"]), "line 10 has 2 cells, and the first line has 3"),
        (csv_file("a,b, a "), "columns 1 and 3 are both called 'a'"),
        (csv_file("a," + "x" * 50 + "," + "x" * 50), f"columns 2 and 3 are both called '{'x' * 40}'"),
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


def test_wide_files_are_read() -> None:
    names = [f"c{place}" for place in range(785)]
    sheet = read(csv_file(",".join(names), [",".join(str(n) for _ in names) for n in range(8)]))
    assert sheet.names == tuple(names)


IRIS = [f"{5 + n / 10:.1f};{3 + n % 3};{'uv'[n % 2]}".replace(".", ",") for n in range(10)]


def test_with_semicolons_decimal_commas_are_numbers() -> None:
    sheet = read(csv_file("length;width;kind", IRIS))
    assert (sheet.names, sheet.delimiter) == (("length", "width", "kind"), ";")
    assert sheet.commas == {"length"}
    assert sheet.not_numbers.keys() == {"kind"}
    made = chosen(csv_file("length;width;kind", IRIS), ("length", "width"))
    np.testing.assert_allclose(made.inputs[:, 0], [5 + n / 10 for n in range(10)], rtol=1e-15)


@pytest.mark.parametrize("head", [None, "length, cm;width, cm;kind", "l;w;kind"])
def test_what_parts_the_cells_is_what_makes_them_numbers(head: str | None) -> None:
    rows = [row.replace(";3;", ";3,5;").replace(";4;", ";4,5;").replace(";5;", ";5,5;") for row in IRIS]
    sheet = read(csv_file(head, rows) if head else ("\n".join(rows)).encode())
    assert sheet.delimiter == ";"
    assert len(sheet.names) == 3
    assert len(sheet.commas) == 2
    assert len(sheet.lines) == 10


def test_a_first_line_may_say_what_parts_the_cells() -> None:
    for sign in ";,|\t":
        for line in (f"sep={sign}", f'"SEP={sign}"'):
            data = csv_file().replace(b",", sign.encode())
            sheet = read(f"{line}\r\n".encode() + data)
            assert (sheet.names, sheet.delimiter) == (("a", "b", "kind"), sign)
            assert sheet.lines == tuple(range(3, 11))
            assert sheet.notes[0].startswith("its first line says that ")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "latin-1", "cp1252"])
def test_a_file_may_be_encoded_in_many_ways(encoding: str) -> None:
    sheet = read(csv_file("größe,b,kind").decode().encode(encoding))
    assert sheet.names == ("größe", "b", "kind")
    assert bool(sheet.notes) == (encoding != "utf-8-sig")


def test_an_index_without_a_name_is_read_and_told() -> None:
    rows = [f"{n},{row}" for n, row in enumerate(ROWS)]
    pandas, r = read(csv_file(",a,b,kind", rows)), read(csv_file("a,b,kind", rows))
    assert pandas.names == r.names == ("column 1", "a", "b", "kind")
    assert pandas.unnamed == r.unnamed == ("column 1",)
    assert pandas.notes == ("a column without a name is called 'column 1'",)
    assert pandas.columns == r.columns
    taken = read(csv_file("column 1,,kind"))
    assert taken.names == ("column 1", "column 2", "kind")
    assert read(csv_file("column 2,,kind")).names == ("column 2", "column 2'", "kind")


def test_columns_without_a_name_and_a_value_are_left_away() -> None:
    sheet = read(csv_file("a,b,kind,,", [f"{row},," for row in ROWS]))
    assert sheet.names == ("a", "b", "kind")
    assert sheet.notes == ("columns without a name and a value are left away: 2 of 5",)


@pytest.mark.parametrize(
    ("first", "named"),
    [
        ("a,b,kind", True),
        ("5.1,3.5,u", False),
        ("5.1,3.5,species", True),
        ("0,1,2", True),
        ("0,1,kind", True),
        ("1990,1991,kind", True),
        ("0,0,v", False),
        ("a,3.5,u", True),
        (",3.5,u", True),
        ("7,7,7,7", True),
    ],
)
def test_whether_the_first_line_holds_names_is_seen_by_what_stands_under_it(first: str, named: bool) -> None:
    assert has_names(first.split(","), [row.split(",") for row in ROWS]) == named


def test_a_file_without_names_has_one_example_more_and_can_be_told_otherwise() -> None:
    data = "\n".join(ROWS).encode()
    sheet = read(data)
    assert (sheet.named, sheet.names) == (False, ("column 1", "column 2", "column 3"))
    assert (sheet.lines, sheet.unnamed) == (tuple(range(1, 9)), ())
    assert sheet.notes == ("its first line holds no names, so columns are called by their places",)
    told = read(csv_file(), named=False)
    assert told.columns[0][0] == "a"
    with pytest.raises(TableError, match=r"^it has 7 lines of examples"):
        read(sheet.data, named=True)


NOTHING = {
    "commas": b",,,\n,,,\n",
    "tabs": b"\t\t\n" * 20,
    "a mark of its encoding": codecs.BOM_UTF8,
    "marks and lines": codecs.BOM_UTF8 + b"\n\r\n",
    "a mark of UTF-16": codecs.BOM_UTF16_LE,
    "lines": b"\n\n\r\n\r",
    "quotes around nothing": b'"",""\n' * 20,
    "what parts cells": b"sep=;\n",
    "what parts cells, and those parts": b"sep=;\n;;;\n;;;\n",
}


@pytest.mark.parametrize("data", NOTHING.values(), ids=NOTHING)
def test_a_file_of_nothing_is_said_to_be_empty(data: bytes) -> None:
    with pytest.raises(TableError, match=r"^it is empty$"):
        read(data)


PIECES = (
    b",",
    b";",
    b"\t",
    b"\n",
    b"\r",
    b'"',
    codecs.BOM_UTF8,
    codecs.BOM_UTF16_LE,
    b"\0",
    b" ",
    b"\f",
    b"1",
    b"a",
)


@pytest.mark.parametrize("first", [b"", b"sep=,\n", b"a,b\n" * 9], ids=["", "sep", "after good lines"])
def test_whatever_small_file_it_is_there_is_a_sheet_or_a_sentence(first: bytes) -> None:
    for count in range(4):
        for pieces in product(PIECES, repeat=count):
            with suppress(TableError):
                assert len(read(first + b"".join(pieces)).lines) >= 8
