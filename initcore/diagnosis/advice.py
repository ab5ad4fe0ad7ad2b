"""What to advise: the remedy of a run's first verdict, tried before it is told, where that takes a moment.

A remedy follows from what was measured, and may still do harm: another start is another draw. So the run
that it makes is trained; where that does not lower the cost, the next one is tried that might.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from initcore.data.loading import training_size
from initcore.diagnosis.diagnose import findings_on
from initcore.diagnosis.pace import Pace
from initcore.diagnosis.remedies import longer, longer_and_slower, paced, slower, use_scale, wider
from initcore.diagnosis.verdicts import Remedy, Verdict
from initcore.experiment.config import RunConfig
from initcore.experiment.values import ConfigError
from initcore.measures.seen import Seen
from initcore.memory import Memory
from initcore.training.advance import train
from initcore.training.trajectory import Trajectory

LOWER = 0.1
"""Share by which a cost must come lower for a remedy to be one; with less, the next is tried."""

HIGHER = 0.01
"""Share by which it may come higher at most: less is what another rounding may do."""

MOST_SECONDS = 1.0
"""What one run that is tried may take, as `_seconds` has it; one that takes longer is told untried."""

ALL_SECONDS = 1.5
"""What all of them may take; of runs that a standard change helps, the first nearly always does."""

PACED = ("learning_rate", "iterations")
"""What another pace changes."""


@dataclass(frozen=True)
class Tried:
    """What came of a run that was tried: its last cost (nats; inf where it diverged) and train accuracy."""

    cost: float
    train_accuracy: float


_known: Memory[str, Tried] = Memory(512)
_advised: Memory[tuple[str, int], Remedy | None] = Memory(1024)
"""What was found of the run of that key and length, here or by whoever else has tried."""


def advised(run: Trajectory, error: str | None = None) -> tuple[Verdict, ...]:
    """What to say of a run, as `findings_on` says it, its first remedy tried where the run is over."""
    first, *others = findings_on(run, error)
    if error is not None or first.remedy is None or not run.done or run.iteration == 0:
        return first, *others
    remedy = first.remedy
    proven = _advised.once(_name(run), lambda: _proven(Seen(run), remedy))
    return replace(first, remedy=proven), *others


def advised_already(run: Trajectory, found: tuple[Verdict, ...]) -> tuple[Verdict, ...] | None:
    """What to say of a run of which that was found, where nothing has to be tried for it any more."""
    first, *others = found
    if first.remedy is None or not run.done or run.iteration == 0:
        return found
    remedy = _advised.get(_name(run))
    return None if remedy is None else (replace(first, remedy=remedy), *others)


def learn(run: Trajectory, advice: tuple[Verdict, ...]) -> None:
    """Takes over what `advised` said of this run in another process."""
    _advised.put(_name(run), advice[0].remedy)


def _name(run: Trajectory) -> tuple[str, int]:
    return run.config.key, run.iteration


def _proven(seen: Seen, remedy: Remedy) -> Remedy:
    """The first of its kind that lowers the cost, else one that does not raise it; else one of another kind.

    As it was given, where it takes too long to be tried.
    """
    trial = _Trial(seen)
    if not trial.affords(remedy):
        return remedy
    if (found := trial.best(_of_its_kind(seen, remedy))) is not None:
        return found
    if (later := _later(seen, remedy)) is not None and (proven := trial.later(later)) is not None:
        return proven
    return trial.best(_of_another(seen)) or Remedy("none_found", {}, {"tries": trial.tries})


class _Trial:
    """Tries remedies of a run, as long as ALL_SECONDS last."""

    def __init__(self, seen: Seen) -> None:
        own = float(seen.run.costs[-1])
        self._seen, self._own = seen, own if math.isfinite(own) else math.inf
        self._left, self._keys = ALL_SECONDS, set[str]()

    @property
    def tries(self) -> int:
        """How many runs were tried: remedies may make the same one."""
        return len(self._keys)

    def affords(self, remedy: Remedy) -> bool:
        """Whether there is time for it, and it changes something that may be changed."""
        config = _with(self._seen, remedy)
        return config is not None and _seconds(config) <= min(self._left, MOST_SECONDS)

    def best(self, candidates: Iterator[Remedy]) -> Remedy | None:
        """The first that lowers the cost; else the first that does not raise it, None where all do."""
        kept: Remedy | None = None
        for candidate in filter(self.affords, candidates):
            tried = self._try(candidate)
            values = {"tried_cost": tried.cost, "tried_accuracy": tried.train_accuracy}
            proven = replace(candidate, values={**candidate.values, **values})
            if tried.cost < (1 - LOWER) * self._own:
                return proven
            if kept is None and tried.cost <= (1 + HIGHER) * self._own:
                kept = proven
        return kept

    def later(self, remedy: Remedy) -> Remedy | None:
        """A remedy for which there may be no time to try it; None where it raises the cost."""
        return self.best(iter([remedy])) if self.affords(remedy) else remedy

    def _try(self, remedy: Remedy) -> Tried:
        config = replace(self._seen.run.config, **remedy.changes)
        self._left -= _seconds(config)
        self._keys.add(config.key)
        return _known.once(config.key, partial(_outcome, config))


def _with(seen: Seen, remedy: Remedy) -> RunConfig | None:
    """The run with a remedy, None where that changes nothing or is not allowed."""
    try:
        config = replace(seen.run.config, **remedy.changes)
    except ConfigError:
        return None
    return None if config == seen.run.config else config


def _seconds(config: RunConfig) -> float:
    """About what a run takes on one core: the same on every machine, so that all of them try the same.

    Measured: 8 us a layer, 30 ns a unit and example, .2 ns a weight and example.
    """
    m = config.batch_size or training_size(config)
    units = sum(config.widths[1:])
    step = 8e-6 * (len(config.hidden) + 1) + 3e-8 * units * m + 2e-10 * config.shape.size * m
    return step * config.iterations


def _outcome(config: RunConfig) -> Tried:
    [run] = train([config])
    cost = float(run.costs[-1])
    return Tried(cost if math.isfinite(cost) else math.inf, float(run.train_accuracy))


def _of_its_kind(seen: Seen, remedy: Remedy) -> Iterator[Remedy]:
    """The remedy; then the same at another pace, and with more units."""
    yield remedy
    base = {name: value for name, value in remedy.changes.items() if name not in PACED}
    if not base:
        return
    values = {name: value for name, value in remedy.values.items() if name not in ("rate", "pace")}
    given = remedy.values.get("pace", Pace.SAME.value)
    for pace in (Pace.SLOWER, Pace.FASTER, Pace.SAME, Pace.STEADIER):
        if pace.value != given:
            yield paced(seen, Remedy(remedy.name, base, values), pace)
    if "hidden" not in base:
        yield paced(seen, Remedy(remedy.name, {**base, **wider(seen)}, {**values, "more_units": True}))


def _later(seen: Seen, remedy: Remedy) -> Remedy | None:
    """Another start, behind at the end of the run, and trained longer; None for a remedy of another kind.

    From a start that answers nothing yet, a run may be behind one that has come down from much above.
    """
    more = longer(seen)
    if "initialization" not in remedy.changes or not more:
        return None
    config = replace(seen.run.config, **remedy.changes)
    values = {"behind": _known.once(config.key, partial(_outcome, config)).cost, "after": config.iterations}
    return Remedy(remedy.name, {**remedy.changes, **more}, {**remedy.values, **values})


def _of_another(seen: Seen) -> Iterator[Remedy]:
    """Another pace, another start, more units."""
    yield Remedy("longer_and_slower", longer_and_slower(seen))
    yield Remedy("lower_rate_to_a_tenth", slower(seen), {"rate": seen.run.config.learning_rate})
    yield use_scale(seen, "use_scale")
    yield use_scale(seen, "use_scale_and_wider", **wider(seen))
    yield Remedy("more_units_or_other", wider(seen))
