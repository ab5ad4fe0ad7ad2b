"""Reads verdicts as records: what was seen, and the run that a remedy makes."""

from dataclasses import replace
from typing import Any

from initcore import RunConfig
from initcore.diagnosis.verdicts import Remedy, Verdict


def saw(verdict: Verdict) -> list[str]:
    """The names of what a verdict is seen by, in order."""
    return [evidence.name for evidence in verdict.evidence]


def measured(verdict: Verdict, evidence: str, *names: str) -> list[Any]:
    """The values of those names in a piece of evidence; KeyError for one that is not there."""
    return [verdict.value(evidence, name) for name in names]


def remedy_of(verdict: Verdict) -> Remedy:
    """The remedy of a verdict that has one."""
    assert verdict.remedy is not None, verdict
    return verdict.remedy


def mended(config: RunConfig, verdict: Verdict) -> RunConfig:
    """The run that does what a verdict says would mend that one."""
    changes = remedy_of(verdict).changes
    assert changes, verdict
    return replace(config, **changes)
