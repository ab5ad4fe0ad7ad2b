"""The results as CSV, for a spreadsheet or a program: the table's columns with all their digits."""

import csv
import io
from collections.abc import Sequence

from initcore.export.columns import COLUMNS
from initcore.export.rows import row
from initcore.training.trajectory import Trajectory
from initcore.words.spreadsheet import neutral

FIELDS = tuple(field for column in COLUMNS for field in column.fields)

CSV_COLUMNS = (*(name for name, _ in FIELDS), "config")


def to_csv(runs: Sequence[Trajectory], cached: Sequence[bool]) -> str:
    """The table as CSV, full precision, one line a run; the config makes each line repeatable.

    A `twin` is told from its run by that column, and what there is none of, such as an iteration that never
    came, is an empty cell. No cell is a formula to a spreadsheet.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(CSV_COLUMNS)
    for run, from_cache in zip(runs, cached, strict=True):
        line = row(run, from_cache)
        values = (*(value(line) for _, value in FIELDS), run.config.to_json())
        writer.writerow(map(neutral, values))
    return text.getvalue()
