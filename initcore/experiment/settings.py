"""The table of all settings, one row each, and what is read from it in many places.

The order is that of a config's fields, of links and of what is hashed: rows may be added, never moved.
"""

from typing import Any

from initcore.experiment.kinds import REAL, WHOLE
from initcore.experiment.rows.data import DATA
from initcore.experiment.rows.seeds import SEEDS, TWIN, TWINS, WEIGHTS_SEED
from initcore.experiment.rows.start import START
from initcore.experiment.rows.training import NETWORK, TRAINING
from initcore.experiment.setting import Setting

OF_A_RUN: tuple[Setting, ...] = (*START, TWIN, *NETWORK, *DATA, WEIGHTS_SEED, *TRAINING)
"""The settings that decide one run: the fields of a RunConfig."""

OF_A_COMPARISON: tuple[Setting, ...] = (SEEDS, TWINS)
"""Those that a comparison has besides."""

SETTINGS: tuple[Setting, ...] = (*OF_A_RUN, *OF_A_COMPARISON)

BY_NAME = {row.name: row for row in SETTINGS}

LIMITS = {row.name: row.limit for row in OF_A_RUN if row.kind in (WHOLE, REAL)}
"""The range of every setting of a run that is a number."""

FLAGS = {row.name: row.flag for row in OF_A_RUN if row.flag}
"""Settings of a run with an option of their own; the others are said as `--set name=value`."""


def of_group(group: str, more: bool | None = None) -> tuple[str, ...]:
    """The settings of a group that have a control; only those folded away, or not, if `more` says so."""
    rows = (row for row in SETTINGS if row.group == group and row.hideable)
    return tuple(row.name for row in rows if more is None or row.more == more)


def parse_field(name: str, text: str) -> Any:
    """The value that `text` means for the setting `name`, not yet checked against its limits.

    Raises ConfigError when the text does not read as the setting's kind.
    """
    return BY_NAME[name].read(text)
