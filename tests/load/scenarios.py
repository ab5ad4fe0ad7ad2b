"""What is done to a server, each with the figures that say how it stood it."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from itertools import count
from typing import Any
from urllib.parse import urlencode

from tests.load.figures import Line, over, percentile, spread, under
from tests.load.following import follow
from tests.load.people import Person, people, within
from tests.load.pure import pure_seconds
from tests.load.serving import Served

Scenario = Callable[[Served], Coroutine[Any, Any, list[Line]]]

_seeds = count(20_001)
"""Every comparison that is to be trained is one that nobody has trained."""


GONE_SECONDS = 150.0
"""Until those who have left are forgotten: browsers that come back are waited for two minutes."""


def fresh(number: int) -> list[dict[str, str]]:
    """So many queries of comparisons that nobody has asked for yet."""
    return [{"seed": str(next(_seeds))} for _ in range(number)]


async def _one_trained(server: Served, query: str = "") -> Person:
    """Somebody who has trained that alone."""
    person = await Person.come(server.port, query)
    await person.train(query)
    await person.leave()
    return person


async def opens(server: Served, crowd: int = 60) -> list[Line]:
    """A class opens the course, which is at hand, within two seconds."""
    await _one_trained(server)
    await _one_trained(server)
    name, before = f"{crowd} open the course, cached, in 2 s", server.seconds
    async with people(server.port, [""] * crowd) as there:
        took = [person.opened for person in there]
        cost = 1000 * (server.seconds - before) / crowd
    return [
        Line(name, "page ready p50 / p95 / p99", spread(took)),
        under(name, "page ready p95", percentile(took, 95), 1.0),
        under(name, "server CPU a page", cost, 20.0, "ms"),
    ]


async def different(server: Served, crowd: int = 30) -> list[Line]:
    """As many different comparisons as people, all pressed within two seconds; one more looks around."""
    asked = fresh(crowd)
    pure = await asyncio.to_thread(pure_seconds, fresh(crowd))
    name = f"{crowd} different comparisons in 2 s"
    queries = [urlencode(query) for query in asked]
    async with people(server.port, queries) as there, people(server.port, [""]) as others:
        clicks: list[float] = []
        looking = asyncio.create_task(_clicking(others[0], clicks))
        before, workers_before = server.seconds, server.workers_seconds
        pairs = zip(there, queries, strict=True)
        await within(2.0, [partial(person.train, query) for person, query in pairs])
        looking.cancel()
        cost, work = server.seconds - before, server.workers_seconds - workers_before
    return [
        *_trained_lines(name, there, pure),
        under(name, "somebody else's click p95", percentile(clicks, 95), 0.3),
        under(name, "server CPU as a share of the workers'", cost / work, 0.2, ""),
    ]


def _trained_lines(name: str, there: list[Person], pure: float) -> Iterator[Line]:
    done = [person.done for person in there]
    last = max(person.pressed + person.done for person in there) - min(person.pressed for person in there)
    firsts = [person.first for person in there]
    yield Line(name, "pure training, two processes", f"{pure:.3g} s")
    yield Line(name, "done p50 / p95 / p99", spread(done))
    yield under(name, "all done after", last, 1.25 * pure)
    yield Line(name, "first picture p50 / p95 / p99", spread(firsts))
    yield under(name, "first picture p95", percentile(firsts, 95), 1.2)
    yield over(name, "pictures a second, the least of anybody", min(person.rate for person in there), 4.0, "")
    yield Line(
        name, "longest without a picture p95", f"{percentile([person.longest for person in there], 95):.3g} s"
    )
    yield under(name, "furthest ahead of another, factor", _apart(there), 1.5, "")


def _apart(there: list[Person]) -> float:
    """By what factor somebody was ahead of another at the worst moment at which all had begun in earnest."""
    begun = max(person.following.grown[0] for person in there) + 1.0
    end = min(person.following.ended or begun for person in there)
    worst, moment = 1.0, begun
    while moment < end:
        shares = [person.following.share_at(moment) for person in there]
        if min(shares) > 0.05:
            worst = max(worst, max(shares) / min(shares))
        moment += 0.1
    return worst


async def _clicking(person: Person, clicks: list[float]) -> None:
    while True:
        clicks.append(await person.click())
        await asyncio.sleep(0.2)


async def alike(server: Served, crowd: int = 60) -> list[Line]:
    """A class presses Train on the same comparison."""
    [alone, together] = [urlencode(query) for query in fresh(2)]
    one = (await _one_trained(server, alone)).done
    name, before = f"{crowd} people, one comparison", server.workers_seconds
    async with people(server.port, [together] * crowd) as there:
        await within(2.0, [partial(person.train, together) for person in there])
        last = max(person.pressed + person.done for person in there) - min(person.pressed for person in there)
        work = server.workers_seconds - before
    return [
        Line(name, "one person alone", f"{one:.3g} s"),
        Line(name, "workers' CPU for all", f"{work:.3g} s"),
        under(name, "all done after the first press", last, 2.0 + 1.2 * one + 1.0),
    ]


async def idle(server: Served, resting: int = 200, active: int = 10) -> list[Line]:
    """Many have the page open and do nothing, with their boards' streams; few train."""
    alone = await _some_train(server, active)
    name = f"{resting} idle sessions and {active} active"
    async with people(server.port, [""] * resting, 10.0) as there:
        streams = [
            asyncio.create_task(follow(server.port, one.visit.stream, one.following, False)) for one in there
        ]
        await asyncio.sleep(5)
        before, begun = server.seconds, time.monotonic()
        await asyncio.sleep(20)
        cost = (server.seconds - before) / (time.monotonic() - begun)
        beside = await _some_train(server, active)
        for stream in streams:
            stream.cancel()
    return [
        under(name, "share of a core for the idle", 100 * cost, 3.0, "%"),
        Line(name, "the active done, alone", f"{alone:.3g} s"),
        under(name, "the active done, among the idle", beside, 1.2 * alone),
    ]


