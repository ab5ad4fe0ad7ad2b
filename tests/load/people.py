"""People as a server knows them: a page over Streamlit's websocket, and the stream of its board."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

from tests.load.following import Following, follow
from tests.visitor import Visit, enter


@dataclass
class Person:
    """Somebody on the Compare page. Times are those of the clock, in seconds."""

    port: int
    visit: Visit
    opened: float
    """How long the page took to be there."""

    pressed: float = 0.0
    drawn: float = 0.0
    """How long the page took to be drawn anew after the press."""

    following: Following = field(default_factory=Following)
    cookie: str = ""

    @classmethod
    async def come(cls, port: int, query: str = "", cookie: str = "") -> "Person":
        """Opens the page."""
        begun = time.monotonic()
        visit = await enter(port, query=query, cookie=cookie)
        return cls(port, visit, time.monotonic() - begun, cookie=cookie)

    async def train(self, query: str = "") -> None:
        """Presses Train, or Resume, and follows the board until all is done."""
        stream = asyncio.create_task(follow(self.port, self.visit.stream, self.following, cookie=self.cookie))
        self.pressed = time.monotonic()
        await self.visit.run(query, "Train", "Resume")
        self.drawn = time.monotonic() - self.pressed
        await stream

    async def click(self, query: str = "") -> float:
        """How long a press takes that only has the page drawn anew."""
        begun = time.monotonic()
        await self.visit.run(query)
        return time.monotonic() - begun

    @property
    def first(self) -> float:
        """From the press to the first picture."""
        return self.following.grown[0] - self.pressed

    @property
    def done(self) -> float:
        """From the press to the end."""
        assert self.following.ended is not None
        return self.following.ended - self.pressed

    @property
    def rate(self) -> float:
        """Pictures a second from the first to the last."""
        grown = self.following.grown
        return (len(grown) - 1) / (grown[-1] - grown[0]) if len(grown) > 1 else 0.0

    @property
    def longest(self) -> float:
        """The longest time between two pictures."""
        grown = self.following.grown
        return max((after - before for before, after in pairwise(grown)), default=0.0)

    async def leave(self) -> None:
        """Closes the page."""
        await self.visit.connection.close()


async def within(seconds: float, doings: Sequence[Callable[[], Awaitable[None]]]) -> None:
    """Has all of these begun within so many seconds, evenly, and waits for them."""

    async def later(delay: float, doing: Callable[[], Awaitable[None]]) -> None:
        await asyncio.sleep(delay)
        await doing()

    await asyncio.gather(*(later(seconds * at / len(doings), doing) for at, doing in enumerate(doings)))


@asynccontextmanager
async def people(port: int, queries: Sequence[str], seconds: float = 2.0) -> AsyncIterator[list[Person]]:
    """So many people who come within that time; they leave in the end."""
    there: list[Person] = []

    async def one(query: str) -> None:
        there.append(await Person.come(port, query))

    await within(seconds, [partial(one, query) for query in queries])
    try:
        yield there
    finally:
        await asyncio.gather(*(person.leave() for person in there))
