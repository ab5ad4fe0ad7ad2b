"""How often the workers are asked about runs that are being trained."""

import time

TOLD_SECONDS = 0.25
"""How often verdicts on a live run are found anew."""

PAUSES = 5
"""Times as long as a question about a live run took that the next one waits: training comes first."""

UNANSWERED_SECONDS = 30.0
"""How long a question about a live run that gets no answer keeps the next one waiting."""


class Pacing:
    """Questions that come again and again, each as often as it may."""

    def __init__(self) -> None:
        self._asked: dict[object, tuple[float, float]] = {}

    def due(self, what: object, runs: int = 1) -> bool:
        """Whether it is time to ask that of so many runs anew, which is then noted."""
        now, (asked, pause) = time.monotonic(), self._asked.get(what, (0.0, 0.0))
        if what in self._asked and now - asked < max(TOLD_SECONDS * max(1, runs / 8), pause):
            return False
        self._asked[what] = now, UNANSWERED_SECONDS
        return True

    def answered(self, what: object) -> None:
        """Notes how long that took: the longer, the less often it is asked."""
        if what in self._asked:
            asked, _ = self._asked[what]
            self._asked[what] = asked, PAUSES * (time.monotonic() - asked)
