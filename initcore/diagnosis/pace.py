"""The rate that a mended start asks for: one at which steps neither throw it off nor leave it where it is.

Every threshold is named, with its reason.
"""

from collections.abc import Mapping
from dataclasses import replace
from enum import Enum
from typing import Any

from initcore.experiment.config import RunConfig
from initcore.measures.seen import Seen
from initcore.memory import Memory
from initcore.model.optimizers import OPTIMIZERS
from initcore.training.begin import begin

FAST = 0.3
"""A first update of a third of the weights, in the mean of the layers. From here on, a run that stands
still was thrown off its start. Rates that were seen to work stay under 0.2, those of Adam included."""

REPLACED = 1.0
"""A first update as large as the weights leaves nothing of the start, however the run goes on."""

BRISK = 0.05
"""A first update of a twentieth of the weights, where all others are as large: an adaptive optimizer's."""

ENOUGH = 1.0
"""First update over the weights, times iterations, under which a run ends before it has come anywhere, where
all updates are about as large."""

LITTLE = 0.1
"""The same where updates grow with the gradient, as it does when a run leaves its first plateau."""

DEEP = 5
"""Weight layers from which the first gradient does not tell how large the next ones will be."""

_known: Memory[str, Seen] = Memory(256)


def started(config: RunConfig) -> Seen:
    """A run before its first step, drawn anew; remembered."""
    return _known.once(config.key, lambda: Seen(begin([config]).runs[0]))


def after(seen: Seen, changes: Mapping[str, Any]) -> Seen:
    """The start of the run with these changes, which are allowed."""
    return started(replace(seen.run.config, **changes))


class Pace(Enum):
    """What a start asks for: the learning rate as it is, or by other steps."""

    SAME = "same"
    SLOWER = "slower"
    STEADIER = "steadier"
    FASTER = "faster"


def pace(mended: Seen) -> Pace:
    """What a run that starts so asks for."""
    config = mended.run.config
    adaptive, way = OPTIMIZERS[config.optimizer].adaptive, mended.gathered * config.iterations
    if mended.stride >= FAST or mended.gathered >= REPLACED:
        return Pace.SLOWER
    if mended.gathered >= (BRISK if adaptive else FAST):
        return Pace.STEADIER
    if adaptive:
        return Pace.FASTER if way < ENOUGH else Pace.SAME
    return Pace.FASTER if way < LITTLE and len(config.hidden) + 1 < DEEP else Pace.SAME
