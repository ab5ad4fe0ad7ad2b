"""What the app says of runs, and how that stands beside what is true of them."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from initcore import RunConfig, train
from initcore.diagnosis.advice import advised
from initcore.diagnosis.verdicts import Verdict
from initcore.experiment.values import ConfigError
from tests.blind.judging import misleading
from tests.blind.rules import cures, lowers, raises, succeeds
from tests.blind.trials import Outcome, changes

Of = Callable[[RunConfig], Outcome]


@dataclass(frozen=True)
class Told:
    """What is said of a run: the verdict that leads, and the run its fix makes, None where it has none."""

    verdict: Verdict
    mended: RunConfig | None


def told(config: RunConfig) -> Told:
    """What is said of a run at its end."""
    verdict = advised(train([config])[0])[0]
    mended = None
    if verdict.remedy is not None and verdict.remedy.changes:
        try:
            mended = replace(config, **verdict.remedy.changes)
        except ConfigError:
            mended = None
    return Told(verdict, mended if mended != config else None)


def reported(configs: Sequence[RunConfig], said: Sequence[Told], of: Of, *, show: bool) -> str:
    """The shares of runs that are misled and of failing runs that are helped, in lines; with `show`, each."""
    misled, helped, harmed, unhelped, failing, curable = [], [], [], [], 0, 0
    names: Counter[str] = Counter()
    for config, each in zip(configs, said, strict=True):
        outcomes = {"itself": of(config)} | {name: of(one) for name, one in changes(config).items()}
        names[each.verdict.name] += 1
        if why := misleading(config, each.verdict, outcomes):
            misled.append((config, each, f"{each.verdict.name}: {why}", outcomes))
        if succeeds(config, outcomes["itself"]):
            continue
        failing += 1
        if not (found := cures(config, outcomes)):
            continue
        curable += 1
        fixed = None if each.mended is None else of(each.mended)
        if fixed is None or not lowers(outcomes["itself"], fixed):
            unhelped.append((config, each, f"{each.verdict.name}: cured by {sorted(found)}", outcomes))
        else:
            helped.append(config)
        if fixed is not None and raises(outcomes["itself"], fixed):
            harmed.append((config, each, f"{each.verdict.name}: cured by {sorted(found)}", outcomes))
    lines = [
        f"{len(configs)} runs: {dict(names.most_common())}",
        f"misled: {len(misled)} of {len(configs)} ({100 * len(misled) / len(configs):.1f} %)",
        f"failing: {failing}, of which a standard change cures {curable}",
        f"helped by the fix: {len(helped)} of {curable} ({100 * len(helped) / max(1, curable):.0f} %)",
        f"harmed by it: {len(harmed)} of {curable}",
    ]
    if show:
        for head, group in (("MISLED", misled), ("HARMED", harmed), ("NOT HELPED", unhelped)):
            lines += ["", head]
            for config, each, why, outcomes in group:
                link = " ".join(f"{name}={value}" for name, value in config.to_query().items())
                fix = each.verdict.remedy
                lines.append(
                    f"{link}\n   {why}; fix {fix.name if fix else None} {fix.changes if fix else ''}"
                )
                lines.append(
                    "   " + _costs(outcomes) + (f" FIX {_cost(of(each.mended))}" if each.mended else "")
                )
    return "\n".join(lines)


def _cost(one: Outcome) -> str:
    return f"{one.cost if one.cost is not None else 'div'}({100 * one.train:.0f})"


def _costs(outcomes: dict[str, Outcome]) -> str:
    return " ".join(f"{name} {_cost(one)}" for name, one in outcomes.items())
