"""What a room does to the experiments of those who are in it."""

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from initcore import ConfigError
from initcore.config import START
from initcore.experiment import QUERY_NAMES, Choice, Experiment
from initcore.lab.classroom import MOST_LINK, Room, RoomError


def experiment_in(link: str) -> Experiment:
    """The comparison that an address or its query opens; RoomError when it is not followed everywhere.

    >>> experiment_in("https://lab.example/?init=zeros+he&seed=5").to_query()
    {'init': 'zeros he', 'seed': '5'}
    """
    link = link.strip()
    if len(link) > MOST_LINK:
        raise RoomError(f"A link has at most {MOST_LINK} characters; this one has {len(link)}.")
    try:
        parts = urlsplit(link)
    except ValueError:
        raise RoomError("This is not a link.") from None
    text = parts.query if parts.scheme or "?" in link else link
    query = {name: value for name, value in parse_qsl(text) if name in QUERY_NAMES}
    if not link or (text and not query):
        raise RoomError("There is no experiment in this link.")
    experiment, problems = Experiment.from_query(query)
    if problems:
        raise RoomError(f"This link cannot be followed: {problems[0]}.")
    if experiment.base.dataset == "csv":
        raise RoomError("An uploaded CSV stays in its browser session, so nobody else can look at it.")
    return experiment


def theirs(room: Room) -> Experiment:
    """The experiment that the room's teacher shows; the course's before there is one."""
    return Experiment.from_query(dict(parse_qsl(room.experiment)))[0]


def held(mine: Experiment, room: Room) -> Experiment:
    """The experiment with all that the room hides as the teacher has it; the teacher's in a locked room."""
    shown, hidden = theirs(room), set(room.hidden)
    if room.locked or not hidden:
        return shown if room.locked else mine
    shared = {name: getattr(shown.base, name) for name in hidden - {*START, "seeds", "twins"}}
    if "dataset" in hidden:
        shared["table"] = shown.base.table
    try:
        return Experiment(
            shown.choices if "initialization" in hidden else _choices(mine, shown, hidden),
            replace(mine.base, **shared),
            shown.seeds if "seeds" in hidden else mine.seeds,
            shown.twins if "twins" in hidden else mine.twins,
        )
    except ConfigError:  # the two do not go together
        return shown


def _choices(mine: Experiment, shown: Experiment, hidden: set[str]) -> tuple[Choice, ...]:
    """The ways to start, without what was set by controls that are hidden; the teacher's own stay."""
    plain = {name: getattr(Choice("he"), name) for name in hidden.intersection(START)}
    kept = (choice if choice in shown.choices else replace(choice, **plain) for choice in mine.choices)
    return tuple(dict.fromkeys(kept))
