"""Every pair of initializations over the same seeds, as JSON types."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from initcore.experiment.config import RunConfig
from initcore.experiment.naming import label
from initcore.export.records import plain
from initcore.sentences.paired import contest_sentence
from initcore.statistics.paired import Contest, contests
from initcore.training.trajectory import Trajectory


def pairs_of(runs: Sequence[Trajectory]) -> list[dict[str, Any]]:
    """Every pair of initializations among runs, as JSON types; twins have no part. Empty for one seed.

    Differences are in shares, those without a number the string "inf" or "-inf".
    """
    groups: dict[RunConfig, list[Trajectory]] = {}
    for run in runs:
        if not run.config.twin:
            groups.setdefault(replace(run.config, weights_seed=RunConfig.weights_seed), []).append(run)
    if max(map(len, groups.values()), default=0) < 2:
        return []
    labels, keys = list(map(label, groups)), [[run.config.key for run in group] for group in groups.values()]
    found = contests(list(groups.values()))
    return [
        _record(each, (labels[each.one], labels[each.other]), (keys[each.one], keys[each.other]))
        for each in found
    ]


def _record(contest: Contest, names: tuple[str, str], keys: tuple[list[str], list[str]]) -> dict[str, Any]:
    result = contest.result
    return {
        "one": names[0],
        "other": names[1],
        "keys": list(keys),
        "seeds": result.seeds,
        "won": result.wins,
        "lost": result.losses,
        "tied": result.ties,
        "diverged": list(result.diverged),
        "median_difference": plain(result.median),
        "interval": result.interval and [plain(end) for end in result.interval],
        "p": contest.chance,
        "p_alone": result.chance,
        "outcome": contest.outcome,
        "sentence": contest_sentence(contest, *names),
    }
