"""What the Lesson page remembers."""

from dataclasses import dataclass, field

from initcore import RunConfig
from initcore.lab.handle import Handle
from pages._lesson.progress import Progress


@dataclass
class Lesson:
    """`progress` is how far the reader is, and `address` how the page's address says it.

    `watch` has the runs of the open chapter, `watched` its name and their configs, and `stream` is the
    secret in the address of their stream. `problems` say what in the address was not followed, `tried`
    whether a formula was written, or laid beside an exercise. The rest is true until it has been seen to: the
    formula was written by the address, another chapter was opened, runs were begun.
    """

    progress: Progress = field(default_factory=lambda: Progress(""))
    address: dict[str, str] | None = None
    watch: Handle | None = None
    watched: tuple[str, tuple[RunConfig, ...]] | None = None
    problems: list[str] = field(default_factory=list)
    stream: str | None = None
    tried: bool = False
    rewritten: bool = False
    turned: bool = False
    begun: bool = False

    @property
    def entered(self) -> bool:
        """Whether the session has been on the page before."""
        return self.address is not None
