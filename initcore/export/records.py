"""Verdicts and answers as JSON types: the records as they are, and the sentences beside them."""

import math
from typing import Any

from initcore.diagnosis.verdicts import UNITS, Evidence, Verdict
from initcore.measures.classes import answers, class_names, uneven
from initcore.sentences.remedies import fix_of
from initcore.sentences.verdicts import evidence_of
from initcore.training.trajectory import Trajectory

SCHEMA = 3
"""Version of what JSON output looks like. 2 added the records of the verdicts; 3 pairs, classes,
`diverged_at` and, as `final_cost`, the last that was finite."""


def verdict_record(verdict: Verdict) -> dict[str, Any]:
    """A verdict: its kind, its evidence value by value with units, its remedy, and both in words."""
    remedy = verdict.remedy
    return {
        "kind": verdict.name,
        "title": verdict.title,
        "tone": verdict.tone,
        "evidence": [_evidence(evidence) for evidence in verdict.evidence],
        "remedy": remedy and {"name": remedy.name, "changes": _listed(remedy.changes)},
        "sentence": evidence_of(verdict),
        "fix": fix_of(verdict),
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    values = {
        name: {"value": plain(value), **({"unit": UNITS[name]} if name in UNITS else {})}
        for name, value in evidence.values.items()
    }
    return {"name": evidence.name, "values": values}


def _listed(changes: Any) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in changes.items()}


def classes_record(run: Trajectory) -> dict[str, Any]:
    """What a run answers by class: names, and of train and test examples counts, recalls, balanced accuracy.

    `confusion` has a row for each class of the examples, with how often each class was answered; null, as the
    rest, for a run that diverged, and so is the recall of a class without examples.
    """
    found, data = answers(run), run.data
    record: dict[str, Any] = {"names": list(class_names(data)), "uneven": uneven(data)}
    for name in ("train", "test"):
        of_set = found and getattr(found, name)
        record[name] = of_set and {
            "confusion": of_set.said.tolist(),
            "examples": of_set.examples.tolist(),
            "recall": [share if math.isfinite(share) else None for share in of_set.recall.tolist()],
            "balanced_accuracy": of_set.balanced_accuracy,
        }
    return record


def plain(value: Any) -> Any:
    """The value, or its name where JSON has none for it: "inf", "nan"."""
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value
