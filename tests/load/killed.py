"""A class on two servers, one of which is killed in mid-class."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from websockets.http11 import Response

from initcore import train
from initcore.classroom.room import Question
from initcore.classroom.rooms import Rooms
from initcore.classroom.teacher import Teacher
from initcore.experiment.experiment import Experiment
from initcore.store.store import Store
from pages._frame.words import typed
from tests.helpers.compare import assert_same_run
from tests.load.figures import Line, over, percentile, under
from tests.load.following import Following, follow
from tests.load.people import Person
from tests.load.replicas import COOKIE, NAMES, Replicas, replicas
from tests.load.scenarios import fresh
from tests.visitor import enter

DIES, STAYS = NAMES
PATIENCE = 300.0
MANY = 100
PRIVATE = ("/metrics", "/_stcore/metrics", "/a/metrics")
QUESTIONS = (Question("Which is ahead?", ("Zeros", "He")), Question("And at the end?", ("Zeros", "He")))


@dataclass
class Pupil:
    """Somebody of the class, with the cookie that says where they are. Times are the clock's, in seconds."""

    query: str
    cookie: str
    person: Person
    before: Following | None = None
    """What they had been told until they were cut off, if they were."""

    back: float = 0.0
    """How long it then took until the page was there again."""

    @property
    def place(self) -> str:
        return self.cookie.partition("=")[2]

    def lost(self, killed: float) -> float:
        """How much of their training, in seconds before the kill, was not stored."""
        assert self.before is not None
        kept = (self.person.following.shares or [0.0])[0]
        reached = zip(self.before.grown, self.before.shares, strict=True)
        return killed - max((at for at, share in reached if share <= kept), default=self.person.pressed)


async def killed(home: Path, crowd: int = 12, iterations: int = 60_000, share: float = 0.6) -> list[Line]:
    """The class trains and answers, a server is killed, and everybody goes on; then it is started again.

    It is killed when somebody on it has trained so great a share of their comparison.
    """
    with replicas(home) as both:
        rooms = Rooms(both.database)
        try:
            return await _lesson(both, Teacher(rooms, *rooms.open()), crowd, iterations, share)
        finally:
            rooms.close()


async def _lesson(both: Replicas, teacher: Teacher, crowd: int, iterations: int, share: float) -> list[Line]:
    finished = [urlencode({**query, "iters": "1000"}) for query in fresh(2)]
    for query, name in zip(finished, NAMES, strict=True):
        await (await Person.come(both.port, query, f"{COOKIE}={name}")).train(query)
    queries = [urlencode({**query, "iters": str(iterations)}) for query in fresh(crowd)]
    drawn = [await asyncio.to_thread(both.cookie) for _ in range(MANY)]
    lesser = min(drawn.count(f"{COOKIE}={name}") for name in NAMES)
    # However the others are drawn, somebody is at either.
    cookies = [*(f"{COOKIE}={name}" for name in NAMES), *drawn][:crowd]
    coming = (Person.come(both.port, query, cookie) for query, cookie in zip(queries, cookies, strict=True))
    pupils = [
        Pupil(query, cookie, person)
        for query, cookie, person in zip(queries, cookies, await asyncio.gather(*coming), strict=True)
    ]
    at_it = sum(pupil.place == DIES for pupil in pupils)
    teacher.ask(QUESTIONS[0])
    await _answer(both, teacher, pupils)

    training = asyncio.gather(*(_train(both, pupil) for pupil in pupils))
    await _trained(share, [pupil for pupil in pupils if pupil.place == DIES])
    moment = time.monotonic()
    both.kill(DIES)
    async with asyncio.timeout(PATIENCE):
        await training
    teacher.ask(QUESTIONS[1])
    await _answer(both, teacher, pupils)
    gone = [query for query in finished if not await _at_hand(both, query)]

    both.start(DIES)
    anew = await enter(both.port, cookie=f"{COOKIE}={DIES}")
    astray = [pupil for pupil in pupils if not _has_stream(both, pupil)]
    cut = [pupil for pupil in pupils if pupil.before is not None]
    wrong = await asyncio.to_thread(_wrong, both.database, [pupil.query for pupil in cut])
    name = f"{crowd} people on two servers, one of which is killed"
    return [
        over(name, f"of {MANY} who come, sent to the lesser server", lesser, 0.3 * MANY, ""),
        Line(name, "cut off, of those at either server", str(len(cut)), str(at_it), len(cut) == at_it),
        under(name, "page there again p95", percentile([pupil.back for pupil in cut], 95), 5.0),
        Line(name, "work to be done again, the most", f"{max(pupil.lost(moment) for pupil in cut):.3g} s"),
        _none(name, "their runs missing or wrong in the end", wrong),
        _none(name, "finished comparisons not at hand", gone),
        _none(name, "answers lost, to two questions", _unanswered(teacher, crowd)),
        _none(name, "streams looked for at the wrong server", astray),
        _none(name, "the same, of visitors who keep no cookie", await _astray_without_cookie(both)),
        _none(name, "the operator's pages seen from outside", [p for p in PRIVATE if both.status(p) != 404]),
        _none(name, "new visitors kept from it once it is back", _cookies(anew.connection.response)),
        _none(name, "tracebacks in logs", both.troubles()),
    ]


