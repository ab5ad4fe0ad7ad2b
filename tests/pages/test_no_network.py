"""Whatever is looked at, stepped, stopped, probed and shared while others train: workers alone ask networks.

So nobody's large network keeps anybody else waiting. What asks one is forbidden in this process; the workers
are processes of their own.
"""

import asyncio
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from initcore import begin
from initcore.experiment.experiment import Experiment
from initcore.export.report import Shared
from initcore.lab.handle import Handle
from initcore.memory import forget_everything
from initcore.model import network
from initcore.store.store import Store
from initcore.training.begin import initial_parameters
from pages._compare import share
from pages._compare.fixes import try_fix
from pages._frame.comparison import Comparison
from pages._frame.engine import engine
from pages._frame.internals import root_path
from pages._stream.routes import routes
from pages._stream.sight import sight
from tests.helpers.asgi import asking
from tests.helpers.hands import PATIENCE, eventually
from tests.helpers.paging import engine_with, finish, opened, remembered, watch_of

OTHERS = {"init": "he xavier", "hidden": "24x32", "iters": "100000", "n": "200"}
MINE = {"init": "zeros he", "hidden": "7-5", "iters": "20000", "n": "40", "every": "37"}
SEEDS = {**MINE, "iters": "300", "seeds": "6"}
APP = Starlette(routes=routes())


@pytest.fixture
def store(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/runs.db"


@pytest.fixture
def asked_here(store: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What was asked of a network in this process while the engine ran."""
    here: list[str] = []

    def forbid(name: str) -> Any:
        def refuse(*_: Any, **__: Any) -> Any:
            here.append(name)
            raise AssertionError(f"{name} ran in the server's process")

        return refuse

    forget_everything()
    with engine_with(store, INITLAB_WORKERS="2"), monkeypatch.context() as patch:
        forbidden = (network.activations, network.logits, initial_parameters)
        for module in [each for name, each in sys.modules.items() if name.startswith("initcore")]:
            for function in forbidden:
                if vars(module).get(function.__name__) is function:
                    patch.setattr(module, function.__name__, forbid(function.__name__))
        patch.setattr(network.Stack, "__init__", forbid("Stack"))
        yield here
    forget_everything()


def _others() -> Handle:
    """Somebody else's runs, which go on all the while."""
    experiment, problems = Experiment.from_query(OTHERS)
    assert not problems
    watch = engine().open(experiment.configs)
    watch.show([0, 1])
    watch.train()
    eventually(lambda: watch.look().done > 0)
    return watch


def _button(app: AppTest, key: str) -> None:
    app.button(key=key).click().run()
    assert not app.exception


def _asked(app: AppTest, *questions: str) -> None:
    """Asks what the board of that session asks; each gets its answer."""
    address = f"{root_path()}/lab/{remembered(app, Comparison).stream}"
    for question in ("now", *questions):
        assert asyncio.run(asking(APP, f"{address}/{question}")).status == 200, question


def _stays(app: AppTest) -> int:
    """Where the run furthest behind stands, once no worker has it any more."""
    watch = watch_of(app)
    eventually(lambda: watch.look().status != "running")
    return min(run.iteration for run in watch.look().runs)


def test_the_guard_sees_what_asks_a_network(asked_here: list[str]) -> None:
    with pytest.raises(AssertionError, match="initial_parameters"):
        begin(Experiment.from_query(MINE)[0].configs)
    assert asked_here == ["initial_parameters"]


@pytest.mark.timeout(4 * PATIENCE)
def test_a_comparison_is_trained_paused_stepped_scrubbed_and_stopped(asked_here: list[str]) -> None:
    others = _others()
    app = opened(**MINE)
    _asked(app, "at?iteration=0", "why", "probe?points=0,0")
    _button(app, "train")
    eventually(lambda: watch_of(app).look().done > 0)
    _asked(app, "at?iteration=37", "probe?points=0.5,-1")
    _button(app, "pause")
    paused = _stays(app)
    assert paused > 0
    _asked(app, "at?iteration=40", "why?place=1&iteration=37&ahead=1", "ahead", "probe?points=0,0")
    _button(app, "step")
    assert _stays(app) % 37 == 0
    _button(app, "train")
    eventually(lambda: watch_of(app).look().done > 1000)
    _button(app, "stop")
    _asked(app, "at?iteration=500", "ahead")
    again = opened(**MINE)  # another session, of what was stopped between two records
    _asked(again, "at?iteration=500")
    assert asyncio.run(sight(MINE)) is None
    assert others.look().live
    assert asked_here == []


@pytest.mark.timeout(4 * PATIENCE)
def test_what_is_finished_is_shared_mended_and_compared_seed_by_seed(
    asked_here: list[str], store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = _others()
    for query in (SEEDS, {**MINE, "iters": "300"}):
        app = opened(**query)
        _button(app, "train")
        finish(app)
        _asked(app, "at?iteration=100", "ahead", "why?ahead=1", "probe?points=1,1")
        view = watch_of(app).look()
        shared = Shared(Experiment.from_query(query)[0], view.runs, view.errors)
        for file in share._files(view, shared, "http://localhost/"):
            assert len(file.make()) > 500
    monkeypatch.setattr("pages._compare.fixes.show", lambda _experiment: None)
    monkeypatch.setattr("pages._compare.fixes.train", lambda: None)
    try_fix(shared.experiment, 0, view.runs[0])
    seen: Any = None
    until = time.monotonic() + PATIENCE
    while seen is None and time.monotonic() < until:
        seen = asyncio.run(sight({**MINE, "iters": "300"}))
    assert seen is not None
    eventually(lambda: all(Store(store, 2**30).load(run.config) for run in view.runs))
    assert others.look().live
    assert asked_here == []
