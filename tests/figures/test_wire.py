"""Arrays on their way to the browser read back there: base64 of little-endian bytes, in their places."""

import base64

import numpy as np
import pytest

from initcore.figures.payload import to_json
from initcore.figures.why_payload import Parcel, Words
from initcore.figures.wire import doubles, floats, ints, parcel, text
from tests.helpers.parcels import unpacked

A, B = (np.arange(6).reshape(2, 3), np.array([[0.5], [-7.25]]))
BYTES = np.array([[1, 255, 0], [7, 5, 3]], np.uint8)


def _opened(sent: Parcel) -> dict[str, np.ndarray]:
    return unpacked(to_json(sent))


def test_whole_numbers_are_four_bytes_each_the_lowest_first() -> None:
    assert base64.b64decode(ints([1, -2, 2**31 - 1])) == b"\1\0\0\0\xfe\xff\xff\xff\xff\xff\xff\x7f"
    assert ints(np.array([1, -2], ">i8")) == ints([1, -2])


def test_numbers_are_single_precision_whatever_they_were() -> None:
    values = np.array([0.1, -1e-30, 3e38, np.inf, -np.inf])
    read = np.frombuffer(base64.b64decode(floats(values)), "<f4")
    assert np.array_equal(read, values.astype(np.float32))
    assert floats(values.astype(">f8")) == floats(values)
    assert floats([]) == ints([]) == ""


def test_doubles_keep_every_digit_whatever_they_were() -> None:
    values = np.array([0.1, -1e-300, 1e300, np.inf, np.nan])
    read = np.frombuffer(base64.b64decode(doubles(values)), "<f8")
    assert np.array_equal(read, values, equal_nan=True)
    assert doubles(values.astype(">f8")) == doubles(values)
    assert doubles(np.array([0.5, 7], np.float32)) == doubles([0.5, 7])
    assert doubles([]) == ""


def test_a_number_too_large_for_single_precision_is_infinite_and_nan_stays() -> None:
    read = np.frombuffer(base64.b64decode(floats([1e300, -1e300, np.nan])), "<f4")
    assert read[0] == np.inf
    assert read[1] == -np.inf
    assert np.isnan(read[2])


@pytest.mark.parametrize("order", ["C", "F"])
def test_rows_come_one_after_the_other_however_they_lie_in_memory(order: str) -> None:
    lying = np.array(A, order=order)  # type: ignore[call-overload]
    assert ints(lying) == ints([0, 1, 2, 3, 4, 5])
    assert floats(lying) == floats([0, 1, 2, 3, 4, 5])
    assert np.array_equal(_opened(parcel({"a": lying}))["a"], A)


def test_bytes_are_base64() -> None:
    assert text(b"\xff\xfe\0") == "//4A"


@pytest.mark.parametrize("deflated", [False, True])
def test_a_parcel_reads_back_each_array_by_its_name(deflated: bool) -> None:
    packed: dict[str, np.ndarray] = {"bytes": BYTES, "a": A, "one": BYTES[:1, :1], "b": B}
    sent = parcel(packed, deflated=deflated)
    assert sent.deflated == deflated
    arrays = _opened(sent)
    kinds = {name: array.dtype.kind for name, array in arrays.items()}
    assert kinds == {"a": "i", "b": "f", "bytes": "u", "one": "u"}
    for name, array in packed.items():
        assert np.array_equal(arrays[name], array), name


def test_of_one_iteration_or_none_shapes_stay() -> None:
    arrays = _opened(parcel({"none": np.zeros((0, 3)), "scalar": np.array(7)}))
    assert arrays["none"].shape == (0, 3)
    assert arrays["scalar"] == 7


def test_a_parcel_takes_numbers_too_large_and_refuses_what_are_none() -> None:
    assert _opened(parcel({"a": np.array([1e300])}))["a"].tolist() == [np.inf]
    with pytest.raises(KeyError):
        parcel({"a": np.array(["text"])})


def test_deflating_makes_what_repeats_smaller() -> None:
    same = {"a": np.zeros(1000)}
    assert len(parcel(same, deflated=True).data) < len(parcel(same).data) / 20


def test_words_go_along_untouched() -> None:
    words = [Words(*"abcdefgh")]
    assert parcel({"a": A}, words=words).words is words
    assert parcel({"a": A}).words is None
