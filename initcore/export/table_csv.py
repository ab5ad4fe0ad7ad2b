"""The results as CSV, for a spreadsheet or a program: the table's columns with all their digits."""

import csv
import io
from collections.abc import Sequence

from initcore.export.columns import COLUMNS
from initcore.export.rows import row
from initcore.training.trajectory import Trajectory

FIELDS = tuple(field for column in COLUMNS for field in column.fields)

CSV_COLUMNS = (*(name for name, _ in FIELDS), "config")


def to_csv(runs: Sequence[Trajectory], cached: Sequence[bool]) -> str:
    """The table as CSV, full precision, one line a run; the config makes each line repeatable."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(CSV_COLUMNS)
    for run, from_cache in zip(runs, cached, strict=True):
        line = row(run, from_cache)
        writer.writerow((*(value(line) for _, value in FIELDS), run.config.to_json()))
    return text.getvalue()
