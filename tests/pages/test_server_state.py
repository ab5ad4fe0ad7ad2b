"""Whether the server can work is said with what is wrong, and a database that hangs is asked once."""

import asyncio
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.applications import Starlette

from initcore.classroom.room import RoomsUnavailable
from initcore.lab.counts import Counts
from initcore.lab.settings import SettingsError
from pages._frame.allowed import Allowed
from pages._server import state
from pages._server.state import state_routes
from pages._stream.here import hub
from tests.helpers.asgi import asking


class _Here:
    """An engine, its store and its rooms, as they are asked here; what is wrong with them is set."""

    workers, alive, waiting, restarted, counts = 2, 2, 0, 0, Counts(trained=5)
    size: int | None = 2**20
    problem: str | None = None
    hangs: threading.Event | None = None
    asked = 0

    @property
    def store(self) -> Any:
        here = self

        class Store:
            problem = here.problem

            def size(self) -> int | None:
                here.asked += 1
                if here.hangs is not None:
                    here.hangs.wait(10)
                return here.size

        return Store()

    def count(self) -> int:
        if self.size is None:
            raise RoomsUnavailable
        return 3


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Iterator[_Here]:
    here = _Here()
    monkeypatch.setattr(state, "engine", lambda: here)
    monkeypatch.setattr(state, "rooms", lambda: here)
    monkeypatch.setattr(state, "PATIENCE_SECONDS", 0.2)
    monkeypatch.setattr(state, "_asking", None)
    yield here
    if here.hangs is not None:
        here.hangs.set()


def _ready() -> tuple[int, Any]:
    answer = asyncio.run(asking(Starlette(routes=state_routes()), "/ready"))
    assert answer.headers["cache-control"] == "no-store"
    return answer.status, answer.json


def test_a_server_that_works(here: _Here) -> None:
    assert _ready() == (
        200,
        {
            "ready": True,
            "ending": False,
            "store": {"answers": True, "problem": None},
            "workers": {"alive": 2, "of": 2},
        },
    )


def test_a_worker_that_is_gone_is_said(here: _Here) -> None:
    here.alive = 1
    status, told = _ready()
    assert (status, told["workers"], told["store"]["answers"]) == (503, {"alive": 1, "of": 2}, True)


def test_a_store_that_does_not_answer_is_said(here: _Here) -> None:
    here.size, here.problem = None, "Results are not being kept."
    status, told = _ready()
    assert (status, told["store"]) == (503, {"answers": False, "problem": "Results are not being kept."})


def test_a_store_that_hangs_is_given_up_and_asked_only_once(here: _Here) -> None:
    here.hangs = threading.Event()

    async def story() -> list[int]:
        app = Starlette(routes=state_routes())
        begun = time.monotonic()
        answers = await asyncio.gather(*(asking(app, "/ready") for _ in range(20)))
        assert time.monotonic() - begun < 5
        assert here.hangs is not None
        here.hangs.set()
        await asyncio.sleep(0.1)
        return [answer.status for answer in [*answers, await asking(app, "/ready")]]

    assert asyncio.run(story()) == [503] * 20 + [200]
    assert here.asked == 2


def test_a_server_that_ends_takes_no_more(here: _Here, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "ended", True)
    status, told = _ready()
    assert (status, told["ending"]) == (503, True)


def test_wrong_settings_are_said(here: _Here, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong() -> None:
        raise SettingsError("INITLAB_WORKERS must be a whole number")

    monkeypatch.setattr(state, "engine", wrong)
    assert _ready() == (503, {"ready": False, "problem": "INITLAB_WORKERS must be a whole number"})


def test_metrics_are_told_unless_the_operator_keeps_them(
    here: _Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = asyncio.run(asking(Starlette(routes=state_routes()), "/metrics"))
    assert told.status == 200
    assert b"initlab_runs_trained_total 5" in told.body
    assert b"initlab_rooms 3" in told.body
    monkeypatch.setattr(state, "allowed", lambda: Allowed(metrics=False))
    app = Starlette(routes=state_routes())
    for path in ("/metrics", "/_stcore/metrics"):
        assert asyncio.run(asking(app, path)).status == 404
    assert asyncio.run(asking(app, "/ready")).status == 200
