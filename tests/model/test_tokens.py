"""The tokens of a formula: every sign, number and word, with its place."""

import pytest

from initcore.model.expressions import FormulaError
from initcore.model.tokens import tokens_of


def test_tokens_have_their_places_and_the_end_is_one() -> None:
    assert tokens_of(" sqrt(2.5e-3\t** fan_in)") == [
        ("sqrt", 2),
        ("(", 6),
        ("2.5e-3", 7),
        ("**", 14),
        ("fan_in", 17),
        (")", 23),
        ("", 24),
    ]
    assert tokens_of("") == [("", 1)]


def test_a_sign_without_a_meaning_is_refused_at_its_place() -> None:
    with pytest.raises(FormulaError, match=r"^at position 4: '\$' means nothing in a formula$") as caught:
        tokens_of("1 +$")
    assert caught.value.position == 4
