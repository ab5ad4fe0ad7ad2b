"""`initlab compare`: trains initializations side by side on this machine's engine and prints the results."""

import sys
from dataclasses import dataclass

from initcore.commands.progress import follow
from initcore.commands.saying import say, write
from initcore.commands.status import STRICTEST, fails
from initcore.experiment.config import RunConfig
from initcore.experiment.experiment import grouped, runs_of
from initcore.experiment.naming import label
from initcore.export.rows import to_json_text
from initcore.export.text import results_text
from initcore.lab.engine import running_engine
from initcore.lab.settings import Settings
from initcore.lab.watches import View


@dataclass(frozen=True)
class Wanted:
    """What is to be trained: where each initialization starts, on how many seeds, with twins or not."""

    starts: tuple[RunConfig, ...]
    seeds: int
    twins: bool

    @property
    def configs(self) -> tuple[RunConfig, ...]:
        """Every run: each start's seeds in turn, then, with twins, the twins in the same order."""
        return runs_of(self.starts, self.seeds, self.twins)


def compare(wanted: Wanted, *, cache: bool, as_json: bool, fail_on: str = STRICTEST) -> int:
    """Trains and prints; returns the exit status: 0, 1 when a run or the output failed, 130 if stopped.

    Which runs count as failed is `fail_on`, one of `status.FAIL_ON`. Without `cache`, nothing is taken
    from the store or kept there. Raises SettingsError for an environment that is set up wrongly.
    """
    with running_engine(Settings.from_environment(), cache=cache) as engine:
        try:
            view = follow(engine.open(wanted.configs), show=sys.stderr.isatty() and not as_json)
        except KeyboardInterrupt:
            view = None
    if view is None:
        kept = engine.store.limit_bytes > 0 and engine.store.problem is None
        say("stopped; what was trained is kept" if kept else "stopped; nothing is kept")
        return 130
    written = write(_results(view, wanted, as_json))
    for config, error in zip(wanted.configs, view.errors, strict=True):
        if error:
            say(f"{config.initialization}: {error}")
    failed = any(fails(run, error, fail_on) for run, error in zip(view.runs, view.errors, strict=True))
    return 1 if failed or not written else 0


def _results(view: View, wanted: Wanted, as_json: bool) -> str:
    """What was trained, as a table or as JSON; runs that failed are not in the JSON."""
    if as_json:
        done = [at for at, error in enumerate(view.errors) if error is None]
        return to_json_text([view.runs[at] for at in done], [view.cached[at] for at in done])
    count, seeds = len(wanted.starts), wanted.seeds
    names = [label(start) for start in wanted.starts]
    groups, errors = grouped(view.runs, count, seeds), grouped(view.errors, count, seeds)
    return results_text(names, groups, view.cached[: count * seeds : seeds], errors)
