"""The README's table of initializations, from the registry: `python -m initcore.catalogue.table`."""

from collections.abc import Iterator

from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.model.base import Initialization


def markdown() -> str:
    """One line an initialization: name, what it draws, and what it is called elsewhere."""
    head = ("| name | initialization | weights | elsewhere |", "|---|---|---|---|")
    return "\n".join((*head, *map(_line, INITIALIZATIONS)))


def _line(record: Initialization) -> str:
    cells = (f"`{record.name}`", record.label, record.plain, ", ".join(_elsewhere(record)) or "–")
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def _elsewhere(record: Initialization) -> Iterator[str]:
    for one in record.elsewhere:
        if one.name:
            yield f"{one.framework} `{one.name}`"


if __name__ == "__main__":
    print(markdown())
