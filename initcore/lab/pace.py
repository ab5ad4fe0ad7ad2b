"""How fast a comparison trains, as people want to know it: lately, not on average since Train."""

from collections import deque

LATELY_SECONDS = 3.0


class Pace:
    """Iterations a second over the last LATELY_SECONDS, from what was trained at each look."""

    def __init__(self) -> None:
        self._marks: deque[tuple[float, int]] = deque()

    def note(self, now: float, trained: int) -> float | None:
        """Takes in that `trained` iterations are done at time `now` (s); None when nothing moved yet."""
        self._marks.append((now, trained))
        while len(self._marks) > 2 and self._marks[1][0] < now - LATELY_SECONDS:
            self._marks.popleft()
        then, before = self._marks[0]
        return (trained - before) / (now - then) if trained > before and now > then else None
