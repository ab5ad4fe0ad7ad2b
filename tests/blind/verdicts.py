"""What the app says of runs, and how that stands beside what is true of them."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
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


@dataclass(frozen=True)
class Judged:
    """A run, what is said of it, and how that stands beside what other runs came to.

    `misled` says why what leads misleads, empty where it does not. Of a run that fails and that some
    standard change cures: whether its fix lowers the cost, or raises it.
    """

    config: RunConfig
    told: Told
    outcomes: Mapping[str, Outcome]
    fixed: Outcome | None
    misled: str
    fails: bool
    cured_by: tuple[str, ...]
    helped: bool
    harmed: bool


def judged(config: RunConfig, each: Told, of: Of) -> Judged:
    """What is said of a run, judged by the outcomes that `of` knows."""
    outcomes = {"itself": of(config)} | {name: of(one) for name, one in changes(config).items()}
    itself, fixed = outcomes["itself"], None if each.mended is None else of(each.mended)
    fails = not succeeds(config, itself)
    cured_by = tuple(sorted(cures(config, outcomes))) if fails else ()
    return Judged(
        config=config,
        told=each,
        outcomes=outcomes,
        fixed=fixed,
        misled=misleading(config, each.verdict, outcomes),
        fails=fails,
        cured_by=cured_by,
        helped=bool(cured_by) and fixed is not None and lowers(itself, fixed),
        harmed=bool(cured_by) and fixed is not None and raises(itself, fixed),
    )


def reported(all_of_them: Sequence[Judged], *, show: bool) -> str:
    """The shares of runs that are misled and of failing runs that are helped, in lines; with `show`, each."""
    names = Counter(one.told.verdict.name for one in all_of_them)
    misled = [one for one in all_of_them if one.misled]
    curable = [one for one in all_of_them if one.cured_by]
    helped, harmed = [one for one in curable if one.helped], [one for one in curable if one.harmed]
    count, share = len(all_of_them), 100 * len(helped) / max(1, len(curable))
    lines = [
        f"{count} runs: {dict(names.most_common())}",
        f"misled: {len(misled)} of {count} ({100 * len(misled) / count:.1f} %)",
        f"failing: {sum(one.fails for one in all_of_them)}, of which a standard change cures {len(curable)}",
        f"helped by the fix: {len(helped)} of {len(curable)} ({share:.0f} %)",
        f"harmed by it: {len(harmed)} of {len(curable)}",
    ]
    if show:
        unhelped = [one for one in curable if not one.helped]
        for head, group in (("MISLED", misled), ("HARMED", harmed), ("NOT HELPED", unhelped)):
            lines += ["", head, *(line for one in group for line in _shown(one))]
    return "\n".join(lines)


def _shown(one: Judged) -> list[str]:
    link = " ".join(f"{name}={value}" for name, value in one.config.to_query().items())
    fix = one.told.verdict.remedy
    why = one.misled or f"cured by {', '.join(one.cured_by)}"
    fixed = "" if one.fixed is None else f" FIX {_cost(one.fixed)}"
    costs = " ".join(f"{name} {_cost(each)}" for name, each in one.outcomes.items())
    said = f"{one.told.verdict.name}: {why}; fix {fix.name if fix else None} {fix.changes if fix else ''}"
    return [link, f"   {said}", f"   {costs}{fixed}"]


def _cost(one: Outcome) -> str:
    return f"{one.cost if one.cost is not None else 'div'}({100 * one.train:.0f})"
