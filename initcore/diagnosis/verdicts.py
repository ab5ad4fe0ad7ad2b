"""A verdict as a record: its kind, the measured values that show it, and what would mend the run.

Nothing here is a sentence. Words are made of these records where they are read: `initcore/sentences/`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from initcore.diagnosis.kinds import VERDICTS, Kind

Value = float | int | str | bool | None

UNITS = {
    **dict.fromkeys(
        (
            "cost",
            "chance",
            "first_cost",
            "naive_cost",
            "before",
            "now",
            "top",
            "lowest",
            "tried_cost",
            "behind",
        ),
        "nats",
    ),
    **dict.fromkeys(
        (
            "train_accuracy",
            "test_accuracy",
            "first_wrong",
            "accuracy",
            "attainable",
            "fall",
            "left",
            "swing",
            "moved",
            "pull",
            "tried_accuracy",
        ),
        "share",
    ),
    **dict.fromkeys(("iteration", "iterations", "at", "span", "after"), "iterations"),
    **dict.fromkeys(("typical", "tenth"), "logits"),
    **dict.fromkeys(("width", "units", "dead", "saturated", "born", "distinct"), "units"),
    **dict.fromkeys(("layer", "layers"), "layers"),
    "update": "share of the weights",
    "tries": "runs",
    **dict.fromkeys(("factor", "times"), "times"),
    "a_layer": "times a layer",
}
"""The unit of each measured value, by its name; sizes of signals and gradients, and settings, have none."""


@dataclass(frozen=True)
class Evidence:
    """One thing that was seen of a run: what it is, and the values that show it, by name, in UNITS."""

    name: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Remedy:
    """What would mend a run.

    `changes` are the settings to be changed, by their names in RunConfig, to what is to be tried first;
    empty where nothing that can be set would do. `values` are what the words for it need.
    """

    name: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """What happened to a run: its kind, what it is seen by, and what would mend it, if anything."""

    kind: Kind
    evidence: tuple[Evidence, ...]
    remedy: Remedy | None = None

    @property
    def name(self) -> str:
        """The name of its kind."""
        return self.kind.name

    @property
    def title(self) -> str:
        """What the screen calls it."""
        return self.kind.title

    @property
    def tone(self) -> str:
        """How bad it is: "bad", "warn", "good" or "info"."""
        return self.kind.tone

    def value(self, evidence: str, name: str) -> Value:
        """One measured value; KeyError where nothing of that name was seen."""
        for piece in self.evidence:
            if piece.name == evidence:
                return piece.values[name]
        raise KeyError(evidence)


def verdict(name: str, *evidence: Evidence | None, remedy: Remedy | None = None) -> Verdict:
    """The verdict of that kind on what was seen; what is None was not."""
    return Verdict(VERDICTS[name], tuple(piece for piece in evidence if piece is not None), remedy)


def evidence(name: str, **values: Value) -> Evidence:
    """That piece of evidence, its numbers as Python's own."""
    return Evidence(name, {key: _plain(value) for key, value in values.items()})


def _plain(value: Any) -> Value:
    plain: Value = value.item() if isinstance(value, np.generic) else value
    return plain
