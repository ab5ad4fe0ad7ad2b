"""What the store holds as rows for a reader: one a run, or one for all seeds of the same run."""

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from statistics import fmean, stdev
from typing import Any

from initcore.data.datasets import DATASETS
from initcore.data.decoding import TableError
from initcore.diagnosis.kinds import VERDICTS, failed
from initcore.experiment.choices import Choice
from initcore.experiment.config import START, RunConfig
from initcore.experiment.experiment import Experiment
from initcore.experiment.naming import label
from initcore.experiment.values import ConfigError, text_of, told
from initcore.measures.seen import SEPARATED, separated_from
from initcore.memory import remembered
from initcore.model.activations import ACTIVATIONS
from initcore.model.optimizers import OPTIMIZERS
from initcore.statistics.quantiles import spread, spread_of_shares

NUMBERS = (
    *("final_cost", "train_accuracy", "test_accuracy", "iterations", "seconds", "bytes"),
    *("best_cost", "best_cost_at", "best_test_accuracy", "best_test_accuracy_at"),
)
"""The columns of the store that are shown as they are."""

MOST_NAMED = 4
"""Values of a setting that a sentence lists."""


@dataclass(frozen=True)
class Known:
    """What a config says of itself: `names`, by column, and a text that is the same for all seeds."""

    config: RunConfig
    names: Mapping[str, Any]
    but_for_seed: str


@dataclass(frozen=True)
class Listed:
    """A run in the store: its key, what its config says, and all its columns."""

    key: str
    known: Known
    values: Mapping[str, Any]

    @property
    def config(self) -> RunConfig:
        """The config of the stored run."""
        return self.known.config

    @property
    def text(self) -> str:
        """All there is to search in, in lower case."""
        return " ".join(map(str, (*self.values.values(), self.key, self.known.but_for_seed))).lower()


def listed(summaries: Iterable[Mapping[str, Any]]) -> list[Listed]:
    """The runs of `Store.summaries`; a row that is no run's is left out."""
    rows = ((row, _known(row["config"])) for row in summaries)
    return [Listed(str(row["key"]), known, _values(row, known)) for row, known in rows if known is not None]


@remembered(2**15)
def _known(text: str) -> Known | None:
    """A page asks for thousands of them at every click."""
    try:
        config = RunConfig.from_dict(json.loads(text))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    names = {"initialization": label(config), **_settings(config)}
    return Known(config, names, replace(config, weights_seed=RunConfig.weights_seed).to_json())


def _values(row: Mapping[str, Any], known: Known) -> dict[str, Any]:
    """One line, by the name of its column."""
    return {
        **known.names,
        "verdict": title_of(row["verdict"]),
        **{name: _number(row[name]) for name in NUMBERS},
        "created": _time(row["created"]),
        "key": str(row["key"])[:12],
    }


def _settings(config: RunConfig) -> dict[str, Any]:
    """What was set, where readers most often look for differences."""
    return {
        "dataset": DATASETS[config.dataset].label,
        "network": f"{config.inputs}-{text_of(config.hidden)}-{config.widths[-1]}",
        "activation": ACTIVATIONS[config.activation].label,
        "optimizer": OPTIMIZERS[config.optimizer].label,
        "learning_rate": config.learning_rate,
        "batch_size": config.batch_size,
        "weights_seed": config.weights_seed,
        "twin": config.twin,
    }


def title_of(verdict: str) -> str:
    """A stored verdict as the screen says it; one that this version does not know as it is."""
    return VERDICTS[verdict].title if verdict in VERDICTS else str(verdict)


def _number(value: Any) -> float | int | None:
    """A number as it is; None for anything else that a damaged row may hold."""
    return value if isinstance(value, (int, float)) and math.isfinite(value) else None


def _time(value: Any) -> datetime | None:
    number = _number(value)
    return None if number is None or not 0 <= number < 1e11 else datetime.fromtimestamp(number, UTC)


