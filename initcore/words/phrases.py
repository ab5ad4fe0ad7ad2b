"""Small pieces of sentences that every page puts together the same way."""

from collections.abc import Sequence

from initcore.words.numbers import spaced


def listed(words: Sequence[str]) -> str:
    """Words with commas, and before the last."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def happens(verb: str, what: str, iteration: int | None) -> str:
    """When something happens: reaches 90 % at iteration 4 950, or never reaches 90 %."""
    if iteration is None:
        return f"never {verb} {what}"
    return f"{verb} {what} at iteration {spaced(iteration)}"
