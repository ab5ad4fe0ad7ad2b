"""Trains constructed runs, together where they can be."""

from collections.abc import Sequence
from dataclasses import replace

from initcore import RunConfig, State, Trajectory, advance, begin
from initcore.training.begin import begun_at
from tests.helpers.cases import Case
from tests.helpers.units import with_dead


def built(cases: Sequence[Case]) -> list[Trajectory]:
    """The runs of those cases, trained to their ends."""
    return trained([_begun(case) for case in cases])


def trained(runs: Sequence[Trajectory]) -> list[Trajectory]:
    return list(advance(State(tuple(runs)), max((run.config.iterations for run in runs), default=0)).runs)


def _begun(case: Case) -> Trajectory:
    """The start of a case, with the units killed that it says."""
    return _killed(begin([case.config]).runs[0], case.killed)


def _killed(run: Trajectory, killed: tuple[int, ...]) -> Trajectory:
    return begun_at(run.config, with_dead(run.shape, run.theta, killed))


def other(case: Case) -> RunConfig | None:
    """The run that shows the case's fact: the same one at a rate that works, longer, without L2, or on
    standardized inputs.
    """
    if case.verdict == "penalty_too_strong":
        return replace(case.config, l2=0.0)
    if case.verdict == "raw_inputs":
        return replace(case.config, standardize="yes")
    if case.cure:
        return replace(case.config, learning_rate=case.cure)
    return case.config.with_iterations(case.longer) if case.longer else None
