"""What the Gallery page remembers."""

from dataclasses import dataclass, field

from initcore.lab.handle import Handle


@dataclass
class Gallery:
    """`watch` has the runs of the preset called `watched`; `given_up` says why others have no picture."""

    watched: str = ""
    watch: Handle | None = None
    given_up: dict[str, str] = field(default_factory=dict)
