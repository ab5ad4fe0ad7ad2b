"""Who trains, and who stands in line: a server takes on so many comparisons at once."""

from collections.abc import Sequence

from initcore.lab.choosing import AnyRun, Wish


def places_in_line(people: Sequence[Sequence[Wish[AnyRun]]], most: int) -> list[int | None]:
    """How many comparisons are before each person's, None where it is trained; 0 for `most` is no limit.

    `people` are the wishes of each, whoever pressed first first. Who wants what is trained for somebody
    else in any case does not wait, nor do others wait for them.
    """
    trained: set[AnyRun] = set()
    taken_on = waiting = 0
    places: list[int | None] = []
    for wishes in people:
        runs = {wish.run for wish in wishes}
        more = not runs <= trained
        if more and most and taken_on >= most:
            places.append(waiting)
            waiting += 1
            continue
        taken_on += more
        trained |= runs
        places.append(None)
    return places
