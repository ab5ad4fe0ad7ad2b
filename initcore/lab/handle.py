"""What a page or the command line holds of a comparison."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from initcore.lab.limits import Need
from initcore.lab.scheduler import Scheduler
from initcore.lab.watches import Slot, View, Watch


@dataclass(frozen=True, eq=False)
class Handle:
    """A watch with its buttons. Every method may be called from any thread; only `wait` keeps one waiting.

    When nobody holds it any more, its runs are let go of, and stay in the store.
    """

    scheduler: Scheduler
    watch: Watch

    @property
    def slots(self) -> Sequence[Slot]:
        """The comparison's runs, in the order they were asked for."""
        return self.scheduler.awake(self.watch).slots

    @property
    def need(self) -> Need:
        """What the comparison took to be trained when it was opened."""
        return self.watch.need

    @property
    def refusal(self) -> str | None:
        """Why the comparison is more than the server takes on; None where it is not."""
        return self.watch.refusal

    @property
    def status(self) -> str:
        """The one word for where the comparison stands; see `View`."""
        return self.watch.status

    @property
    def stamp(self) -> tuple[object, ...]:
        """Changes when there may be something new to see; costs next to nothing, and keeps nobody waiting."""
        return self.watch.stamp

    def train(self) -> None:
        """Trains every run to its end; see `Scheduler.train`."""
        self.scheduler.train(self.watch)

    def pause(self) -> None:
        """Holds every run where it is now."""
        self.scheduler.pause(self.watch)

    def stop(self) -> None:
        """Stops watching; see `Scheduler.stop`."""
        self.scheduler.stop(self.watch)

    def step(self) -> None:
        """Trains to the next recorded iteration and holds there; see `Scheduler.step`."""
        self.scheduler.step(self.watch)

    def look(self) -> View:
        """What there is to see; also says that somebody is still looking."""
        return self.scheduler.look(self.watch)

    def show(self, places: Collection[int]) -> None:
        """Notes which of the runs somebody looks at, by place; see `Scheduler.show`."""
        self.scheduler.show(self.watch, places)

    def wait(self, seconds: float) -> View:
        """Waits until something has changed, at most that long, and looks."""
        return self.scheduler.wait(self.watch, seconds)
