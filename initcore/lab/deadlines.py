"""How long a worker may take before it is taken to hang, and is replaced.

Generous: a machine may be busy with something else. Replacing a worker that was only slow costs its slice.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from initcore.experiment.config import RunConfig
from initcore.lab.estimate import record_seconds, step_seconds
from initcore.lab.machine import Machine

FLOOR_SECONDS = 10.0
"""However little was asked."""

FACTOR = 20.0
"""Times as long as a slice should take: what it was given, and one step, which is taken in any case."""

FORWARD_PASSES = 1000
"""Over all examples: more than any question about a run takes."""

TICK_SECONDS = 0.25
"""How often somebody looks whether a worker hangs."""


@dataclass(frozen=True)
class Within:
    """A function, and how long (s) a worker may take over it."""

    function: Callable[..., Any]
    seconds: float

    def __call__(self, *arguments: Any) -> Any:
        """Calls it."""
        return self.function(*arguments)


def slice_limit(configs: Sequence[RunConfig], seconds: float, machine: Machine) -> float:
    """How long (s) a slice of these runs may take that was given so many seconds."""
    one = sum(step_seconds(config, 1, machine) + record_seconds(config, 1, machine) for config in configs)
    return FLOOR_SECONDS + FACTOR * (seconds + one)


def question_limit(configs: Sequence[RunConfig], machine: Machine) -> float:
    """How long (s) a question about these runs may take."""
    passes = sum(record_seconds(config, 1, machine) for config in configs)
    return 3 * FLOOR_SECONDS + FORWARD_PASSES * passes


class Waiting(Protocol):
    """Somebody who waits for a worker's answer."""

    @property
    def limit(self) -> float | None:
        """How long (s) that may take; None where nobody waits."""

    waited: float

    def give_up(self) -> None:
        """Ends the worker."""


def watch_over(waiting: Sequence[Waiting], ended: threading.Event) -> None:
    """Gives up every worker that takes too long, until it has `ended`.

    Only time in which this process runs is counted: one that was stopped with its workers finds them well.
    """
    while not ended.wait(TICK_SECONDS):
        for each in waiting:
            if (limit := each.limit) is not None:
                each.waited += TICK_SECONDS
                if each.waited >= limit:
                    each.give_up()
