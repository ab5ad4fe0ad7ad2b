"""Progress in the lesson survives a link, and a link cannot break it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initcore.lesson.runs import FIRST_FORMULA
from pages._lesson.chapters import CHAPTERS, OPTIONS
from pages._lesson.progress import LETTERS, SKIPPED, Progress, allowed_formula, from_query

FIRST = CHAPTERS[0].name
ASKED = [name for name, count in OPTIONS.items() if count]


@st.composite
def progresses(draw: st.DrawFn) -> Progress:
    said = {
        name: draw(st.sampled_from((SKIPPED, *LETTERS[: OPTIONS[name]])))
        for name in draw(st.lists(st.sampled_from(ASKED), unique=True))
    }
    done = draw(st.lists(st.sampled_from(list(said)), unique=True)) if said else []
    formula = draw(st.sampled_from((FIRST_FORMULA, "2*fan_in**-0.5", "1", "max(fan_in,fan_out)/depth")))
    return Progress(draw(st.sampled_from(list(OPTIONS))), said, tuple(done), formula)


@given(progresses())
def test_a_link_gives_back_the_progress(progress: Progress) -> None:
    assert from_query(progress.to_query(FIRST), OPTIONS) == (progress, [])


def test_a_lesson_that_nobody_has_begun_has_a_bare_link() -> None:
    assert Progress(FIRST).to_query(FIRST) == {}
    assert from_query({}, OPTIONS) == (Progress(FIRST), [])


def test_the_link_is_short_and_readable() -> None:
    progress = Progress("he").predicted("zeros", "b").predicted("he", "-").finished("zeros").finished("zeros")
    assert progress.to_query(FIRST) == {"chapter": "he", "said": "zeros:b.he:-", "done": "zeros"}


@given(st.dictionaries(st.sampled_from(("chapter", "said", "done", "sigma")), st.text(max_size=80)))
def test_no_link_breaks_it(query: dict[str, str]) -> None:
    progress, _ = from_query(query, OPTIONS)
    assert from_query(progress.to_query(FIRST), OPTIONS) == (progress, [])
    assert set(progress.done) <= set(progress.said) <= set(ASKED)


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ({"chapter": "nope"}, "there is no chapter `'nope'`"),
        ({"said": "zeros:z"}, "is no prediction"),
        ({"said": "conclusions:a"}, "is no prediction"),
        ({"said": "zeros"}, "is no prediction"),
        ({"done": "zeros"}, "is no chapter with a prediction"),
        ({"sigma": "sqrt("}, "Standard deviation cannot be read: at position 6"),
        ({"sigma": "fan_out-2"}, "Standard deviation cannot be used here"),
        ({"said": ".".join(["x"] * 9)}, "and 5 more"),
    ],
)
def test_what_cannot_be_is_said_and_passed_over(query: dict[str, str], problem: str) -> None:
    progress, problems = from_query(query, OPTIONS)
    assert progress == Progress(FIRST)
    assert problem in problems[-1]


def test_nothing_from_a_link_is_markdown() -> None:
    _, [problem] = from_query({"chapter": "[a](http://b) `c` <script>"}, OPTIONS)
    assert problem.count("`") == 2


def test_going_back_loses_nothing() -> None:
    earlier = Progress("depth").predicted("zeros", "a").predicted("depth", "b").finished("zeros")
    back, _ = from_query({"chapter": "zeros", "said": "zeros:c.he:a"}, OPTIONS)
    both = back.with_earlier(earlier, "own")
    assert both.chapter == "zeros"
    assert both.said == {"zeros": "a", "depth": "b", "he": "a"}
    assert both.done == ("zeros",)


def test_another_formula_takes_back_what_was_said_of_the_first() -> None:
    progress = Progress("own").predicted("own", "a").finished("own").predicted("he", "a")
    assert progress.with_formula(FIRST_FORMULA, "own") == progress
    other = progress.with_formula("1", "own")
    assert (other.said, other.done, other.formula) == ({"he": "a"}, (), "1")
    assert progress.choice("own") == 0
    assert other.choice("own") is None


def test_a_formula_must_do_for_the_courses_network() -> None:
    assert allowed_formula(" sqrt( 2 / fan_in ) ") == ("sqrt(2/fan_in)", ())
    formula, [problem] = allowed_formula("sqrt(fan_out-3)")
    assert formula is None
    assert "layer 3" in problem
