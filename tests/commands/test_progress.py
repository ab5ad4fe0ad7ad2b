"""The bar of what is trained: shown to who sees it, wiped away at the end, and to nobody else."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from initcore.commands.progress import BAR, follow
from initcore.lab.engine import Engine
from initcore.lab.handle import Handle
from initcore.lab.watches import View
from initcore.store.store import Store
from tests.helpers.hands import PATIENCE, seeded
from tests.helpers.stores import PLENTY


@pytest.mark.parametrize("show", [True, False])
def test_it_trains_to_the_end_and_shows_how_far_it_is(capsys, monkeypatch, show: bool) -> None:
    may_train, wait = threading.Event(), Handle.wait

    def waited(watch: Handle, seconds: float) -> View:
        may_train.set()
        return wait(watch, seconds)

    monkeypatch.setattr(Handle, "wait", waited)
    with ThreadPoolExecutor(1) as pool:
        pool.submit(may_train.wait, PATIENCE)
        engine = Engine(Store("sqlite://", PLENTY), pool, workers=1)
        view = follow(engine.open(seeded(2, 3)), show, before="1/2 Zeros: ")
        engine.close()
    assert (view.status, [run.iteration for run in view.runs]) == ("done", [275, 275])
    said = capsys.readouterr()
    assert said.out == ""
    if show:
        assert said.err.startswith(f"\r1/2 Zeros: {'░' * BAR} 0 of 550 iterations ")
        assert said.err.endswith("\r\033[K")
    else:
        assert said.err == ""
