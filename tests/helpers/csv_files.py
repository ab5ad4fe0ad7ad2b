"""The small CSV that the tests of tables are made on, whole or with something in it changed."""

from collections.abc import Sequence

from initcore.data.reading import read
from initcore.data.tables import Table, choose

HEAD = "a,b,kind"
ROWS = tuple(f"{n},{n / 8},{'uv'[n % 2]}" for n in range(8))
"""Eight lines of examples: two features and two classes of four."""


def csv_file(head: str = HEAD, rows: Sequence[str] = ROWS, end: str = "\n") -> bytes:
    return "".join(line + end for line in (head, *rows)).encode()


def with_cell(text: str, line: int = 5, column: int = 0) -> bytes:
    """The good file with another cell in that line of the file."""
    rows = [row.split(",") for row in ROWS]
    rows[line - 2][column] = text
    return csv_file(rows=[",".join(row) for row in rows])


def chosen(data: bytes, features: Sequence[str] = ("a", "b"), label: str = "kind") -> Table:
    return choose(read(data), features, label)
