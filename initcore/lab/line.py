"""Who trains, and who stands in line: a server takes on so many comparisons at once."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from initcore.lab.choosing import AnyRun, Wish


class Place(NamedTuple):
    """How many comparisons wait before one; `own` where it waits for others of the same owner."""

    before: int
    own: bool = False


def places_in_line(
    people: Sequence[Sequence[Wish[AnyRun]]], most: int, owners: Sequence[str] = (), each: int = 0
) -> list[Place | None]:
    """Where each comparison stands in line, None where it is trained.

    `people` are the wishes of each comparison, whoever pressed first first; `owners` says whose it is, where
    that is known, and is empty where not. At most `most` are trained, and `each` of one owner; 0 is no limit.
    Who wants what is trained for somebody else in any case does not wait, nor do others wait for them.
    """
    trained: set[AnyRun] = set()
    theirs: Counter[str] = Counter()
    waits: Counter[str] = Counter()
    taken_on = waiting = 0
    places: list[Place | None] = []
    for at, wishes in enumerate(people):
        owner = owners[at] if owners else ""
        runs = {wish.run for wish in wishes}
        more = not runs <= trained
        if more and owner and 0 < each <= theirs[owner]:
            places.append(Place(waits[owner], own=True))
            waits[owner] += 1
            continue
        if more and 0 < most <= taken_on:
            places.append(Place(waiting))
            waiting += 1
            continue
        taken_on += more
        theirs[owner] += more
        trained |= runs
        places.append(None)
    return places
