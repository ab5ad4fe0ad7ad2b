"""What is known of a word: what it means to a student, and under which forms sentences use it."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """A word, its explanation in one or two short sentences, and as a formula where that helps.

    `forms` are the ways in which sentences have it, beside its name. One written in lower case is found
    with a capital as well; one with a capital, such as ReLU, only as it stands. `basic` are words without
    which nothing can be said at all: they are explained, but neither marked in sentences nor kept out of
    plain ones.
    """

    name: str
    means: str
    formula: str = ""
    forms: tuple[str, ...] = ()
    basic: bool = False

    @property
    def all_forms(self) -> tuple[str, ...]:
        """Its name and its other forms."""
        return (self.name, *self.forms)

    @property
    def anchor(self) -> str:
        """Where a page that lists words has it: typical |logit| is at #typical-logit."""
        return "-".join(re.findall(r"[^\W_]+", self.name.lower()))
