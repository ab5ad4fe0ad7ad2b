"""Runs as people and programs read them: a row of the table, CSV, JSON."""

import csv
import io
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from initcore.diagnosis.diagnose import findings_on
from initcore.diagnosis.verdicts import Verdict
from initcore.experiment.naming import label
from initcore.export.records import SCHEMA, plain, verdict_record
from initcore.sentences.remedies import fix_of
from initcore.sentences.verdicts import evidence_of
from initcore.training.trajectory import Trajectory

ACCURATE = 0.9


@dataclass(frozen=True)
class Row:
    """One run's line of the results table. Costs in nats, accuracies as shares, time in seconds.

    `accurate_at` is the first recorded iteration with a train accuracy of 90 %, None if there is none.
    `first_cost` is exact; `naive_first_cost` is what the textbook formula says. `also` are the titles
    of the verdicts that hold beside the leading one.
    """

    label: str
    verdict: Verdict
    also: tuple[str, ...]
    iterations: int
    train_accuracy: float
    test_accuracy: float
    first_cost: float
    naive_first_cost: float
    final_cost: float
    accurate_at: int | None
    seconds: float
    cached: bool

    @property
    def evidence(self) -> str:
        """What the leading verdict is seen by, in words."""
        return evidence_of(self.verdict)

    @property
    def fix(self) -> str:
        """What would mend the run, in words; empty where nothing would."""
        return fix_of(self.verdict)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is said under the verdict: its evidence with what else holds, and what would fix it."""
        seen = self.evidence + (f"; also: {self.beside}" if self.also else "")
        return (seen, self.fix) if self.fix else (seen,)

    @property
    def beside(self) -> str:
        """The other verdicts, as one line of text; empty where there are none."""
        return ", ".join(self.also).lower()

    @property
    def overflows(self) -> bool:
        """Whether the textbook formula fails on the first cost."""
        return not math.isfinite(self.naive_first_cost)


def row(run: Trajectory, cached: bool, error: str | None = None) -> Row:
    """The line of one run as far as it has come; `error` says why it came no further, if it failed."""
    leading, *others = findings_on(run, error)
    return Row(
        label=label(run.config),
        verdict=leading,
        also=tuple(other.title for other in others),
        iterations=run.iteration,
        train_accuracy=run.train_accuracy,
        test_accuracy=run.test_accuracy,
        first_cost=float(run.costs[0]),
        naive_first_cost=run.naive_first_cost,
        final_cost=float(run.costs[-1]),
        accurate_at=run.first_at(ACCURATE),
        seconds=run.seconds,
        cached=cached,
    )


CSV_COLUMNS = (
    "initialization",
    "problem",
    "evidence",
    "also",
    "fix",
    "iterations",
    "train_accuracy",
    "test_accuracy",
    "first_cost",
    "naive_first_cost",
    "final_cost",
    "iterations_to_90_percent_train_accuracy",
    "seconds",
    "cached",
    "config",
)


def to_csv(runs: Sequence[Trajectory], cached: Sequence[bool]) -> str:
    """The table as CSV, full precision, one line a run; the config makes each line repeatable."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(CSV_COLUMNS)
    for run, from_cache in zip(runs, cached, strict=True):
        line = row(run, from_cache)
        accurate = "never" if line.accurate_at is None else line.accurate_at
        writer.writerow(
            (
                *(line.label, line.verdict.title, line.evidence),
                *(line.beside, line.fix, line.iterations),
                *(line.train_accuracy, line.test_accuracy),
                *(line.first_cost, line.naive_first_cost, line.final_cost),
                *(accurate, round(line.seconds, 4), line.cached, run.config.to_json()),
            )
        )
    return text.getvalue()


def to_json(run: Trajectory, cached: bool) -> dict[str, Any]:
    """One run as an object of JSON types; non-finite numbers as the strings "inf" and "nan"."""
    line = row(run, cached)
    pairs = zip(run.iterations.tolist(), run.costs.tolist(), strict=True)
    return {
        "initialization": run.config.initialization,
        "label": line.label,
        "key": run.config.key,
        "config": run.config.to_dict(),
        "iterations": line.iterations,
        "costs": {str(iteration): plain(cost) for iteration, cost in pairs},
        "naive_cost_0": plain(line.naive_first_cost),
        "final_cost": plain(line.final_cost),
        "train_accuracy": plain(line.train_accuracy),
        "test_accuracy": plain(line.test_accuracy),
        "verdict": line.verdict.title,
        "evidence": line.evidence,
        "also": list(line.also),
        "fix": line.fix,
        "verdicts": [verdict_record(verdict) for verdict in findings_on(run, None)],
        "seconds": line.seconds,
        "cached": line.cached,
    }


def to_json_text(runs: Sequence[Trajectory], cached: Sequence[bool]) -> str:
    """Runs as the text of one JSON object, `{"schema": ..., "runs": [...]}`."""
    pairs = zip(runs, cached, strict=True)
    found = {"schema": SCHEMA, "runs": [to_json(run, from_cache) for run, from_cache in pairs]}
    return json.dumps(found, allow_nan=False)