def _none(scenario: str, figure: str, found: Sequence[object]) -> Line:
    return Line(scenario, figure, str(len(found)), "0", not found)


async def _train(both: Replicas, pupil: Pupil) -> None:
    """Presses Train; comes back where the connection is cut, as a browser does, and goes on."""
    with suppress(OSError, EOFError):  # a stream that ends in the midst of an answer
        await pupil.person.train(pupil.query)
    if pupil.person.following.ended is not None:
        return
    pupil.before, pressed, begun = pupil.person.following, pupil.person.pressed, time.monotonic()
    pupil.person = await Person.come(both.port, pupil.query, pupil.cookie)
    pupil.back = time.monotonic() - begun
    assert pupil.person.visit.troubles == []
    [pupil.cookie] = _cookies(pupil.person.visit.connection.response)
    assert pupil.place == STAYS, "a browser is told who has taken the other's place"
    await pupil.person.train(pupil.query)
    pupil.person.pressed = pressed


async def _trained(share: float, pupils: Sequence[Pupil]) -> None:
    """Waits until one of them was told that so much is done."""
    while not any(told >= share for pupil in pupils for told in pupil.person.following.shares):
        await asyncio.sleep(0.1)


def _cookies(response: Response | None) -> list[str]:
    """The cookies that an answer sets."""
    assert response is not None
    return [text.split(";")[0] for text in response.headers.get_all("Set-Cookie") if text.startswith(COOKIE)]


async def _answer(both: Replicas, teacher: Teacher, pupils: Sequence[Pupil]) -> None:
    """Everybody answers the present question on a page of theirs, the options in turn."""
    question = teacher.look()[0].question
    assert question is not None

    async def one(at: int, pupil: Pupil) -> None:
        query = urlencode({"room": teacher.code})
        visit = await enter(both.port, "join", query, cookie=pupil.cookie)
        while typed(question.text) not in visit.words():  # a server looks once a second
            await visit.run(query)
        await visit.run(query, question.options[at % 2])
        await visit.connection.close()

    await asyncio.gather(*(one(at, pupil) for at, pupil in enumerate(pupils)))


def _unanswered(teacher: Teacher, crowd: int) -> list[tuple[int, int]]:
    """What was answered, by question and option, and is not there."""
    missing = [(number, at % 2) for number in range(1, len(QUESTIONS) + 1) for at in range(crowd)]
    for answer in teacher.answers():
        missing.remove((answer.number, answer.option))
    return missing


async def _at_hand(both: Replicas, query: str) -> bool:
    """Whether that comparison is there as soon as its page is opened."""
    person = await Person.come(both.port, query, f"{COOKIE}={STAYS}")
    try:
        async with asyncio.timeout(10):
            await follow(both.port, person.visit.stream, person.following, cookie=person.cookie)
    except TimeoutError:
        return False
    finally:
        await person.leave()
    return person.following.ended is not None


def _has_stream(both: Replicas, pupil: Pupil) -> bool:
    """Whether what a board asks reaches the server that the page is of."""
    return both.status(f"{pupil.person.visit.stream}/now", pupil.cookie) == 200


async def _astray_without_cookie(both: Replicas) -> list[str]:
    visits = [await enter(both.port) for _ in range(8)]
    return [visit.stream for visit in visits if both.status(f"{visit.stream}/now") != 200]


def _wrong(database: str, queries: Sequence[str]) -> list[str]:
    """The keys of runs that the store does not have to the end, each bit for bit the core's own."""
    store, wrong = Store(database, 2**30), []
    for query in queries:
        for right in train(Experiment.from_query(dict(parse_qsl(query)))[0].configs):
            run = store.load(right.config)
            try:
                assert run is not None
                assert_same_run(run, right)
            except AssertionError:
                wrong.append(right.config.key)
    store.close()
    return wrong
