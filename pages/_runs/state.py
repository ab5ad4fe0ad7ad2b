"""What the Runs page remembers."""

from dataclasses import dataclass, field

from initcore.store.listing import Listed, Seeds


@dataclass
class Listing:
    """What is selected, also where a filter hides it for now.

    `picked` are the rows of each kind of table by their names. `table` is the key of the table shown,
    which began with the rows at `places` selected; `cleared` counts how often a selection was given up.
    """

    picked: dict[str, dict[str, Listed | Seeds]] = field(default_factory=dict)
    table: str = ""
    places: list[int] = field(default_factory=list)
    cleared: int = 0
