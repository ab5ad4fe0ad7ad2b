"""How fast a comparison trains: lately, as people want to know it, and over longer, to say what is left."""

from collections import deque

LATELY_SECONDS, STEADY_SECONDS = 3.0, 20.0
"""Slices come back a few at a time, so what is left is told from more of them than the pace is."""

MARK_SECONDS = 0.1
"""How often what was trained is remembered, however often somebody looks."""

Mark = tuple[float, int]


class Pace:
    """Iterations a second over the last seconds, from what was trained at each look."""

    def __init__(self) -> None:
        self._marks: deque[Mark] = deque()

    def note(self, now: float, trained: int) -> tuple[float | None, float | None]:
        """Takes in that `trained` iterations are done at time `now` (s): the paces over LATELY_SECONDS and
        over STEADY_SECONDS, each None when nothing moved in that time.
        """
        here, marks = (now, trained), self._marks
        if not marks or now - marks[-1][0] >= MARK_SECONDS:
            marks.append(here)
        while len(marks) > 2 and marks[1][0] < now - STEADY_SECONDS:
            marks.popleft()
        lately = next((mark for mark in reversed(marks) if mark[0] < now - LATELY_SECONDS), marks[0])
        return _since(lately, here), _since(marks[0], here)


def _since(mark: Mark, here: Mark) -> float | None:
    (then, before), (now, trained) = mark, here
    return (trained - before) / (now - then) if trained > before and now > then else None
