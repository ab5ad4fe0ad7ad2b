"""A word has an anchor that an address can hold, and is found by its name as by its other forms."""

import pytest

from initcore.glossary.term import Term


@pytest.mark.parametrize(
    ("name", "anchor"),
    [
        ("logit", "logit"),
        ("typical |logit|", "typical-logit"),
        ("fan-in", "fan-in"),
        ("95 % interval", "95-interval"),
        ("He's scale", "he-s-scale"),
        ("L2", "l2"),
    ],
)
def test_an_anchor_is_the_name_in_letters_digits_and_hyphens(name: str, anchor: str) -> None:
    assert Term(name, "").anchor == anchor


def test_its_name_is_one_of_its_forms() -> None:
    assert Term("cost", "", forms=("costs",)).all_forms == ("cost", "costs")
