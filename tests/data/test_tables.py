"""A table: examples of the columns that are chosen, and the sentence for those that make none."""

from collections.abc import Sequence

import numpy as np
import pytest

from initcore.data.decoding import TableError
from initcore.data.reading import read
from initcore.data.tables import DROP, MEDIAN, choose, parse_id
from tests.helpers.csv_files import ROWS, chosen, csv_file, with_cell


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


def test_columns_are_taken_in_the_order_they_are_chosen() -> None:
    made = chosen(csv_file(), ("b", "a"))
    np.testing.assert_array_equal(made.inputs, [[n / 8, n] for n in range(8)])


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        (("10", "9"), ("9", "10")),
        (("-1", "1e1", "2.5"), ("-1", "2.5", "1e1")),
        (("1.0", "0"), ("0", "1.0")),
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


def test_numbers_of_one_value_are_one_class_however_they_are_written() -> None:
    labels = ("1", "1.0", "0", "1e0", "00")
    made = chosen(csv_file("a,kind", [f"{n},{label}" for label in labels for n in range(4)]), ["a"])
    assert made.class_names == ("0", "1")
    assert made.labels.tolist() == [1] * 8 + [0] * 4 + [1] * 4 + [0] * 4
    commas = csv_file("a;kind", [f"{n};{label}" for label in ("1,0", "1", "0,5") for n in range(4)])
    assert chosen(commas, ["a"]).class_names == ("0,5", "1")
    texts = csv_file("a,kind", [f"{n},{label}" for label in ("1", "1.0", "x") for n in range(4)])
    assert chosen(texts, ["a"]).class_names == ("1", "1.0", "x")


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


def test_missing_values_are_left_out_or_stay_missing_and_are_refused_unasked() -> None:
    data = csv_file(rows=[*ROWS, ",1,u", "9,NA,v", "9,1,"])
    assert _complaint(data) == "column 'a' is empty in line 10, where a finite number is needed"
    assert _complaint(data, ["b"]) == "column 'b' is 'NA' in line 11, where a finite number is needed"
    sheet = read(data)
    dropped = choose(sheet, ("a", "b"), "kind", missing=DROP)
    assert dropped.inputs.shape == (8, 2)
    assert dropped.places is not None
    assert dropped.places.tolist() == list(range(8))
    kept = choose(sheet, ("a", "b"), "kind", missing=MEDIAN)
    assert np.isnan(kept.inputs).sum(axis=0).tolist() == [1, 1]
    assert kept.places is not None
    assert kept.places.tolist() == list(range(10))  # the last one has no label
    one = choose(sheet, ("b",), "kind", missing=DROP)
    assert one.places is not None
    assert one.places.tolist() == list(range(9))
    with pytest.raises(TableError, match=r"^missing values are left out"):
        choose(sheet, ("a",), "kind", missing="mean")


def test_without_an_example_that_lacks_nothing_there_is_no_table() -> None:
    sheet = read(csv_file(rows=[f"{n if n % 2 else ''},{'' if n % 2 else n},u" for n in range(8)]))
    with pytest.raises(TableError, match=r"^every example lacks a value, so none is left; fill them"):
        choose(sheet, ("a", "b"), "kind", missing=DROP)


def test_a_category_is_an_input_for_each_of_its_texts() -> None:
    data = csv_file("a,b,kind", [f"{n},{('red', 'blue', '')[n % 3]},{'uv'[n % 2]}" for n in range(12)])
    made = choose(read(data), ("a",), "kind", ("b",))
    assert made.feature_names == ("a", "b=(empty)", "b=blue", "b=red")
    np.testing.assert_array_equal(made.inputs[:3, 1:], [[0, 0, 1], [0, 1, 0], [1, 0, 0]])
    alone = choose(read(data), (), "kind", ("b",))
    assert parse_id(alone.id) == (3, 2)
    with pytest.raises(TableError, match=r"^column 'a' has no categories$"):
        choose(read(data), (), "kind", ("a",))
    with pytest.raises(TableError, match=r"^'kind' cannot be a feature and the label at once$"):
        choose(read(data), ("a",), "kind", ("kind",))


def test_everything_that_was_chosen_is_in_the_id() -> None:
    rows = [f"{n},{'' if n == 3 else n},{'rg'[n % 2]},{'uv'[n % 2]}" for n in range(12)]
    sheet = read(csv_file("a,b,c,kind", rows))
    made = [
        choose(sheet, ("a",), "kind"),
        choose(sheet, ("a",), "kind", ("c",)),
        choose(sheet, ("a",), "kind", missing=DROP),
        choose(sheet, ("a", "b"), "kind", missing=DROP),
        choose(sheet, ("a", "b"), "kind", missing=MEDIAN),
    ]
    assert len({one.id for one in made}) == len(made)
    plain = "\n".join(f"{n},{n % 3},{'uv'[n % 2]}" for n in range(12)).encode()
    unnamed = choose(read(plain, named=False), ("column 1",), "column 3")
    assert unnamed.id != choose(read(b"column 1,column 2,column 3\n" + plain), ("column 1",), "column 3").id


def test_ids_are_what_they_were() -> None:
    assert chosen(csv_file()).id == "2x2-beecc382606a2aa7"
    assert chosen(csv_file(), ("b",)).id == "1x2-7e86c0fb2a560dac"
    assert chosen(csv_file().replace(b",", b";"), ("b", "a")).id == "2x2-8a490ad5ca7f4c71"
