"""Runs as people and programs read them: a row of the table, and JSON."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from initcore.diagnosis.advice import advised
from initcore.diagnosis.diagnose import findings_on
from initcore.diagnosis.verdicts import Verdict
from initcore.experiment.experiment import MOST
from initcore.experiment.naming import label
from initcore.export.pair_records import pairs_of
from initcore.export.records import SCHEMA, classes_record, plain, verdict_record
from initcore.measures.classes import balanced, largest_share
from initcore.measures.curves import final_cost
from initcore.sentences.remedies import fix_of
from initcore.sentences.verdicts import evidence_of
from initcore.training.trajectory import Trajectory

ACCURATE = 0.9
"""The train accuracy of which is said when it is reached, where nobody asks for another."""


@dataclass(frozen=True)
class Row:
    """One run's line of the results table. Costs in nats, accuracies as shares, time in seconds.

    `accurate_at` is the first recorded iteration with a train accuracy of 90 %, None if there is none.
    `first_cost` is exact; `naive_first_cost` is what the textbook formula says. `final_cost` is the last
    that was finite, and `diverged_at` the iteration at which the run stopped being so, None if it did
    not. `also` are the titles of the verdicts that hold beside the leading one. `balanced_train` and
    `balanced_test` are the balanced accuracies, shares, where the classes are uneven, else None; `largest`
    is the share of the largest class among the training examples.
    """

    label: str
    seed: int
    twin: bool
    verdict: Verdict
    also: tuple[str, ...]
    iterations: int
    train_accuracy: float
    test_accuracy: float
    first_cost: float
    naive_first_cost: float
    final_cost: float
    diverged_at: int | None
    accurate_at: int | None
    seconds: float
    cached: bool
    balanced_train: float | None = None
    balanced_test: float | None = None
    largest: float = 0.0

    @property
    def tells(self) -> bool:
        """Whether 90 % train accuracy takes more than to name the largest class."""
        return self.largest < ACCURATE

    @property
    def title(self) -> str:
        """What happened to the run, in two or three words."""
        return self.verdict.title

    @property
    def tone(self) -> str:
        """How bad that is: "bad", "warn", "good" or "info"."""
        return self.verdict.tone

    @property
    def seen(self) -> str:
        """What the verdict is seen by."""
        return evidence_of(self.verdict)

    @property
    def fix(self) -> str:
        """What would mend it; empty where nothing is to be mended."""
        return fix_of(self.verdict)

    @property
    def remark(self) -> str:
        """What it is seen by, with what else holds."""
        return self.seen + (f"; also: {self.beside}" if self.also else "")

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is said under the verdict: its evidence with what else holds, and what would fix it."""
        return (self.remark, self.fix) if self.fix else (self.remark,)

    @property
    def beside(self) -> str:
        """The other verdicts, as one line of text; empty where there are none."""
        return ", ".join(self.also).lower()

    @property
    def overflows(self) -> bool:
        """Whether the textbook formula fails on the first cost."""
        return not math.isfinite(self.naive_first_cost)


def row(run: Trajectory, cached: bool, error: str | None = None, *, tried: bool = False) -> Row:
    """The line of one run as far as it has come; `error` says why it came no further, if it failed.

    With `tried`, its remedy is tried, as `advised` does; without, it is told as it follows from the verdict.
    """
    leading, *others = advised(run, error) if tried else findings_on(run, error)
    balanced_train, balanced_test = balanced(run) or (None, None)
    return Row(
        label=label(run.config),
        seed=run.config.weights_seed,
        twin=run.config.twin,
        verdict=leading,
        also=tuple(other.title for other in others),
        iterations=run.iteration,
        train_accuracy=run.train_accuracy,
        test_accuracy=run.test_accuracy,
        first_cost=float(run.costs[0]),
        naive_first_cost=run.naive_first_cost,
        final_cost=final_cost(run),
        diverged_at=run.diverged_at if run.diverged else None,
        accurate_at=run.first_at(ACCURATE),
        seconds=run.seconds,
        cached=cached,
        balanced_train=balanced_train,
        balanced_test=balanced_test,
        largest=largest_share(run.data.train_labels),
    )


def to_json(run: Trajectory, cached: bool, *, tried: bool = False) -> dict[str, Any]:
    """One run as an object of JSON types; non-finite numbers as the strings "inf" and "nan"."""
    line = row(run, cached, tried=tried)
    said = advised(run) if tried else findings_on(run, None)
    pairs = zip(run.iterations.tolist(), run.costs.tolist(), strict=True)
    return {
        "initialization": run.config.initialization,
        "label": line.label,
        "key": run.config.key,
        "config": run.config.to_dict(),
        "iterations": line.iterations,
        "costs": {str(iteration): plain(cost) for iteration, cost in pairs},
        "naive_cost_0": plain(line.naive_first_cost),
        "final_cost": plain(line.final_cost) if math.isfinite(line.final_cost) else None,
        "diverged_at": line.diverged_at,
        "train_accuracy": plain(line.train_accuracy),
        "test_accuracy": plain(line.test_accuracy),
        "classes": classes_record(run),
        "verdict": line.title,
        "evidence": line.seen,
        "also": list(line.also),
        "fix": line.fix,
        "verdicts": [verdict_record(verdict) for verdict in said],
        "seconds": line.seconds,
        "cached": line.cached,
    }


def to_json_text(runs: Sequence[Trajectory], cached: Sequence[bool]) -> str:
    """Runs as the text of one JSON object, `{"schema": ..., "runs": [...], "pairs": [...]}`."""
    pairs, few = zip(runs, cached, strict=True), len(runs) <= MOST
    found = {"schema": SCHEMA, "runs": [to_json(run, from_cache, tried=few) for run, from_cache in pairs]}
    found |= {"pairs": pairs_of(runs)}
    return json.dumps(found, allow_nan=False)
