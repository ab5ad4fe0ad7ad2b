"""The stream of a chapter's runs, which its board and its progress follow."""

from initcore.experiment.experiment import Group
from initcore.export.filled import filled, heads
from initcore.lab.handle import Handle
from initcore.lab.watches import View
from initcore.words.numbers import spaced
from pages._frame.state import state_of
from pages._lesson.chapter import Chapter
from pages._lesson.state import Lesson
from pages._stream.here import address_of
from pages._stream.plan import Plan


def headline(view: View) -> str:
    """How far the runs have come, in words."""
    if view.status == "failed":
        return "Some runs failed. Press Train to try them again."
    word = {"running": "Training", "paused": "Paused", "done": "Trained"}.get(view.status, "Stopped")
    return f"{word} · {spaced(view.done)} of {spaced(view.total)} iterations of {len(view.runs)} runs"


def stream_of(chapter: Chapter, watch: Handle) -> str:
    """The address of the stream of the chapter's runs."""
    lesson = state_of(Lesson)
    lesson.stream, address = address_of(lesson, lesson.stream, watch, _plan(chapter, watch))
    return address


def _plan(chapter: Chapter, watch: Handle) -> Plan:
    """How the stream speaks of the runs that the chapter shows."""
    places = chapter.places(len(watch.slots))
    seeds = max(map(len, places))
    return Plan(
        name=f"{chapter.name}-" + "-".join(watch.slots[row[0]].key for row in places),
        groups=tuple(Group(tuple(row), ()) for row in places),
        headline=headline,
        columns=heads(seeds),
        rows=filled if seeds > 1 else None,
    )