@dataclass(frozen=True)
class Seeds:
    """Runs that differ only in their weights seed, and what they say together."""

    runs: tuple[Listed, ...]
    values: Mapping[str, Any]


def over_seeds(runs: Sequence[Listed]) -> list[Seeds]:
    """The runs grouped by all but their weights seed, in the order in which they first come."""
    groups: dict[str, list[Listed]] = defaultdict(list)
    for run in runs:
        groups[run.known.but_for_seed].append(run)
    return [Seeds(tuple(group), _together(group)) for group in groups.values()]


def _together(runs: Sequence[Listed]) -> dict[str, Any]:
    names_of = {kind.title: name for name, kind in VERDICTS.items()}
    ends = [(run.values["verdict"], run.values["train_accuracy"]) for run in runs]
    enough = _enough(runs[0].config)
    names = {name: value for name, value in runs[0].known.names.items() if name != "weights_seed"}
    iterations = [run.values["iterations"] for run in runs]
    return {
        **names,
        "seeds": len(runs),
        "failures": sum(
            failed(names_of.get(verdict, ""), accuracy or 0.0, enough) for verdict, accuracy in ends
        ),
        **_spread("final_cost", runs),
        **_spread("test_accuracy", runs),
        "iterations": min((each for each in iterations if each is not None), default=None),
    }


def _enough(config: RunConfig) -> float:
    """The train accuracy from which a run's classes are separated; of data not at hand, that of even ones."""
    try:
        return separated_from(config)
    except TableError:
        return SEPARATED


def _spread(name: str, runs: Sequence[Listed]) -> dict[str, float | None]:
    """Mean, standard deviation and median of a number over seeds.

    A run without a finite one, as one that diverged, has no part in a mean: then there is none. In the
    median it counts as the worst.
    """
    values = [run.values[name] for run in runs]
    finite = [value for value in values if value is not None]
    whole = len(finite) == len(values)
    ranked = spread_of_shares if name == "test_accuracy" else spread
    median = ranked([math.nan if value is None else value for value in values]).median
    return {
        f"{name}_mean": fmean(finite) if whole else None,
        f"{name}_sd": stdev(finite) if whole and len(finite) > 1 else None,
        f"{name}_median": median if math.isfinite(median) else None,
    }


def one_comparison(configs: Sequence[RunConfig]) -> Experiment:
    """The comparison of just these runs, with the runs of twins beside them.

    ConfigError, saying what differs, when no one comparison has them.
    """
    apart = _apart(configs)
    if apart:
        some = " and ".join([", ".join(apart[:-1]), apart[-1]] if apart[1:] else apart)
        raise ConfigError(f"they differ in {some}, which a comparison's runs share")
    choices = tuple(dict.fromkeys(map(Choice.of, configs)))
    first = min(config.weights_seed for config in configs)
    seeds = {config.weights_seed for config in configs}
    base = replace(configs[0], weights_seed=first, twin=False)
    experiment = Experiment(choices, base, len(seeds), any(config.twin for config in configs))
    runs = {replace(config, twin=False) for config in configs}
    if {replace(config, twin=False) for config in experiment.configs} != runs:
        raise ConfigError(
            "they do not all have the same `weights_seed`s in a row: a comparison trains every "
            "initialization on the same ones"
        )
    return experiment


def _apart(configs: Sequence[RunConfig]) -> list[str]:
    """The settings that a comparison shares and these do not, each with some of its values."""
    shared = [name for name in configs[0].to_dict() if name not in (*START, "weights_seed", "twin")]
    said = []
    for name in shared:
        values = list(dict.fromkeys(told(getattr(config, name)) for config in configs))
        if len(values) > 1:
            more = ", …" if len(values) > MOST_NAMED else ""
            said.append(f"`{name}` ({', '.join(values[:MOST_NAMED])}{more})")
    return said
