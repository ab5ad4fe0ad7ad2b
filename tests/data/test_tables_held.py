"""A table's id, and that a table is known by it exactly as long as somebody holds it."""

import gc
import pickle

import numpy as np
import pytest

from initcore.data.decoding import TableError
from initcore.data.tables import TABLES, parse_id, table
from tests.helpers.csv_files import chosen, csv_file, with_cell


@pytest.mark.parametrize(
    ("name", "shape"),
    [("4x3-0123456789abcdef", (4, 3)), ("1x2-" + "0" * 16, (1, 2)), ("100x10-" + "f" * 16, (100, 10))],
)
def test_an_id_tells_its_features_and_classes(name: str, shape: tuple[int, int]) -> None:
    assert parse_id(name) == shape


@pytest.mark.parametrize(
    "name",
    [
        "",
        "4x3",
        "4x3-",
        "0x2-{}",
        "101x2-{}",
        "4x1-{}",
        "4x11-{}",
        "x3-{}",
        "-4x3-{}",
        "4x3-{}0",
        " 4x3-{}",
        "4x3-{}\n",
        "4x3-0123456789ABCDEF",
        "4x3-0123456789abcde",
        "4x3_{}",
        "4X3-{}",
    ],
)
def test_what_is_no_id_is_refused(name: str) -> None:
    name = name.format("0123456789abcdef")
    with pytest.raises(ValueError, match=r"is not the id of a table$"):
        parse_id(name)


def test_the_same_file_and_columns_are_the_same_table() -> None:
    made = chosen(csv_file())
    assert parse_id(made.id) == (2, 2)
    assert chosen(csv_file()) is made
    others = [chosen(csv_file(), names) for names in (("b", "a"), ("a",), ("b",))]
    others += [chosen(csv_file() + b"\n"), chosen(with_cell("7"))]
    assert len({made.id, *(other.id for other in others)}) == 6


def test_a_table_is_known_as_long_as_it_is_held() -> None:
    made = chosen(csv_file("a,b,held"), label="held")
    name = made.id
    assert table(name) is made
    del made
    gc.collect()
    assert TABLES.get(name) is None
    with pytest.raises(TableError, match=r"^the CSV behind this comparison is not here any more; upload"):
        table(name)


def test_a_table_is_known_again_where_it_is_unpickled() -> None:
    made = chosen(csv_file("a,b,pickled"), label="pickled")
    name, inputs, labels, text = made.id, made.inputs, made.labels, pickle.dumps(made)
    assert pickle.loads(text) is made
    del made
    gc.collect()
    assert TABLES.get(name) is None
    back = pickle.loads(text)
    assert table(name) is back
    assert back.id == name
    assert (back.feature_names, back.class_names) == (("a", "b"), ("u", "v"))
    np.testing.assert_array_equal(back.inputs, inputs)
    np.testing.assert_array_equal(back.labels, labels)
