"""The lesson's chapters, in the order they are read."""

from pages._lesson import depth, he, large, own, problem, scale, seeds, zeros
from pages._lesson.chapter import Chapter

CONCLUSIONS = Chapter(
    name="conclusions",
    title="Conclusions",
    text="What your own runs showed, chapter by chapter.",
)

CHAPTERS = (
    problem.CHAPTER,
    zeros.CHAPTER,
    large.CHAPTER,
    he.CHAPTER,
    scale.CHAPTER,
    depth.CHAPTER,
    seeds.CHAPTER,
    CONCLUSIONS,
    own.CHAPTER,
)
BY_NAME = {chapter.name: chapter for chapter in CHAPTERS}
OPTIONS = {chapter.name: len(chapter.options) for chapter in CHAPTERS}
"""How many predictions each chapter offers; only those with some have runs."""
