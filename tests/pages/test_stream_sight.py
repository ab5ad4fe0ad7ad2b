"""What is shown of an address before its page is drawn: a finished comparison, whole, and nothing else."""

import asyncio

import pytest
from starlette.applications import Starlette

from initcore import RunConfig
from initcore.experiment.choices import Choice
from initcore.experiment.experiment import Experiment
from pages._assets.files import SIGHT
from pages._compare.seeds import wanted_accuracy
from pages._frame.engine import engine
from pages._stream import sight as sight_module
from pages._stream.plan import name_of
from pages._stream.routes import routes
from tests.helpers.asgi import Answer, asking
from tests.helpers.browsing import inflated, known_run
from tests.helpers.hands import followed
from tests.helpers.stores import warnings_in

pytestmark = pytest.mark.usefixtures("shared_engine")

APP = Starlette(routes=routes())
BASE = RunConfig(hidden=(4, 3), samples=41, test_samples=23, iterations=270)
TWO = Experiment((Choice("zeros"), Choice("he")), BASE)
SEEDS = Experiment((Choice("zeros"), Choice("he")), BASE, seeds=3)


def _query(experiment: Experiment) -> str:
    return "&".join(f"{name}={value.replace(' ', '+')}" for name, value in experiment.to_query().items())


def _asked(query: str) -> Answer:
    return asyncio.run(asking(APP, f"{SIGHT}?{query}"))


def _trained(experiment: Experiment) -> Experiment:
    watch = engine().open(experiment.configs)
    watch.train()
    followed(watch)
    return experiment


def test_a_finished_comparison_is_there_at_once_and_whole() -> None:
    answer = _asked(_query(_trained(TWO)))
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    mount, board, moment = (answer.json[part] for part in ("mount", "board", "moment"))
    assert (mount["status"], mount["replay"], moment["status"], moment["live"]) == ("done", 0, "done", False)
    assert [card["label"] for card in board["cards"]] == ["Zeros", "He"]
    runs = engine().finished(TWO.configs) or []
    for card, grown, run in zip(board["cards"], moment["runs"], runs, strict=True):
        known = known_run()
        known.take(grown)
        assert grown["reached"] == 270
        assert known.arrays["costs"].tolist() == run.costs.tolist()
        assert grown["told"]["verdict"]
        assert inflated(grown["picture"]["map"], card["cells"], card["cells"]).max() > 0


def test_the_pages_own_board_goes_on_from_it() -> None:
    board = _asked(_query(_trained(TWO))).json["board"]
    assert board["experiment"] == name_of(TWO, wanted_accuracy(TWO))


def test_of_many_seeds_the_table_is_filled_too() -> None:
    moment = _asked(_query(_trained(SEEDS))).json["moment"]
    assert len(moment["rows"]["rows"]) == 2
    assert len(moment["bands"]) == 2


@pytest.mark.parametrize(
    "query",
    [
        "init=he&n=47&iters=300",  # not trained
        "init=he&iters=banana",
        "data=csv&table=abc",
        "init=%00&lr=" + "9" * 3000,
    ],
)
def test_of_what_is_not_known_or_cannot_be_read_there_is_nothing(
    query: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert _asked(query).status == 204
    assert warnings_in(caplog) == []


def test_in_a_room_the_teacher_says_when_something_is_shown() -> None:
    assert _asked(_query(_trained(TWO)) + "&room=ABCD").status == 204


def test_what_takes_long_is_left_to_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    _trained(TWO)
    monkeypatch.setattr("initcore.figures.pictures.newest", lambda _run: None)
    monkeypatch.setattr(sight_module, "PATIENCE_SECONDS", 0.05)
    assert _asked(_query(TWO)).status == 204


def test_a_server_in_trouble_says_so_in_its_log_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(type(engine()), "finished", broken)
    assert _asked(_query(TWO)).status == 204
    [warning] = warnings_in(caplog)
    assert "the disk is gone" in warning
