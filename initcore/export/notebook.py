"""A notebook that repeats a comparison with `initcore`: nbformat 4.5, which is JSON."""

import json
from collections.abc import Iterator
from typing import Any

from initcore.experiment.config import URL_NAMES, RunConfig
from initcore.experiment.experiment import Experiment
from initcore.experiment.naming import describe
from initcore.export.command import NOT_REPEATABLE, command

READING = """\
run = comparison.runs[-1]
print(run.config.initialization, "costs", run.costs[0], "at the start and", run.costs[-1], "at the end")
for layer, weights in enumerate(run.weights(-1), start=1):
    print("layer", layer, "weights", weights.shape, "standard deviation", weights.std())"""


def notebook(experiment: Experiment, link: str = "") -> str:
    """The notebook's text; ValueError for a comparison on an uploaded CSV, which none can repeat."""
    if experiment.base.uploaded:
        raise ValueError(NOT_REPEATABLE)
    opened = f"\n\nThe same comparison in the app: <{link}>" if link else ""
    cells = [
        _markdown(
            f"# Init Lab\n\n{describe(experiment.base, experiment.seeds)}{opened}\n\n"
            "The cells need `initcore`, numpy, scikit-learn, plotly and jinja2: start Jupyter in the folder "
            f"that has `initcore` in it. In a terminal the same is\n\n    {command(experiment)}"
        ),
        _code(f"from initcore import compare\n\ncomparison = {call(experiment)}\ncomparison"),
        _markdown(
            "The figure on its own, to be changed or saved, and what there is of a run: its costs, and its "
            "parameters at every iteration that was kept."
        ),
        _code("comparison.figure"),
        _code(READING),
    ]
    for number, cell in enumerate(cells, start=1):
        cell["id"] = f"cell-{number}"
    return json.dumps(
        {
            "cells": cells,
            "metadata": {
                "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
                "language_info": {"name": "python"},
            },
            "nbformat": 4,
            "nbformat_minor": 5,
        },
        indent=1,
        ensure_ascii=False,
    )


def call(experiment: Experiment) -> str:
    """The call of `compare` that trains that comparison, as Python."""
    words = ", ".join(repr(choice.word) for choice in experiment.choices)
    arguments = [f"[{words}]", *_settings(experiment.base)]
    arguments += [f"seeds={experiment.seeds}"] if experiment.seeds > 1 else []
    arguments += ["twins=True"] if experiment.twins else []
    if len(arguments) == 1:
        return f"compare({arguments[0]})"
    return "compare(\n" + "".join(f"    {argument},\n" for argument in arguments) + ")"


def _settings(base: RunConfig) -> Iterator[str]:
    """The settings that are not the course's, as keyword arguments."""
    for name, short in URL_NAMES.items():
        if short in base.to_query():
            value = getattr(base, name)
            alike = isinstance(value, tuple) and len(set(value)) == 1 and len(value) > 1
            yield f"{name}=({value[0]},) * {len(value)}" if alike else f"{name}={value!r}"


def _markdown(text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": text.splitlines(keepends=True)}


def _code(text: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": text.splitlines(keepends=True),
    }
