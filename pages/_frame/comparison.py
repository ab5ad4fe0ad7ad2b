"""The session's comparison: the Compare page's own, and known to every page that goes on with it."""

from dataclasses import dataclass, field
from typing import Any

from initcore.experiment.experiment import Experiment
from initcore.lab.handle import Handle


@dataclass
class Comparison:
    """`experiment` is what the controls say, and `address` how the page's address says it.

    `settings` is what the widgets of the settings that all its runs share say, by their keys.
    `watch` has the runs on the board, which are those of `watched`; None before there were any. `stream` is
    the secret in the address of its stream.
    """

    experiment: Experiment = field(default_factory=Experiment)
    address: dict[str, str] | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    watch: Handle | None = None
    watched: Experiment = field(default_factory=Experiment)
    stream: str | None = None

    @property
    def known(self) -> Experiment | None:
        """The experiment, None where the session has not been on the Compare page yet."""
        return None if self.address is None else self.experiment

    @property
    def under_way(self) -> bool:
        """Whether the runs on the board are going on, or will be."""
        return self.watch is not None and self.watch.status in ("running", "paused")
