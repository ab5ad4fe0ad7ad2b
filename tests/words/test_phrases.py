"""Words are listed and moments told."""

import pytest

from initcore.words.phrases import happens, listed


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (["a, b", "c and d"], "a, b and c and d"),
    ],
)
def test_the_last_of_several_words_comes_after_and(words: list[str], text: str) -> None:
    assert listed(words) == listed(tuple(words)) == text


def test_what_never_happens_is_told_without_a_moment() -> None:
    assert happens("reaches", "it", None) == "never reaches it"
    assert happens("reaches", "it", 4950) == "reaches it at iteration 4\N{NARROW NO-BREAK SPACE}950"


def test_what_is_so_at_the_start_happens_at_iteration_0() -> None:
    assert happens("leaves", "chance", 0) == "leaves chance at iteration 0"
