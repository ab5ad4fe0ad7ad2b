"""News wakes everybody who waits for it, from whichever thread it comes."""

import asyncio
import threading
from collections.abc import Awaitable, Callable

import pytest

from pages._stream.hub import Hub

SOON, NEVER = 30.0, 0.001


def _in_thread(act: Callable[[], None]) -> None:
    thread = threading.Thread(target=act)
    thread.start()
    thread.join()


def _run(story: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(story())  # type: ignore[arg-type]


@pytest.mark.parametrize("tell", [lambda act: act(), _in_thread], ids=["loop", "thread"])
def test_all_who_wait_are_woken(tell: Callable[[Callable[[], None]], None]) -> None:
    hub = Hub()

    async def story() -> None:
        waiting = [asyncio.ensure_future(hub.comes(hub.next(), SOON)) for _ in range(7)]
        await asyncio.sleep(0)
        tell(hub.wake)
        assert await asyncio.gather(*waiting) == [True] * 7

    _run(story)


def test_news_between_looking_and_waiting_is_not_missed() -> None:
    hub = Hub()

    async def story() -> None:
        news = hub.next()
        _in_thread(hub.wake)
        assert await hub.comes(news, SOON)
        assert hub.next() is not news

    _run(story)


def test_without_news_one_waits_no_longer_than_one_will() -> None:
    hub = Hub()

    async def story() -> None:
        news = hub.next()
        assert not await hub.comes(news, NEVER)
        assert hub.next() is news
        hub.wake()
        assert await hub.comes(news, SOON)
        assert not await hub.comes(hub.next(), NEVER), "it is told once"

    _run(story)


def test_many_at_once_are_told_as_one_and_the_next_anew() -> None:
    hub = Hub()
    spread: list[int] = []
    once = hub._spread
    hub._spread = lambda: (spread.append(1), once())  # type: ignore[method-assign, assignment, func-returns-value]

    async def story() -> None:
        for turn in (1, 2):
            news = hub.next()
            threads = [threading.Thread(target=hub.wake) for _ in range(20)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert await hub.comes(news, SOON)
            assert 1 <= len(spread) <= turn * 20
            for _ in range(1000):
                hub.wake()
            assert await hub.comes(hub.next(), SOON)
        assert len(spread) < 50

    _run(story)


def test_before_anybody_waits_and_after_the_server_has_ended_news_is_nobodys() -> None:
    hub = Hub()
    hub.wake()

    async def story() -> None:
        news = hub.next()
        hub.wake()
        assert await hub.comes(news, SOON)

    _run(story)
    hub.wake()
    hub.wake()
    _run(story)  # a server that is started again in this process


def test_at_its_end_everybody_is_told_and_looks_no_further() -> None:
    hub = Hub()

    async def story() -> None:
        news = hub.next()
        assert not hub.ended
        _in_thread(hub.end)
        assert await hub.comes(news, SOON)
        assert hub.ended

    _run(story)
