"""News wakes those whom it concerns, from whichever thread it comes, and is spread so often at most."""

import asyncio
import threading
from collections.abc import Awaitable, Callable

import pytest

from pages._stream import hub as hub_module
from pages._stream.hub import SPREAD_SECONDS, Hub

SOON, NEVER = 30.0, 0.001


class Concern:
    """Something that may come to be so: `asked` has when it was asked for."""

    def __init__(self, holds: bool = False) -> None:
        self.holds, self.asked = holds, list[float]()

    def __call__(self) -> bool:
        self.asked.append(asyncio.get_running_loop().time())
        return self.holds


def _in_thread(act: Callable[[], None]) -> None:
    thread = threading.Thread(target=act)
    thread.start()
    thread.join()


def _run(story: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(story())  # type: ignore[arg-type]


async def _waiting(hub: Hub, concern: Concern, seconds: float = SOON) -> "asyncio.Task[bool]":
    """Somebody who waits already, having seen that it does not hold."""
    task = asyncio.ensure_future(hub.until(concern, seconds))
    await asyncio.sleep(0)
    assert not task.done()
    return task


@pytest.mark.parametrize("tell", [lambda act: act(), _in_thread], ids=["loop", "thread"])
def test_all_whom_it_concerns_are_woken_and_nobody_else(tell: Callable[[Callable[[], None]], None]) -> None:
    hub, news, other = Hub(), Concern(), Concern()

    async def story() -> None:
        waiting = [await _waiting(hub, news) for _ in range(7)]
        bystander = await _waiting(hub, other)
        news.holds = True
        tell(hub.wake)
        assert await asyncio.gather(*waiting) == [True] * 7
        assert len(other.asked) == 2, "asked, and left to wait"
        assert not bystander.done()
        other.holds = True
        tell(hub.wake)
        assert await bystander

    _run(story)


def test_what_is_so_already_is_waited_for_no_longer() -> None:
    hub = Hub()

    async def story() -> None:
        news = Concern()
        news.holds = True  # between looking and waiting, and whoever told of it did so before
        assert await hub.until(news, SOON)
        assert len(news.asked) == 1

    _run(story)


def test_without_news_one_waits_no_longer_than_one_will() -> None:
    hub, news = Hub(), Concern()

    async def story() -> None:
        assert not await hub.until(news, NEVER)
        waiting = await _waiting(hub, news, 2 * SPREAD_SECONDS)
        hub.wake()
        assert not await waiting, "what does not concern one changes nothing"
        waiting = await _waiting(hub, news)
        news.holds = True
        hub.wake()
        assert await waiting

    _run(story)


def test_many_at_once_are_told_as_one_and_the_next_anew() -> None:
    hub, news = Hub(), Concern()

    async def story() -> None:
        for _ in range(2):
            news.holds, news.asked = False, []
            waiting = await _waiting(hub, news)
            news.holds = True
            threads = [threading.Thread(target=hub.wake) for _ in range(20)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            for _ in range(1000):
                hub.wake()
            assert await waiting
            assert len(news.asked) == 2, "before it waits, and once for all of that"

    _run(story)


def test_the_first_news_is_spread_at_once_and_the_next_when_it_is_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hub_module, "SPREAD_SECONDS", 1000.0)
    hub, news = Hub(), Concern()

    async def story() -> None:
        waiting = await _waiting(hub, news)
        news.holds = True
        hub.wake()
        assert await waiting
        news.holds, news.asked = False, []
        waiting = await _waiting(hub, news, 3 * SPREAD_SECONDS)
        news.holds = True
        hub.wake()
        assert not await waiting, "it is not spread again yet"
        assert len(news.asked) == 1

    _run(story)


def test_whoever_waits_is_asked_so_often_at_most_however_much_news_there_is() -> None:
    hub, news = Hub(), Concern()

    async def story() -> None:
        waiting = await _waiting(hub, news)
        loop, begun = asyncio.get_running_loop(), news.asked.pop()
        while len(news.asked) < 6:
            assert not waiting.done()
            hub.wake()
            await asyncio.sleep(0.0005)
        gaps = [after - before for before, after in zip(news.asked, news.asked[1:], strict=False)]
        assert min(gaps) >= 0.99 * SPREAD_SECONDS
        assert loop.time() - begun >= 4.9 * SPREAD_SECONDS
        news.holds = True
        hub.wake()  # in the time in which nothing is spread: it is kept until then
        assert await waiting

    _run(story)


def test_nobody_is_remembered_who_waits_no_more() -> None:
    hub = Hub()

    async def story() -> None:
        assert await hub.until(Concern(holds=True), SOON)
        assert not await hub.until(Concern(), NEVER)
        leaves = await _waiting(hub, Concern())
        assert len(hub._waiting) == 1
        leaves.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaves
        assert hub._waiting == {}

    _run(story)


def test_before_anybody_waits_and_after_the_server_has_ended_news_is_nobodys() -> None:
    hub, news = Hub(), Concern()
    hub.wake()

    async def story() -> None:
        news.holds = False
        waiting = await _waiting(hub, news)
        news.holds = True
        hub.wake()
        assert await waiting

    _run(story)
    hub.wake()
    hub.wake()
    _run(story)  # a server that is started again in this process


def test_at_its_end_everybody_is_told_and_waits_no_further() -> None:
    hub = Hub()

    async def story() -> None:
        waiting = await _waiting(hub, Concern())
        assert not hub.ended
        _in_thread(hub.end)
        assert await waiting
        assert hub.ended
        assert await hub.until(Concern(), SOON)

    _run(story)
