"""Sharing the comparison on the board: its link, and its results as files, made when they are asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

import streamlit as st

from initcore.experiment.experiment import Experiment
from initcore.export.command import NOT_REPEATABLE, command
from initcore.export.notebook import notebook
from initcore.export.report import Shared, report_of
from initcore.export.rows import to_json_text
from initcore.export.table_csv import to_csv
from initcore.export.weights import weights_npz
from initcore.lab.watches import View
from pages._frame.engine import engine

SLUG = 60
"""Characters of initializations' names in a file's name."""


@dataclass(frozen=True)
class File:
    """One kind of file: its button, its ending, what it holds, and what makes it."""

    label: str
    ending: str
    mime: str
    icon: str
    help: str
    make: Callable[[], str | bytes]


def share(view: View, experiment: Experiment) -> None:
    """The popover with the link and the files, which are drawn once it is opened."""
    place = st.popover(
        "Share",
        icon=":material/share:",
        help="Link, report, data, weights, notebook",
        key="share",
        on_change="rerun",
    )
    if place.open:
        with place:
            _ways(view, experiment)


def _ways(view: View, experiment: Experiment) -> None:
    """Link, command and files."""
    link, shared = link_to(experiment), Shared(experiment, view.runs, view.errors)
    nothing = view.live or view.status == "new"
    if experiment.base.uploaded:
        st.caption(NOT_REPEATABLE)
    else:
        st.markdown("**Link** :gray[· opens this comparison as it is here]")
        st.code(link, language=None, wrap_lines=True)
        st.markdown("**Command** :gray[· trains it in a terminal]")
        st.code(command(experiment), language=None, wrap_lines=True)
    st.markdown("**Files**" + (" :gray[· once there are results]" if nothing else ""))
    for file in _files(view, shared, link):
        # A notebook says how to train, which needs no results; but not with data that it has not.
        off = experiment.base.uploaded if file.ending == "ipynb" else nothing
        _button(file, _slug(experiment), off)


def link_to(experiment: Experiment) -> str:
    """The address that opens this comparison: what differs from the course's, and the iteration held."""
    here, at = urlsplit(st.context.url or ""), st.query_params.get("at")
    query = urlencode(experiment.to_query() | ({"at": at} if at else {}))
    return here._replace(path=here.path or "/", query=query, fragment="").geturl()


def _files(view: View, shared: Shared, link: str) -> tuple[File, ...]:
    known = "" if shared.experiment.base.uploaded else link
    return (
        File(
            *("Report (HTML)", "html", "text/html", "article"),
            "One file with board, curves, table and configs, that opens without a network. About 5 MB.",
            lambda: _made(report_of, view, shared.experiment, view.errors, datetime.now(UTC), known),
        ),
        File(
            *("CSV", "csv", "text/csv", "table"),
            "The table with every digit and each run's config.",
            lambda: _made(to_csv, view, view.cached),
        ),
        File(
            *("JSON", "json", "application/json", "data_object"),
            "Every recorded cost of every run.",
            lambda: _made(to_json_text, view, view.cached),
        ),
        File(
            *("Weights (npz)", "npz", "application/octet-stream", "grid_on"),
            "Initial and final parameters of every run, with all that they need on raw data, for numpy.load.",
            lambda: weights_npz(shared.names, shared.groups),
        ),
        File(
            *("Notebook (ipynb)", "ipynb", "application/x-ipynb+json", "code"),
            "Trains the same comparison with initcore, in Jupyter.",
            lambda: notebook(shared.experiment, known),
        ),
    )


def _made(make: Callable[..., str], view: View, *arguments: Any) -> str:
    """A file about these runs, made by a worker."""
    file: str = engine().ask(make, view.runs, *arguments, soon=True).result()
    return file


def _button(file: File, slug: str, off: bool) -> None:
    st.download_button(
        file.label,
        "" if off else file.make,  # a live page is drawn often, and would hand in each of these anew
        f"init-lab-{slug}.{file.ending}",
        file.mime,
        key=f"file-{file.ending}",
        icon=f":material/{file.icon}:",
        on_click="ignore",
        disabled=off,
        help=file.help,
        width="stretch",
    )


def _slug(experiment: Experiment) -> str:
    """What a file's name says of the comparison."""
    names = "-".join(dict.fromkeys(choice.initialization for choice in experiment.choices))[:SLUG]
    return f"{names}-{experiment.seeds}-seeds" if experiment.seeds > 1 else names
