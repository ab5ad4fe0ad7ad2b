"""How often the workers are asked about runs that are being trained."""

import time
from collections import OrderedDict
from collections.abc import Hashable

TOLD_SECONDS = 0.25
"""How often verdicts on a live run are found anew."""

TOGETHER = 4
"""Of how many live runs that often; of more, each less often, so that all of them take no more time."""

PAUSES = 5
"""Times as long as a question about a live run took that the next one waits: training comes first."""

UNANSWERED_SECONDS = 30.0
"""How long a question about a live run that gets no answer keeps the next one waiting."""

LATELY_SECONDS = 10.0
"""How long a question that came once is taken for one that comes again."""


class Pacing:
    """Questions that come again and again, each as often as it may be asked beside the others."""

    def __init__(self) -> None:
        # When each was asked, and how long the next one waits from then; None while there is no answer.
        self._asked: OrderedDict[Hashable, tuple[float, float | None]] = OrderedDict()

    def due(self, what: Hashable, share: float = 1.0) -> bool:
        """Whether it is time to ask that anew, which is then noted. It takes `share` times the usual time."""
        now = time.monotonic()
        self._forget(now)
        if what in self._asked:
            asked, pause = self._asked[what]
            if now - asked < max(self._every * max(1.0, share), _seconds(pause)):
                return False
        self._asked[what] = now, None
        self._asked.move_to_end(what)
        return True

    def answered(self, what: Hashable) -> None:
        """Notes how long that took, where it was due: the longer, the less often it is asked."""
        asked, pause = self._asked.get(what, (0.0, 0.0))  # another thread may forget it at any moment
        if pause is None:
            self._asked[what] = asked, PAUSES * (time.monotonic() - asked)

    @property
    def _every(self) -> float:
        return TOLD_SECONDS * max(1.0, len(self._asked) / TOGETHER)

    def _forget(self, now: float) -> None:
        before = now - max(LATELY_SECONDS, 2 * self._every)
        while (
            self._asked
            and (first := next(iter(self._asked.values())))[0] < before
            and _seconds(first[1]) < now - first[0]
        ):
            self._asked.popitem(last=False)


def _seconds(pause: float | None) -> float:
    return UNANSWERED_SECONDS if pause is None else pause
