"""How fast a comparison trains: lately, as people want to know it, and over longer, to say what is left."""

from collections import deque

LATELY_SECONDS, STEADY_SECONDS = 3.0, 20.0
"""Slices come back a few at a time, so what is left is told from more of them than the pace is."""


class Pace:
    """Iterations a second over the last seconds, from what was trained at each look."""

    def __init__(self) -> None:
        self._marks: deque[tuple[float, int]] = deque()

    def note(self, now: float, trained: int) -> tuple[float | None, float | None]:
        """Takes in that `trained` iterations are done at time `now` (s): the paces over LATELY_SECONDS and
        over STEADY_SECONDS, each None when nothing moved in that time.
        """
        self._marks.append((now, trained))
        while len(self._marks) > 2 and self._marks[1][0] < now - STEADY_SECONDS:
            self._marks.popleft()
        lately = [mark for mark in self._marks if mark[0] < now - LATELY_SECONDS][-1:] or self._marks
        return self._since(lately[0]), self._since(self._marks[0])

    def _since(self, mark: tuple[float, int]) -> float | None:
        (then, before), (now, trained) = mark, self._marks[-1]
        return (trained - before) / (now - then) if trained > before and now > then else None
