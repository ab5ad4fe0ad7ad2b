"""How the server is, for who looks after it: `/ready` says whether it can work, `/metrics` how much it has.

`/_stcore/health`, which is Streamlit's, says that the process lives.
"""

import asyncio
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from initcore.classroom.room import RoomsUnavailable
from initcore.lab.settings import SettingsError
from pages._frame.allowed import allowed
from pages._frame.engine import engine, rooms
from pages._frame.internals import STREAMLITS_METRICS, root_path
from pages._server.metrics import KIND, Figures, text_of
from pages._server.paths import METRICS, READY
from pages._stream.here import hub

PATIENCE_SECONDS = 2.0
"""How long the database may take to answer."""

NO_STORE = {"Cache-Control": "no-store"}


@dataclass(frozen=True)
class Kept:
    """What the database holds: bytes of runs and rooms; None where it does not answer."""

    store_bytes: int | None
    rooms: int | None


_asking: asyncio.Future[Kept] | None = None


def state_routes() -> list[Route]:
    """The routes; those of what the operator wants kept private answer that there is nothing."""
    root = root_path()
    metrics = _metrics if allowed().metrics else _nothing
    made = [Route(f"{root}{READY}", _ready), Route(f"{root}{METRICS}", metrics)]
    # Streamlit would say, whatever is wanted, how much it has of its own.
    return made if allowed().metrics else [*made, Route(f"{root}{STREAMLITS_METRICS}", _nothing)]


async def _nothing(_request: Request) -> Response:
    return PlainTextResponse("Not Found", 404)


async def _ready(_request: Request) -> Response:
    """200 where the store answers and all workers are alive, else 503; either says which."""
    try:
        here = engine()
    except SettingsError as error:
        return JSONResponse({"ready": False, "problem": str(error)}, 503, headers=NO_STORE)
    kept = await _kept()
    store = kept.store_bytes is not None and kept.rooms is not None
    workers = {"alive": here.alive, "of": here.workers}
    ready = store and here.alive == here.workers and not hub.ended
    told = {
        "ready": ready,
        "ending": hub.ended,
        "store": {"answers": store, "problem": here.store.problem},
        "workers": workers,
    }
    return JSONResponse(told, 200 if ready else 503, headers=NO_STORE)


async def _kept() -> Kept:
    """What the database holds. It is asked once at a time: one that hangs must not take every thread."""
    global _asking
    if _asking is None or _asking.done():
        _asking = asyncio.ensure_future(asyncio.to_thread(_ask))
    try:
        return await asyncio.wait_for(asyncio.shield(_asking), PATIENCE_SECONDS)
    except TimeoutError:
        return Kept(None, None)


def _ask() -> Kept:
    try:
        return Kept(engine().store.size(), rooms().count())
    except (SettingsError, RoomsUnavailable):
        return Kept(None, None)


async def _metrics(_request: Request) -> Response:
    try:
        here = engine()
    except SettingsError as error:
        return PlainTextResponse(f"{error}\n", 503, headers=NO_STORE)
    kept = await _kept()
    figures = Figures(
        counts=here.counts,
        waiting=here.waiting,
        workers=here.workers,
        alive=here.alive,
        restarted=here.restarted,
        streams=hub.readers,
        store_bytes=kept.store_bytes,
        rooms=kept.rooms,
    )
    return Response(text_of(figures), media_type=KIND, headers=NO_STORE)