async def _some_train(server: Served, active: int) -> float:
    """How long it takes until so many have trained a comparison each."""
    queries = [urlencode(query) for query in fresh(active)]
    async with people(server.port, queries) as there:
        begun = time.monotonic()
        await asyncio.gather(*(one.train(query) for one, query in zip(there, queries, strict=True)))
        return time.monotonic() - begun


async def memory(server: Served, crowd: int = 60, minutes: float = 0.0) -> list[Line]:
    """A class comes, each trains, and leaves; with minutes, comes and leaves as long as that."""
    await _one_trained(server)
    name, start = f"memory with {crowd} sessions", server.megabytes
    most = await _class_of(server, crowd)
    await asyncio.sleep(GONE_SECONDS)
    after = server.megabytes
    lines = [
        Line(name, "at the start", f"{start:.0f} MB"),
        under(name, "with all of them", most, 500.0, "MB"),
        under(name, "after they have left", after, 1.1 * start, "MB"),
    ]
    if minutes:
        until, seen = time.monotonic() + 60 * minutes, []
        while time.monotonic() < until:
            await _class_of(server, crowd)
            seen.append(server.megabytes)
        half = len(seen) // 2
        lines.append(
            under(
                name,
                f"a soak of {minutes:g} minutes, later half to earlier",
                max(seen[half:]) / max(seen[:half]),
                1.05,
                "",
            )
        )
    return lines


async def addresses(server: Served, count: int = 12) -> list[Line]:
    """One tab opens large networks, one after the other, and trains none of them."""
    await _one_trained(server)
    name, start = f"one tab opens {count} large comparisons", server.megabytes
    person, most = await Person.come(server.port), start
    for query in fresh(count):
        large = {**query, "init": "he random xavier ones", "hidden": "24x512", "iters": "1"}
        await person.click(urlencode(large))
        most = max(most, server.megabytes)
    await person.leave()
    return [
        Line(name, "at the start", f"{start:.0f} MB"),
        under(name, "the most at any time", most, start + 1500, "MB"),
    ]


async def _class_of(server: Served, crowd: int) -> float:
    """The most memory (MB) while a class trains a comparison each."""
    queries = [urlencode(query) for query in fresh(crowd)]
    async with people(server.port, queries) as there:
        training = asyncio.gather(*(one.train(query) for one, query in zip(there, queries, strict=True)))
        most = server.megabytes
        while not training.done():
            await asyncio.sleep(0.5)
            most = max(most, server.megabytes)
        await training
    return most
