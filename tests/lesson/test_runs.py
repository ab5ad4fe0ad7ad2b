"""What the chapters train is said once, and is what their pages open."""

import pytest

from initcore.experiment.config import RunConfig
from initcore.lesson.runs import (
    CONTEST,
    COURSE,
    DEEP,
    FIRST_FORMULA,
    SEEDS,
    TRAINED,
    against_he,
    started_from,
)
from pages._lesson.chapter import Chapter
from pages._lesson.chapters import CHAPTERS

WITH_RUNS = [chapter for chapter in CHAPTERS if chapter.options]


def test_every_chapter_that_has_runs_is_there_and_no_other() -> None:
    assert list(TRAINED) == [chapter.name for chapter in WITH_RUNS]


@pytest.mark.parametrize("chapter", WITH_RUNS, ids=lambda chapter: chapter.name)
def test_the_page_trains_what_is_said_here(chapter: Chapter) -> None:
    assert chapter.configs(FIRST_FORMULA) == TRAINED[chapter.name]


def test_only_the_readers_own_formula_changes_what_is_trained() -> None:
    other = "sqrt(2/fan_in)/3"
    changed = [chapter.name for chapter in WITH_RUNS if chapter.configs(other) != TRAINED[chapter.name]]
    assert changed == ["own"]
    mine, he = against_he(other)
    assert (mine.initialization, mine.formula) == ("formula", other)
    assert he == RunConfig()


def test_runs_differ_from_the_courses_only_where_the_chapter_is_about_that() -> None:
    assert RunConfig() == COURSE
    assert [config.initialization for config in started_from("zeros", "he")] == ["zeros", "he"]
    assert len(CONTEST.configs) == 2 * SEEDS
    assert DEEP.iterations < 1700, "from there on rounding decides"
