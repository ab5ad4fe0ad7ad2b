"""The diagnosis finds what ails runs that were made with a known ailment, and offers what can be tried.

The confusion table stands in the test run's output, passed or not.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from initcore import Trajectory, begin
from initcore.diagnosis.diagnose import diagnose, findings
from initcore.diagnosis.kinds import VERDICTS
from initcore.sentences.remedies import changes_in_words
from tests.helpers.building import built, other, trained
from tests.helpers.cases import CASES, Case

pytestmark = pytest.mark.numbers

ASKED = [name for name in VERDICTS if name not in ("too_early", "untrained", "failed")]
FEWEST = 8
RIGHT = 0.95


@pytest.fixture(scope="module")
def runs() -> list[Trajectory]:
    """The runs of all cases, trained once."""
    return built(CASES)


def test_every_verdict_has_runs_that_vary() -> None:
    for name in ASKED:
        configs = [case.config for case in CASES if case.verdict == name]
        assert len(configs) >= FEWEST, name
        for field in ("dataset", "activation", "optimizer", "hidden", "weights_seed"):
            # Only a relu, or another flat floor, has dead units; seeds may change by the shape alone.
            few = field == "weights_seed" or (field == "activation" and "dead" in name)
            assert few or len({getattr(config, field) for config in configs}) >= 3, (name, field)


def test_at_least_95_percent_are_told_right(
    runs: list[Trajectory], record_property: Callable[[str, object], None]
) -> None:
    said = [diagnose(run).name for run in runs]
    wrong = [(case, name) for case, name in zip(CASES, said, strict=True) if case.verdict != name]
    share = 1 - len(wrong) / len(CASES)
    lines = [f"{case.verdict} told as {name}: {case.config.to_query()}" for case, name in wrong]
    head = f"Verdicts on {len(CASES)} runs of known ailment: {100 * share:.1f} % right"
    record_property("table", "\n".join([head, _table(CASES, said), *lines]))
    assert share >= RIGHT, lines


def test_every_remedy_makes_another_run_that_is_allowed(runs: list[Trajectory]) -> None:
    for run in runs:
        for found in findings(run):
            assert (found.remedy is None) == (found.name == "healthy")
            if found.remedy is not None:
                assert changes_in_words(found.remedy), found
                assert replace(run.config, **found.remedy.changes) != run.config, found


def test_the_runs_are_made_as_the_cases_say(runs: list[Trajectory]) -> None:
    shown = [(case, run, config) for case, run in zip(CASES, runs, strict=True) if (config := other(case))]
    others = trained(begin([config for *_, config in shown]).runs)
    for (case, run, _), seen in zip(shown, others, strict=True):
        if case.verdict == "plateau":
            assert seen.costs[-1] == pytest.approx(run.costs[-1], rel=0.01), case
        else:
            assert run.diverged or run.train_accuracy < 0.95 <= seen.train_accuracy, case
    for case, run in zip(CASES, runs, strict=True):
        if case.verdict == "overfits":
            assert run.train_accuracy >= 0.95, case
            assert run.test_accuracy <= run.train_accuracy - 0.1, case
        if case.verdict == "healthy":
            assert min(run.train_accuracy, run.test_accuracy + 0.1) >= 0.95, case


def _table(cases: Sequence[Case], said: Sequence[str]) -> str:
    """Made in rows, told in columns; columns are the rows' numbers."""
    counts = Counter((case.verdict, name) for case, name in zip(cases, said, strict=True))
    width = max(map(len, ASKED)) + 4
    lines = [" " * width + "".join(f"{number:>4}" for number in range(1, len(ASKED) + 1))]
    for number, made in enumerate(ASKED, start=1):
        cells = "".join(f"{counts[made, told] or '·':>4}" for told in ASKED)
        lines.append(f"{number:>2}  {made:<{width - 4}}{cells}")
    return "\n".join(lines)
