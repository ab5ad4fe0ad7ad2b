"""The server's own routes: the stream of a comparison, what its board asks for, and what is shown at first.

A stream is `text/event-stream`: first what stays the same (`board`), then what has changed (`moment`), as
soon as it has and the browser takes it, and a `beat` where nothing has for a while, so that a browser knows
a dead connection from a quiet one. Each browser gets the newest state, however slowly it reads.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from initcore.figures.moments import Growth, Moment
from initcore.figures.payload import to_json
from initcore.lab.settings import SettingsError
from initcore.memory import Attached
from pages._assets.files import SIGHT, file_route
from pages._frame.internals import root_path
from pages._stream.answers import ahead, instant, probed, why
from pages._stream.feed import LOOK_SECONDS, Feed
from pages._stream.here import hub, streams
from pages._stream.reader import Reader
from pages._stream.sight import sight

log = logging.getLogger(__name__)

BEAT_SECONDS = 5.0
"""How often a browser is told that the server is there, where there is nothing else to tell."""

GAP_SECONDS = 1 / 30
"""The least time between two moments: as often as a screen shows anything."""

NO_STORE = {"Cache-Control": "no-store"}
LIVE = {**NO_STORE, "X-Accel-Buffering": "no"}
"""Proxies are asked to let each event through as it comes."""

PATH = "/lab/{token}"

Answer = Callable[[Feed, Request], Awaitable[Any]]


def routes() -> list[Route]:
    """The routes, below the path that the server is set up to have."""
    root = root_path()
    answers: dict[str, Answer] = {"at": _at, "ahead": _ahead, "why": _why, "probe": _probe, "now": _now}
    made = [file_route(), Route(f"{root}{SIGHT}", _sight), Route(f"{root}{PATH}", _stream)]
    return made + [Route(f"{root}{PATH}/{name}", _answering(answer)) for name, answer in answers.items()]


NOTHING = Response(status_code=204, headers=NO_STORE)
"""About a comparison that has ended or never was. It ends a stream for good, and no browser reports it as a
fault: a board may well ask in the moment in which its page goes on to another comparison.
"""


def _feed_of(request: Request) -> Feed | None:
    try:
        return streams().find(request.path_params["token"])
    except SettingsError:  # every page says so
        return None


def _reader(feed: Feed, request: Request) -> Reader:
    return feed.reader(_number(request, "seed"), request.query_params.get("singles") == "1")


def _number(request: Request, name: str, default: int = 0) -> int:
    """A whole number of the query, within what an iteration may be; the default where it is none."""
    text = request.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else default


async def _stream(request: Request) -> Response:
    feed = _feed_of(request)
    if feed is None:
        return NOTHING
    reader = _reader(feed, request)
    return StreamingResponse(_read(_events(feed, reader)), media_type="text/event-stream", headers=LIVE)


async def _read(events: AsyncIterator[str]) -> AsyncIterator[str]:
    """The events, counted as a stream that is read until somebody leaves."""
    hub.readers += 1
    try:
        async for event in events:
            yield event
    finally:
        hub.readers -= 1


async def _events(feed: Feed, reader: Reader) -> AsyncIterator[str]:
    loop = asyncio.get_running_loop()
    live, said = False, loop.time()
    yield _event("board", _text(feed.board(reader)))
    while feed.open and not hub.ended:
        begun = loop.time()
        if feed.turned(reader):
            reader = feed.reader(reader.place, reader.singles)
            yield _event("board", _text(feed.board(reader)))
        moment = feed.moment(reader)
        if moment is not None:
            live, said = moment.live, loop.time()
            yield _event("moment", _moment_text(moment))
            await asyncio.sleep(max(0.0, GAP_SECONDS - (loop.time() - begun)))
        # Of a live run there may be something to say, too, when nothing comes of it.
        told = await hub.until(partial(feed.has_news, reader), LOOK_SECONDS if live else BEAT_SECONDS)
        if not told and loop.time() - said >= BEAT_SECONDS:
            said = loop.time()
            yield "event: beat\ndata:\n\n"
    if not hub.ended:  # then a browser is to look for the server that comes next
        yield "event: end\ndata:\n\n"


def _event(name: str, text: str) -> str:
    return f"event: {name}\ndata: {text}\n\n"


def _text(record: Any) -> str:
    return json.dumps(to_json(record), allow_nan=False, separators=(",", ":"))


_texts: Attached[Growth, str] = Attached()
"""What has grown, as text: written once for all who are told it."""


def _moment_text(moment: Moment) -> str:
    """A moment as JSON, of which the large parts are put in as they are."""
    runs = ",".join("null" if run is None else _texts.once(run, partial(_text, run)) for run in moment.runs)
    rest = to_json(replace(moment, runs=()))
    del rest["runs"]
    return f'{_text(rest)[:-1]},"runs":[{runs}]}}'


def _answering(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    """A route that answers about one comparison."""

    async def endpoint(request: Request) -> Response:
        feed = _feed_of(request)
        if feed is None:
            return NOTHING
        try:
            record = await answer(feed, request)
        except Exception as error:  # the workers have been stopped, or one died over this
            log.warning("a board got no answer: %r", error)
            return JSONResponse({"sorry": "The server could not work this out."}, 503, headers=NO_STORE)
        return Response(_text(record), media_type="application/json", headers=NO_STORE)

    return endpoint


async def _sight(request: Request) -> Response:
    try:
        seen = await sight(request.query_params)
    except SettingsError:  # every page says so
        seen = None
    except Exception as error:
        log.warning("nothing was shown ahead of a page: %r", error)
        seen = None
    if seen is None:
        return NOTHING
    text = f'{{"mount":{_text(seen.mount)},"board":{_text(seen.board)},"moment":{_moment_text(seen.moment)}}}'
    return Response(text, media_type="application/json", headers=NO_STORE)


async def _now(feed: Feed, request: Request) -> Any:
    """All that a stream would say, at once: for a browser that no stream comes through to."""
    if request.query_params.get("held") == "1":
        feed.complain()
    reader = _reader(feed, request)
    return {"board": to_json(feed.board(reader)), "moment": to_json(feed.moment(reader))}


async def _at(feed: Feed, request: Request) -> Any:
    return await instant(feed, _number(request, "seed"), _number(request, "iteration"))


async def _ahead(feed: Feed, request: Request) -> Any:
    return await ahead(feed, _number(request, "seed"))


async def _why(feed: Feed, request: Request) -> Any:
    at, place = _number(request, "iteration", 10**9), _number(request, "place")
    with_ahead = request.query_params.get("ahead") == "1"
    return await why(feed, _number(request, "seed"), place, at, with_ahead)


async def _probe(feed: Feed, request: Request) -> Any:
    iteration = _number(request, "iteration", 10**9)
    return await probed(feed, _number(request, "seed"), iteration, request.query_params.get("points", ""))
