"""The exit status of `initlab compare`: which runs make it 1."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from initcore.diagnosis.diagnose import verdict_on
from initcore.diagnosis.kinds import failed
from initcore.training.trajectory import Trajectory

ERROR, DIVERGED, FAILED = 0, 1, 2


@dataclass(frozen=True)
class FailOn:
    """What makes the status 1: a run as bad as `worst`, or worse. `says` is what the help says of it."""

    worst: int
    says: str


FAIL_ON: Mapping[str, FailOn] = MappingProxyType(
    {
        "verdict": FailOn(FAILED, "a run failed by its verdict, diverged, or could not be trained"),
        "diverged": FailOn(DIVERGED, "one diverged or could not be trained"),
        "error": FailOn(ERROR, "one could not be trained"),
    }
)
"""What `--fail-on` may be, the strictest first; that is what it is without one."""

STRICTEST = next(iter(FAIL_ON))


def fails(run: Trajectory, error: str | None, on: str) -> bool:
    """Whether that run makes the status 1, where one fails `on` that; KeyError for what is in no FAIL_ON.

    `error` says why it could not be trained to its end, if so.
    """
    worst = FAIL_ON[on].worst
    if error is not None:
        return True
    if run.diverged:
        return worst >= DIVERGED
    return worst >= FAILED and failed(verdict_on(run, None).name, run.train_accuracy)
