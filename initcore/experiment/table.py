"""The README's table of settings, from their rows: `python -m initcore.experiment.table`."""

from initcore.experiment.setting import Setting
from initcore.experiment.settings import SETTINGS
from initcore.experiment.values import MOST_NAMED, told

FEW = 3
"""Names that are listed of a choice too long for a cell."""


def markdown() -> str:
    """One line a setting: its names everywhere, its default, what it may be, and what it does."""
    head = (
        "| setting | on the page | in a link | option | default | allowed | what it says |",
        "|---|---|---|---|---|---|---|",
    )
    return "\n".join((*head, *map(_line, SETTINGS)))


def _line(row: Setting) -> str:
    cells = (
        f"`{row.name}`",
        row.label or "–",
        f"`{row.url}`",
        f"`{row.flag}`" if row.flag else "–",
        "no" if row.default is False else told(row.default),
        _allowed(row),
        row.help,
    )
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def _allowed(row: Setting) -> str:
    if len(row.names) <= MOST_NAMED:
        return row.allowed
    return f"{', '.join(row.names[:FEW])} and {len(row.names) - FEW} more"


if __name__ == "__main__":
    print(markdown())
