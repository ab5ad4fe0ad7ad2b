"""The verdicts on a run: what its measurements add up to, with the evidence, first cause first.

The order is that of time: what is wrong with the start comes before what the steps did, and that before
what came of it. A cause explains what follows from it, so that a run which diverged from an oversized
start is called exploding, and only one from a sound start has too high a rate.
"""

from collections.abc import Callable, Iterator

from initcore.diagnosis import inputs, outcome, penalty, rate, scale, units
from initcore.diagnosis.verdicts import Verdict, evidence, verdict
from initcore.measures.seen import Seen
from initcore.memory import Attached
from initcore.training.trajectory import Trajectory

Looks = dict[str, Callable[[Seen], Verdict | None]]

_START: Looks = {
    "only_output_bias": units.only_output_bias,
    "fails_to_break_symmetry": units.symmetric,
    "raw_inputs": inputs.raw,
    "off_centre": scale.off_centre,
    "dead": units.dead_from_the_start,
    "exploding": scale.exploding,
    "penalty_too_strong": penalty.too_strong,
    "too_large_weights": scale.too_large,
    "vanishes": scale.vanishes,
}
_UNITS: Looks = {"dead": units.dead, "some_dead": units.some_dead}
_STEPS: Looks = {"rate_too_high": rate.too_high, **_UNITS, "rate_too_low": rate.too_low}
_OUTCOME: Looks = {
    "overfits": outcome.overfits,
    "healthy": outcome.healthy,
    "still_learning": outcome.still_learning,
}

_OUTGROWN: dict[str, Callable[[Seen], bool]] = {
    "raw_inputs": inputs.outgrown,
    "off_centre": rate.on_its_way,
    "exploding": rate.on_its_way,
    "too_large_weights": scale.outgrown,
}
"""What shows that a run has got over a start that was amiss."""

_WHATEVER_THE_RATE = ("only_output_bias", "fails_to_break_symmetry", "raw_inputs")
"""Starts that no rate makes up for, or whose remedy is measured with the rate it asks for."""

_SAID_BY = {
    "only_output_bias": {"fails_to_break_symmetry", "vanishes", "dead", "some_dead"},
    "fails_to_break_symmetry": {"vanishes", "dead", "some_dead"},
    "dead": {"vanishes", "dead", "some_dead"},
    "raw_inputs": {
        "off_centre",
        "exploding",
        "too_large_weights",
        "vanishes",
        "dead",
        "some_dead",
    },
    "penalty_too_strong": {
        "off_centre",
        "dead",
        "some_dead",
        "too_large_weights",
        "vanishes",
        "still_learning",
    },
    "off_centre": {"exploding", "too_large_weights", "vanishes", "dead", "some_dead"},
    "exploding": {"too_large_weights", "penalty_too_strong"},
    "rate_too_high": {"still_learning"},
}
"""Verdicts that need not be looked for beside another one: they are the same thing seen from another side."""

_known: Attached[Trajectory, tuple[Verdict, ...]] = Attached()


def findings(run: Trajectory) -> tuple[Verdict, ...]:
    """All verdicts that hold of a run as far as it has come, the first cause first; at least one.

    A trajectory never changes, so they are worked out once for each.
    """
    return _known.once(run, lambda: tuple(_findings(run)))


def learn(run: Trajectory, known: tuple[Verdict, ...]) -> None:
    """Takes over what another process has found of a run as it stands."""
    _known.once(run, lambda: known)


def diagnose(run: Trajectory) -> Verdict:
    """The verdict that leads: the first cause, or what came of a run without one."""
    return findings(run)[0]


def findings_on(run: Trajectory, error: str | None) -> tuple[Verdict, ...]:
    """What to say of a run: why it failed if it did, else what its measurements show."""
    return findings(run) if error is None else (verdict("failed", evidence("error", text=error)),)


def verdict_on(run: Trajectory, error: str | None) -> Verdict:
    """The verdict that leads: why the run failed if it did, else its first cause or what came of it."""
    return findings_on(run, error)[0]


def _findings(run: Trajectory) -> Iterator[Verdict]:
    seen = Seen(run)
    if run.iteration == 0:
        start_of_it = evidence("begins", first_cost=run.costs[0], train_accuracy=run.train_accuracy)
        yield verdict("untrained", start_of_it)
        return
    start = _held(seen, _START, [])
    if start and start[0].name not in _WHATEVER_THE_RATE and (beside := rate.too_high_for_any(seen)):
        start = [beside, *start]
    # Once a start is unsound, nothing is said of the rate: it may be right for a sound one.
    steps = _held(seen, _UNITS if start else _STEPS, start)
    came = _held(seen, _OUTCOME, [*start, *steps])
    ordered = [*start, *steps, *came]
    # Then what was amiss is a remark, but for units that only rounding tells apart.
    if seen.separated or (start and _outgrown(start[0], seen)):
        first = [one for one in start if one.name == "fails_to_break_symmetry"]
        came = came or [outcome.settled(seen)]
        ordered = [*first, *came, *(one for one in start if one not in first), *steps]
    yield from ordered or [outcome.settled(seen)]


def _outgrown(first: Verdict, seen: Seen) -> bool:
    """Whether a run has got over a start that was amiss."""
    return first.name in _OUTGROWN and _OUTGROWN[first.name](seen)


def _held(seen: Seen, looks: Looks, before: list[Verdict]) -> list[Verdict]:
    """The verdicts that hold, but for what another one, or one of those before, already says."""
    held: list[Verdict] = []
    for name, look in looks.items():
        said = any(name in _SAID_BY.get(one.name, ()) for one in (*before, *held))
        if not said and (found := look(seen)) is not None:
            held.append(found)
    return held
