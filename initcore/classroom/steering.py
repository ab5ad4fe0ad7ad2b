"""What a room does to the experiments of those who are in it."""

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from initcore.classroom.room import MOST_LINK, Room, RoomError
from initcore.experiment.choices import Choice
from initcore.experiment.config import START, URL_NAMES
from initcore.experiment.experiment import QUERY_NAMES, Experiment
from initcore.experiment.values import ConfigError, shown

_SHARED = set(URL_NAMES) - set(START)
"""What all runs of a comparison have in common."""

ELSEWHERE = ("room", "key", "present")
"""Names in an address of the app that say nothing of its experiment."""


def experiment_in(link: str, app: str = "") -> Experiment:
    """The comparison that an address or its query opens; RoomError when it is not followed everywhere.

    `app` is where the app's Compare page is: its bare address opens the course's comparison.

    >>> experiment_in("https://lab.example/?init=zeros+he&seed=5").to_query()
    {'init': 'zeros he', 'seed': '5'}
    """
    link = link.strip()
    if len(link) > MOST_LINK:
        raise RoomError(f"A link has at most {MOST_LINK} characters; this one has {len(link)}.")
    try:
        urlsplit(link)
    except ValueError:
        raise RoomError("This is not a link.") from None
    page, mark, text = link.partition("?")
    if not mark and "://" not in link:
        page, text = "", link  # a query alone
    given = dict(parse_qsl(text.partition("#")[0], keep_blank_values=True))
    query = {name: value for name, value in given.items() if name in QUERY_NAMES}
    bare = page.rstrip("/") in ("", app.rstrip("/")) and set(given) <= set(ELSEWHERE)
    if not link or not (query or bare):
        raise RoomError("There is no experiment in this link.")
    experiment, problems = Experiment.from_query(query)
    unknown = [name for name in given if name not in (*QUERY_NAMES, *ELSEWHERE)]
    if unknown:
        problems.append(f"no setting is called {', '.join(map(shown, unknown))}")
    if problems:
        raise RoomError(f"This link cannot be followed: {'; '.join(problems)}.")
    if experiment.base.uploaded:
        raise RoomError("An uploaded CSV stays in its browser session, so nobody else can look at it.")
    return experiment


def theirs(room: Room) -> Experiment:
    """The experiment that the room's teacher shows; the course's before there is one."""
    return Experiment.from_query(dict(parse_qsl(room.experiment)))[0]


def held(mine: Experiment, room: Room) -> Experiment:
    """The experiment with all that the room hides as the teacher has it; the teacher's in a locked room."""
    teachers, hidden = theirs(room), set(room.hidden)
    if room.locked or not hidden:
        return teachers if room.locked else mine
    shared = {name: getattr(teachers.base, name) for name in hidden.intersection(_SHARED)}
    if "dataset" in hidden:
        shared["table"] = teachers.base.table
    try:
        return Experiment(
            teachers.choices if "initialization" in hidden else _choices(mine, teachers, hidden),
            replace(mine.base, **shared),
            teachers.seeds if "seeds" in hidden else mine.seeds,
            teachers.twins if "twins" in hidden else mine.twins,
        )
    except ConfigError:  # the two do not go together
        return teachers


def _choices(mine: Experiment, teachers: Experiment, hidden: set[str]) -> tuple[Choice, ...]:
    """The ways to start, without what was set by controls that are hidden; the teacher's own stay."""
    plain = {name: getattr(Choice("he"), name) for name in hidden.intersection(START)}
    kept = (choice if choice in teachers.choices else replace(choice, **plain) for choice in mine.choices)
    return tuple(dict.fromkeys(kept))
