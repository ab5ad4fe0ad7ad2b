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


@pytest.mark.parametrize(
    ("spelled", "tokens"),
    [
        ("fan-in fan‑in fan−in n_in", ["fan_in"] * 4),
        (r"n_{\mathrm{in}} n_{\text{in}}", ["fan_in"] * 2),
        (r"fan-out n_out n_{\mathrm{out}}", ["fan_out"] * 3),
        (r"randn \mathrm{randn}", ["randn"] * 2),
        (r"σ \sigma sigma", ["σ"] * 3),
        (r"√ \sqrt", ["√"] * 2),
        (r"* × · ⋅ \times \cdot", ["*"] * 6),
        ("- − –", ["-"] * 3),
        ("/ ÷ ∕", ["/"] * 3),
        ("12\N{NARROW NO-BREAK SPACE}345.5 2e−6 .5e–1", ["12345.5", "2e-6", ".5e-1"]),
        ("123456\N{NARROW NO-BREAK SPACE}789", ["123456", "789"]),
        ("1\N{NARROW NO-BREAK SPACE}23", ["1", "23"]),
        ("sigmas randn_2 n_inner fan_in-fan", ["sigmas", "randn_2", "n_inner", "fan_in", "-", "fan"]),
    ],
)
def test_print_and_latex_are_spelled_as_here(spelled: str, tokens: list[str]) -> None:
    assert [token for token, _ in tokens_of(spelled)] == [*tokens, ""]


def test_what_is_no_ascii_word_or_digit_is_none_here() -> None:
    for text in ("é", "\N{ARABIC-INDIC DIGIT TWO}", "fané"):
        with pytest.raises(FormulaError, match="means nothing in a formula"):
            tokens_of(text)
