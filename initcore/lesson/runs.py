"""What each chapter of the lesson trains, said once: for its page, and for whoever trains it ahead."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from initcore.experiment.choices import Choice
from initcore.experiment.config import RunConfig
from initcore.experiment.experiment import Experiment
from initcore.lesson.causes import causes_configs
from initcore.lesson.depth import depth_configs
from initcore.lesson.scale import dial_configs

COURSE = RunConfig()

DEEP = replace(COURSE, iterations=1500, record_every=25, learning_rate=0.003)
"""At the course's rate, and here from iteration 1 700 on, the deepest network's cost jumps about and rounding
decides how. Up to here its twin keeps over 12 digits, so that what is said holds on every processor."""

SEEDS = 16
CONTEST = Experiment((Choice("he"), Choice("xavier")), COURSE, SEEDS)

FIRST_FORMULA = "sqrt(1/fan_in)"
"""To start from when writing one's own: not the one that the exercise asks for."""


def started_from(*names: str) -> tuple[RunConfig, ...]:
    """The course's run from each of these initializations."""
    return tuple(replace(COURSE, initialization=name) for name in names)


def against_he(formula: str) -> tuple[RunConfig, ...]:
    """The reader's own formula, and He."""
    return Experiment((Choice("formula", formula=formula), Choice("he")), COURSE).configs


TRAINED: Mapping[str, tuple[RunConfig, ...]] = MappingProxyType(
    {
        "problem": started_from("unit_normal", "small_random"),
        "zeros": started_from("zeros", "constant"),
        "large": causes_configs(COURSE),
        "he": started_from("he", "random", "unit_normal"),
        "scale": dial_configs(COURSE),
        "depth": depth_configs(DEEP),
        "seeds": CONTEST.configs,
        "own": against_he(FIRST_FORMULA),
    }
)
"""The runs by the chapter's name; those of "own" as long as the formula is the first."""
