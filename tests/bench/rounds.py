"""Contenders timed in turn, round after round, on one core; what counts is the ratio within a round.

A machine that slows down slows all of them. Nothing here judges: times depend on the machine, and
ratios somewhat.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

Contender = Callable[[], Any]


@dataclass(frozen=True)
class Rounds:
    """Microseconds of every contender in every round, for one unit of its work."""

    took: list[dict[str, float]]

    def __contains__(self, name: str) -> bool:
        return name in self.took[0]

    def median(self, name: str) -> float:
        return median(round_[name] for round_ in self.took)

    def ratio(self, slow: str, fast: str) -> float:
        """How many times as long `slow` takes as `fast`: the median over rounds."""
        return median(round_[slow] / round_[fast] for round_ in self.took)


def timed(contenders: Mapping[str, tuple[Contender, int]], rounds: int) -> Rounds:
    """Each contender once a round, with how many units of work it does; one round more to warm up."""
    took: list[dict[str, float]] = []
    for turn in range(rounds + 1):
        # Every other round backwards, so that none always follows the same neighbour.
        order = list(contenders)[:: -1 if turn % 2 else 1]
        took.append({name: _microseconds(*contenders[name]) for name in order})
    return Rounds(took[1:])


def _microseconds(contender: Contender, units: int) -> float:
    start = time.perf_counter()
    contender()
    return (time.perf_counter() - start) / units * 1e6


def line(label: str, took: float | None, compared: str = "", aim: str = "", got: str = "") -> str:
    """A line of the tables that are printed."""
    microseconds = "" if took is None else f"{took:.1f}"
    return f"{label:<32}{microseconds:>10}   {compared:<34}{aim:>8}{got:>9}"
