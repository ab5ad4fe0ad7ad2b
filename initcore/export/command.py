"""The command that repeats a comparison: what the page shows, said to `python -m initcore compare`."""

import shlex

from initcore.experiment.choices import COURSE
from initcore.experiment.config import URL_NAMES
from initcore.experiment.experiment import Experiment
from initcore.experiment.settings import FLAGS

NOT_REPEATABLE = (
    "The data are a CSV of your own, which stays in your browser session and is never stored. So no link, "
    "command or notebook can repeat this comparison elsewhere; upload the same file there."
)


def words_of(experiment: Experiment) -> list[str]:
    """The words after `python -m initcore`, unquoted: only what differs from the course's notebook."""
    words = ["compare"]
    if experiment.choices != COURSE:
        words += [choice.word for choice in experiment.choices]
    query = experiment.base.to_query()
    for name, short in URL_NAMES.items():
        if short in query:
            text = query[short]
            words += [FLAGS[name], text] if name in FLAGS else ["--set", f"{name}={text}"]
    if experiment.seeds > 1:
        words += ["--seeds", str(experiment.seeds)]
    return [*words, "--twins"] if experiment.twins else words


def command(experiment: Experiment) -> str:
    """The line to type into a shell.

    ValueError for a comparison on an uploaded CSV, which no command can repeat.

    >>> from initcore import RunConfig
    >>> from initcore.experiment.experiment import Choice
    >>> command(Experiment((Choice("he"), Choice("he", 0.5)), RunConfig(hidden=(4, 4), l2=0.1), 5))
    "python -m initcore compare he 'he~0.5' --hidden 4-4 --set l2=0.1 --seeds 5"
    """
    if experiment.base.uploaded:
        raise ValueError(NOT_REPEATABLE)
    return f"python -m initcore {shlex.join(words_of(experiment))}"
