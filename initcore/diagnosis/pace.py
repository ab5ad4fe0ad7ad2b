"""The rate that a mended start asks for: one at which steps neither throw it off nor leave it where it is.

Every threshold is named, with its reason.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from initcore.experiment.config import RunConfig
from initcore.measures.seen import Seen
from initcore.memory import Memory
from initcore.training.begin import begin

FAST = 0.3
"""A first update of a third of the weights, in the mean of the layers. From here on, a run that stands
still was thrown off its start. Rates that were seen to work stay under 0.2, those of Adam included."""

REPLACED = 1.0
"""A first update as large as the weights leaves nothing of the start, however the run goes on."""

ENOUGH = 1.0
"""First update over the weights, times iterations, under which a run ends before it has come anywhere: the
course's at He's scale have hundreds."""

_known: Memory[str, Seen] = Memory(256)


def started(config: RunConfig) -> Seen:
    """A run before its first step, drawn anew; remembered."""
    return _known.once(config.key, lambda: Seen(begin([config]).runs[0]))


def after(seen: Seen, changes: Mapping[str, Any]) -> Seen:
    """The start of the run with these changes, which are allowed."""
    return started(replace(seen.run.config, **changes))


def factor(mended: Seen) -> float:
    """By what to multiply the learning rate of a run that starts so: a tenth, one or ten."""
    if mended.stride >= FAST or mended.gathered >= REPLACED:
        return 0.1
    return 10.0 if mended.gathered * mended.run.config.iterations < ENOUGH else 1.0
