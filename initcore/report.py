"""Runs as people and programs read them: a row of the table, CSV, JSON."""

import csv
import io
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any

from initcore.config import RunConfig
from initcore.diagnostics import Verdict, findings_on
from initcore.fields import REPEATED, text_of
from initcore.registry import ACTIVATIONS, DATASETS, INITIALIZATIONS, OPTIMIZERS
from initcore.trajectory import Trajectory
from initcore.wording import short_number, spaced

ACCURATE = 0.9


def label(config: RunConfig) -> str:
    """What a run is called beside others: its initialization, and whatever overrides that."""
    record = INITIALIZATIONS[config.initialization]
    name = f"σ = {config.formula}" if record.takes_formula else record.label
    if config.gain != 1:
        name = f"{name} × {short_number(config.gain)}"
    return ", ".join((name, *_overrides(config)))


def formula_text(config: RunConfig) -> str:
    """What the weights of a run are, in one line: its initialization's formula and what overrides it."""
    record = INITIALIZATIONS[config.initialization]
    plain = record.plain if not record.takes_formula else f"W = randn × {config.formula}"
    times = [f"W × {short_number(config.gain)}"] if config.gain != 1 else []
    return "; ".join((plain, *times, *_overrides(config)))


def _overrides(config: RunConfig) -> Iterator[str]:
    """What a config changes of its initialization, in a few words each."""
    if config.bias == "constant":
        yield f"biases {short_number(config.bias_value).replace('-', '−')}"
    elif config.bias != "scheme":
        yield f"biases {config.bias}"
    if config.layer_gains:
        yield f"gains {_gains(config.layer_gains)}"
    if config.zero_last:
        yield "last layer 0"


def _gains(gains: tuple[float, ...]) -> str:
    """Gains layer by layer, equal ones in a row told once: 30 × 1, 0.1."""
    groups = [(len(list(group)), short_number(gain)) for gain, group in groupby(gains)]
    parts = [[f"{count} × {gain}"] if count >= REPEATED else [gain] * count for count, gain in groups]
    return ", ".join(chain.from_iterable(parts))


def describe(config: RunConfig, seeds: int = 1) -> str:
    """What a config says beside where it starts, in one line, trained with so many seeds."""
    network = _network(config)
    activation = ACTIVATIONS[config.activation].label
    steps = f"{spaced(config.iterations)} iterations"
    first = config.weights_seed
    seed = f"weights seed {first}" if seeds == 1 else f"{seeds} weights seeds from {first}"
    return " · ".join((network, activation, _data(config), _training(config), steps, seed))


def _network(config: RunConfig) -> str:
    """The units of its layers: 2-10-5-1 network; 2-16-…-16-1 network, 10 hidden layers."""
    hidden, count = text_of(config.hidden), len(config.hidden)
    if count > 2 and len(set(config.hidden)) == 1:
        hidden = f"{config.hidden[0]}-…-{config.hidden[0]}"
    deep = f", {count} hidden layers" if count > 2 else ""
    return f"{config.features}-{hidden}-{config.widths[-1]} network{deep}"


def _data(config: RunConfig) -> str:
    """The data in a few words."""
    record = DATASETS[config.dataset]
    parts = [record.label if record.real else record.label.lower()]
    if not record.real:
        parts += [f"{spaced(config.samples)} points", f"noise {config.noise:g}"]
    if config.classes > 2:
        parts.append(f"{config.classes} classes")
    if config.balance != 1:
        parts.append(f"class 0 × {config.balance:g}")
    if config.label_noise:
        parts.append(f"{100 * config.label_noise:g} % of labels wrong")
    if config.standardize != "auto":
        parts.append("standardised" if config.standardized else "not standardised")
    return ", ".join(parts)


def _training(config: RunConfig) -> str:
    """The optimizer in a few words."""
    record = OPTIMIZERS[config.optimizer]
    momentum = f" {config.momentum:g}" if record.takes_momentum else ""
    parts = [f"{record.label}{momentum}", f"rate {config.learning_rate:g}"]
    if config.batch_size:
        parts.append(f"batches of {config.batch_size}")
    if config.l2:
        parts.append(f"L2 {config.l2:g}")
    return ", ".join(parts)


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
    def comment(self) -> str:
        return f"{self.verdict.title}: {self.verdict.evidence}"

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is said under the verdict: its evidence with what else holds, and what would fix it."""
        seen = self.verdict.evidence + (f"; also: {self.beside}" if self.also else "")
        return (seen, self.verdict.fix) if self.verdict.fix else (seen,)

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
                *(line.label, line.verdict.title, line.verdict.evidence),
                *(line.beside, line.verdict.fix, line.iterations),
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
        "costs": {str(iteration): _plain(cost) for iteration, cost in pairs},
        "naive_cost_0": _plain(line.naive_first_cost),
        "final_cost": _plain(line.final_cost),
        "train_accuracy": _plain(line.train_accuracy),
        "test_accuracy": _plain(line.test_accuracy),
        "verdict": line.verdict.title,
        "evidence": line.verdict.evidence,
        "also": list(line.also),
        "fix": line.verdict.fix,
        "seconds": line.seconds,
        "cached": line.cached,
    }


def _plain(value: float) -> float | str:
    """The number, or its name where JSON has none for it."""
    return value if math.isfinite(value) else str(value)


def to_json_text(runs: Sequence[Trajectory], cached: Sequence[bool]) -> str:
    """Runs as the text of one JSON object, `{"runs": [...]}`."""
    pairs = zip(runs, cached, strict=True)
    return json.dumps({"runs": [to_json(run, from_cache) for run, from_cache in pairs]}, allow_nan=False)
