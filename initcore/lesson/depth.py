"""Depth: how far a signal carries under Xavier's scale and under He's, and what trains."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from initcore.config import RunConfig
from initcore.lesson.start import expected_signal_sizes, leaves_chance_at, signal_sizes
from initcore.lesson.words import happens, listed, name_of, small, times
from initcore.registry import Array
from initcore.trajectory import Trajectory
from initcore.wording import percent

DEPTHS = (5, 10, 20)
WIDTH = 32
SCHEMES = {"xavier": 1.0, "he": 2.0}
"""Both have weight variance scale / fan_in."""


def depth_configs(base: RunConfig) -> tuple[RunConfig, ...]:
    """Depth by depth a run of each scheme, the deepest first."""
    return tuple(
        replace(base, initialization=name, hidden=(WIDTH,) * depth)
        for depth in sorted(DEPTHS, reverse=True)
        for name in SCHEMES
    )


@dataclass(frozen=True)
class Fading:
    """A run's pre-activation sizes (L,) at the start, and what theory expects of them (L,)."""

    run: Trajectory
    measured: Array
    expected: Array

    @property
    def ratio(self) -> float:
        """The last layer's size as a share of the first's."""
        return float(self.measured[-1] / self.measured[0])

    @property
    def expected_ratio(self) -> float:
        return float(self.expected[-1] / self.expected[0])


def fading(run: Trajectory) -> Fading:
    """How the signal of a run of one of SCHEMES changes from layer to layer."""
    scale = SCHEMES[run.config.initialization]
    return Fading(run, signal_sizes(run), expected_signal_sizes(run, scale))


def signal_sentence(found: Fading) -> str:
    """How much of the signal is left at the end of one network, measured and in theory."""
    layers = found.measured.size
    return (
        f"**{name_of(found.run)}**: from layer 1 to layer {layers} the signal's size goes from "
        f"{small(found.measured[0])} to {small(found.measured[-1])}, a factor of {small(found.ratio)}; "
        f"theory expects {small(found.expected_ratio)}."
    )


def outcome_sentences(runs: Sequence[Trajectory]) -> list[str]:
    """What each depth came to, a sentence a depth, the shallowest first."""
    by_depth: dict[int, list[Trajectory]] = {}
    for run in runs:
        by_depth.setdefault(len(run.config.hidden), []).append(run)
    said = []
    for depth in sorted(by_depth):
        ends = []
        for run in by_depth[depth]:
            left = happens("leaves", "chance", leaves_chance_at(run))
            ends.append(f"{name_of(run)} {percent(run.train_accuracy)} ({left})")
        said.append(f"{depth} hidden layers: train accuracy {listed(ends)}.")
    return said


def gap_sentence(one: Fading, other: Fading) -> str:
    """Why the fainter of two networks cannot learn yet: its outputs hardly depend on the inputs."""
    faint, loud = sorted((one, other), key=lambda found: found.measured[-1])
    share = float(loud.measured[-1] / faint.measured[-1]) if faint.measured[-1] > 0 else float("inf")
    return (
        f"The outputs of {name_of(loud.run)} are {times(share)} times as large as those of "
        f"{name_of(faint.run)}. ReLU passes half of a signal's mean square on, so weights of variance "
        "1 / fan-in lose a factor of √2 a layer, and 2 / fan-in makes up for it."
    )
