"""What the Compare page remembers beside the comparison itself."""

from dataclasses import dataclass, field

from initcore.experiment.choices import Choice


@dataclass
class Controls:
    """What the sidebar needs to draw its widgets again as they were.

    `rows` are the numbers of the rows of initializations, in order, each with its last allowed choice
    in `choices`; a number is never used twice, `last_row` being the newest. `problems` say what in the
    address was not followed.
    """

    rows: list[int] = field(default_factory=list)
    choices: dict[int, Choice] = field(default_factory=dict)
    last_row: int = 0
    problems: list[str] = field(default_factory=list)


@dataclass
class Looking:
    """What the board was drawn with.

    `replays` is how often its runs were to be played from their start, `told` what was said once already,
    `went_on` what is to be said of training that the server's end broke off.
    """

    replays: int = 0
    told: set[str] = field(default_factory=set)
    went_on: str = ""
