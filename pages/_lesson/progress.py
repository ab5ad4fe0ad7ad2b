"""How far a reader has come: the open chapter, predictions, what was done, and the formula written.

It is all in the link. What a link says that cannot be is passed over with a sentence.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from initcore import ConfigError, RunConfig
from initcore.experiment.values import shown
from initcore.lesson.runs import FIRST_FORMULA
from pages._frame.words import in_words, plain

SKIPPED = "-"
LETTERS = "abcdefgh"

QUERY_NAMES = ("chapter", "said", "done", "sigma")


@dataclass(frozen=True)
class Progress:
    """`said` has a letter for each prediction made, SKIPPED where none was wanted; `done` are the
    chapters whose runs were seen to their end; `formula` is the reader's own, allowed on the
    course's network.
    """

    chapter: str
    said: Mapping[str, str] = field(default_factory=dict)
    done: tuple[str, ...] = ()
    formula: str = FIRST_FORMULA

    def at(self, chapter: str) -> "Progress":
        return replace(self, chapter=chapter)

    def predicted(self, chapter: str, letter: str) -> "Progress":
        return replace(self, said={**self.said, chapter: letter})

    def finished(self, chapter: str) -> "Progress":
        return self if chapter in self.done else replace(self, done=(*self.done, chapter))

    def with_formula(self, formula: str, chapter: str) -> "Progress":
        """Another formula, for which what was said and done in its chapter means nothing."""
        if formula == self.formula:
            return self
        said = {name: letter for name, letter in self.said.items() if name != chapter}
        done = tuple(name for name in self.done if name != chapter)
        return replace(self, formula=formula, said=said, done=done)

    def choice(self, chapter: str) -> int | None:
        """The place of the option that was predicted; None where there is none."""
        letter = self.said.get(chapter, SKIPPED)
        return None if letter == SKIPPED else LETTERS.index(letter)

    def with_earlier(self, earlier: "Progress", formula_chapter: str) -> "Progress":
        """This one with what an earlier one had beside it: going back in the browser loses nothing."""
        kept = (
            earlier
            if earlier.formula == self.formula
            else earlier.with_formula(self.formula, formula_chapter)
        )
        done = (*kept.done, *(name for name in self.done if name not in kept.done))
        return replace(self, said={**self.said, **kept.said}, done=done)

    def to_query(self, first: str) -> dict[str, str]:
        """The link: only what differs from a lesson that nobody has begun, whose chapter is `first`."""
        query = {
            "chapter": "" if self.chapter == first else self.chapter,
            "said": ".".join(f"{name}:{letter}" for name, letter in self.said.items()),
            "done": ".".join(self.done),
            "sigma": "" if self.formula == FIRST_FORMULA else self.formula,
        }
        return {name: text for name, text in query.items() if text}


def from_query(query: Mapping[str, str], options: Mapping[str, int]) -> tuple[Progress, list[str]]:
    """The progress of a link, and a sentence for everything in it that cannot be. Never raises.

    `options` has every chapter's name, in order, and how many predictions it offers.
    """
    problems: list[str] = []
    names = tuple(options)
    chapter = query.get("chapter") or names[0]
    if chapter not in options:
        problems.append(f"there is no chapter {_quoted(chapter)}; there are {', '.join(names)}")
        chapter = names[0]
    said: dict[str, str] = {}
    for word in _words(query.get("said", "")):
        name, _, letter = word.partition(":")
        allowed = (SKIPPED, *LETTERS[: options.get(name, 0)])
        if options.get(name) and letter in allowed:
            said[name] = letter
        else:
            problems.append(f"{_quoted(word)} is no prediction, such as {names[0]}:a; it was passed over")
    done = []
    for name in dict.fromkeys(_words(query.get("done", ""))):
        if name in said:
            done.append(name)
        else:
            problems.append(f"{_quoted(name)} is no chapter with a prediction; it was passed over")
    formula, complaint = allowed_formula(query.get("sigma", "").strip() or FIRST_FORMULA)
    problems += [plain(in_words(each)) for each in complaint]
    return Progress(chapter, said, tuple(done), formula or FIRST_FORMULA), _few(problems)


def allowed_formula(text: str) -> tuple[str | None, Sequence[str]]:
    """The formula in its canonical text if the course's network can start from it, else what is wrong."""
    if not text.strip():
        return None, (f"The field is empty; write a number or a formula, such as {FIRST_FORMULA}",)
    try:
        return RunConfig(initialization="formula", formula=text).formula, ()
    except ConfigError as error:
        return None, (str(error),)


MOST_PROBLEMS = 4


def _few(problems: list[str]) -> list[str]:
    """The first few problems, and how many more there are."""
    more = len(problems) - MOST_PROBLEMS
    return [*problems[:MOST_PROBLEMS], f"and {more} more"] if more > 0 else problems


def _quoted(text: str) -> str:
    """Text from a link as it is shown: short, and as code, in which nothing is markdown."""
    return f"`{shown(text).replace('`', chr(39))}`"


def _words(text: str) -> list[str]:
    return re.split(r"[.\s]+", text.strip(". \n\t")) if text.strip(". \n\t") else []
