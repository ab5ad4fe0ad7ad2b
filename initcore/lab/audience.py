"""Whose comparisons there are: in turn, in line, and in memory only as far as there is room."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence

from initcore.lab.choosing import Wish, wanted
from initcore.lab.estimate import run_bytes
from initcore.lab.limits import Limits
from initcore.lab.line import places_in_line
from initcore.lab.protocols import Storage
from initcore.lab.runs import Run, Runs
from initcore.lab.watches import FORGOTTEN_SECONDS, Watch


class Audience:
    """Everybody's watches, whoever has waited longest for a turn first.

    It lets go of `runs` that nobody watches, and has those rest that were looked at least lately where there
    are too many; they come back from the store. Whoever calls it holds the lock of `runs`.
    """

    def __init__(self, runs: Runs, store: Storage, clock: Callable[[], float], limits: Limits) -> None:
        self._runs, self._store, self._clock, self._limits = runs, store, clock, limits
        self._watches: deque[Watch] = deque()

    def __iter__(self) -> Iterator[Watch]:
        return iter(list(self._watches))

    def of(self, runs: Iterable[Run]) -> list[Watch]:
        """The watches that have one of these runs."""
        some = set(runs)
        return [watch for watch in self._watches if any(slot.run in some for slot in watch.slots)]

    def rests(self, runs: Iterable[Run], watches: Sequence[Watch]) -> bool:
        """Whether none of these watches, which are all that have them, wants some of these runs to go on."""
        now = self._clock()
        return not wanted(watch.wishes(now) for watch in watches).issuperset(runs)

    def add(self, watch: Watch) -> None:
        """Knows of a watch, from now on or again."""
        if watch.forgotten:
            watch.forgotten = False
            self._watches.append(watch)

    def remove(self, watch: Watch) -> None:
        """Knows no more of a watch."""
        if not watch.forgotten:
            watch.forgotten = True
            self._watches.remove(watch)

    def had_turn(self, place: int) -> None:
        """Has the watch at that place, and those before it, wait for their turn behind the others."""
        self._watches.rotate(-1 - place)

    def wishes(self) -> list[list[Wish[Run]]]:
        """What each person wants that does not stand in line; tells those who do where they stand."""
        now = self._clock()
        wishes = {id(watch): watch.wishes(now) for watch in self._watches}
        first = sorted((watch for watch in self._watches if wishes[id(watch)]), key=lambda each: each.pressed)
        places = places_in_line(
            [wishes[id(watch)] for watch in first],
            self._limits.together,
            [watch.owner for watch in first],
            self._limits.each,
        )
        for watch, place in zip(first, places, strict=True):
            watch.waiting = place
        return [[] if watch.waiting is not None else wishes[id(watch)] for watch in self._watches]

    def wanted(self) -> set[Run]:
        """The runs that somebody wants to go on, and that do not stand in line."""
        return wanted(self.wishes())

    def looked_at(self) -> set[Run]:
        """The runs that are to be drawn as they grow."""
        return {slot.run for watch in self._watches for slot in watch.looked_at}

    def busy_bytes(self) -> int:
        """What the runs that somebody wants to go on will take."""
        return sum(run_bytes(run.known.config) for run in self.wanted())

    def make_room(self, more: int) -> None:
        """Has those rest that were looked at least lately, until so many bytes more are within the budget."""
        for watch in sorted(self._watches, key=lambda watch: watch.seen):
            held = sum(run.known.nbytes for run in self._runs)
            if not self._limits.memory or held + more <= self._limits.memory:
                return
            self._let_rest(watch)

    def forget(self) -> None:
        """Forgets watches that nobody has looked at for long, and lets go of runs that nobody watches."""
        for watch in self:
            if self._clock() - watch.seen >= FORGOTTEN_SECONDS:
                self._let_rest(watch)
                self.remove(watch)
        self._let_go()

    def _let_rest(self, watch: Watch) -> None:
        """Lets go of the runs of a watch, where these come back from the store as they are."""
        if watch.wishes(self._clock()) or any(self._only_here(slot.run) for slot in watch.slots):
            return
        watch.rest()
        self.remove(watch)
        self._let_go()

    def _only_here(self, run: Run) -> bool:
        """Whether a run has come further than it could be brought back."""
        return run.iteration > 0 and (run.unsaved or run.busy or not self._store.keeps(run.known.config))

    def _let_go(self) -> None:
        self._runs.forget_all_but({slot.run for watch in self._watches for slot in watch.slots})
