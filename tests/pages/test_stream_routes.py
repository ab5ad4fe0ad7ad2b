"""The server's own routes, asked without a server: the stream of a comparison and what its board asks for."""

import asyncio
import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from starlette.applications import Starlette
from streamlit.config import set_option

from initcore import RunConfig
from initcore.diagnosis.found import found
from initcore.experiment.choices import Choice
from initcore.experiment.experiment import Experiment, Group
from initcore.export.filled import filled, heads
from initcore.figures.ahead import FRAMES_AHEAD
from initcore.figures.maps import cells_of, map_at
from initcore.figures.moments import Moment
from initcore.figures.pictures import drawn
from initcore.figures.probing import answers_at
from initcore.figures.telling import told
from initcore.figures.why import why_data
from initcore.lab.handle import Handle
from initcore.lab.watches import View
from initcore.training.trajectory import Trajectory
from pages._frame.comparison import Comparison
from pages._frame.engine import engine
from pages._stream import routes as routes_module
from pages._stream.answers import MOST_POINTS, ROWS_AHEAD
from pages._stream.feed import Feed
from pages._stream.here import address_of, hub, streams
from pages._stream.plan import Plan
from pages._stream.reader import Reader
from pages._stream.routes import routes
from tests.helpers.asgi import Answer, asking, streaming
from tests.helpers.browsing import decoded, inflated, known_run, sent
from tests.helpers.hands import followed
from tests.helpers.stores import warnings_in

pytestmark = pytest.mark.usefixtures("shared_engine")

BASE = RunConfig(hidden=(5, 3), samples=37, test_samples=23, iterations=330)
TWO = Experiment((Choice("zeros"), Choice("he")), BASE)
SEEDS = Experiment((Choice("zeros"), Choice("he")), BASE, seeds=3)
APP = Starlette(routes=routes())


def _headline(view: View) -> str:
    return f"{view.status}, {view.done} of {view.total}"


def _plan(experiment: Experiment, **settings: Any) -> Plan:
    given: dict[str, Any] = {
        "name": "-".join(config.key[:8] for config in experiment.configs),
        "groups": tuple(experiment.groups(range(len(experiment.configs)))),
        "headline": _headline,
        "columns": heads(experiment.seeds),
        "rows": filled if experiment.seeds > 1 else None,
    }
    return Plan(**{**given, **settings})


class Session:
    """Somebody's comparison with its address; its owner is this."""

    def __init__(self, experiment: Experiment = TWO, **settings: Any) -> None:
        self.experiment = experiment
        self.token: str | None = None
        self.watch: Handle = engine().open(experiment.configs)
        self.show(**settings)

    def show(self, **settings: Any) -> None:
        self.token, self.address = address_of(
            self, self.token, self.watch, _plan(self.experiment, **settings)
        )

    def finished(self) -> "Session":
        self.watch.train()
        followed(self.watch)
        return self

    @property
    def runs(self) -> tuple[Trajectory, ...]:
        return self.watch.look().runs


def _asked(address: str, **headers: str) -> Answer:
    return asyncio.run(asking(APP, address, **headers))


@pytest.fixture(scope="module")
def done(shared_engine: None) -> Session:
    return Session().finished()


@pytest.fixture(scope="module")
def many(shared_engine: None) -> Session:
    return Session(SEEDS).finished()


def test_a_stream_tells_what_stays_and_then_what_has_changed(done: Session) -> None:
    async def story() -> None:
        async with streaming(APP, done.address) as answer:
            name, board = await answer.event()
            assert (answer.status, name) == (200, "board")
            assert answer.headers["content-type"].startswith("text/event-stream")
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["x-accel-buffering"] == "no"
            name, moment = await answer.event()
            assert name == "moment"
            assert [card["key"] for card in board["cards"]] == [run.config.key for run in done.runs]
            assert (moment["status"], moment["headline"]) == ("done", "done, 660 of 660")
            known = [known_run() for _ in board["cards"]]
            while True:
                for one, growth, run in zip(known, moment["runs"], done.runs, strict=True):
                    one.take(growth)
                    assert np.array_equal(one.arrays["costs"], run.costs)
                if all({"told", "picture"} <= one.latest.keys() for one in known):
                    break
                name, moment = await answer.event()
            for one, run in zip(known, done.runs, strict=True):
                assert one.latest["told"] == sent(told(run, found(run)))
                assert one.latest["picture"] == sent(drawn(run))

    asyncio.run(story())


def test_a_stream_follows_a_run_to_its_end() -> None:
    session = Session(Experiment((Choice("torch_linear"),), BASE.with_iterations(4000)))

    async def story() -> None:
        async with streaming(APP, session.address) as answer:
            name, _ = await answer.event()
            known, statuses = known_run(), []
            session.watch.train()
            while "done" not in statuses:
                name, moment = await answer.event()
                if name == "moment":
                    statuses.append(moment["status"])
                    known.take(moment["runs"][0])
            assert statuses[0] in ("new", "running")
            assert np.array_equal(known.arrays["costs"], session.runs[0].costs)
            assert known.latest["reached"] == 4000

    asyncio.run(story())


def test_what_others_train_does_not_wake_a_stream(done: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = streams().find(done.token or "")
    looks: list[Feed] = []
    questions: list[Feed] = []
    moment, has_news = Feed.moment, Feed.has_news

    def look(feed: Feed, reader: Reader) -> Moment | None:
        looks.append(feed)
        return moment(feed, reader)

    def concerns(feed: Feed, reader: Reader) -> bool:
        questions.append(feed)
        return has_news(feed, reader)

    monkeypatch.setattr(Feed, "moment", look)
    monkeypatch.setattr(Feed, "has_news", concerns)
    other = Session(Experiment((Choice("he"),), replace(BASE, weights_seed=77, iterations=400_000)))

    async def story() -> None:
        async with streaming(APP, done.address) as answer, streaming(APP, other.address) as others:
            drawn_and_told = [False, False]
            while not all(drawn_and_told):
                name, told_of = await answer.event()
                for at, growth in enumerate(told_of["runs"] if name == "moment" else ()):
                    drawn_and_told[at] |= bool(growth and growth["told"] and growth["picture"])
            while (await others.event())[0] != "moment":
                pass
            looks.clear()
            questions.clear()
            other.watch.train()
            while sum(feed is mine for feed in questions) < 6:  # it is asked whether the news concern it
                assert (await others.event())[0] == "moment"
            other.watch.stop()
            assert sum(feed is not mine for feed in looks) >= 4
            assert sum(feed is mine for feed in looks) <= 1, "but for one that comes with time"

    asyncio.run(story())


def test_now_tells_what_a_stream_would_tell_at_first(done: Session, caplog: pytest.LogCaptureFixture) -> None:
    async def first() -> list[Any]:
        async with streaming(APP, done.address) as answer:
            return [await answer.event() for _ in range(2)]

    board, moment = asyncio.run(first())
    now = _asked(f"{done.address}/now").json
    assert board == ("board", now["board"])
    for growth, other in zip(moment[1].pop("runs"), now["moment"].pop("runs"), strict=True):
        assert growth.items() <= other.items(), "by then more may be known"
    assert moment == ("moment", now["moment"])
    assert warnings_in(caplog) == []
    for _ in range(3):
        _asked(f"{done.address}/now?held=1")
    assert len(warnings_in(caplog)) == 1


def test_nothing_that_is_told_may_be_kept(done: Session) -> None:
    for name in ("now", "at", "ahead", "why", "probe", "nothing"):
        answer = _asked(f"{done.address}/{name}")
        assert (answer.status == 200) == (name != "nothing")
        assert name == "nothing" or answer.headers["cache-control"] == "no-store"
    assert _asked("/lab/unknown/now").headers["cache-control"] == "no-store"


def test_a_quiet_stream_beats(done: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes_module, "BEAT_SECONDS", 0.01)

    async def story() -> None:
        async with streaming(APP, done.address) as answer:
            names = [await answer.event() for _ in range(6)]
            assert ("beat", None) in names

    asyncio.run(story())


def test_a_stream_ends_when_its_owner_is_gone() -> None:
    session = Session()
    address = session.address

    async def story() -> None:
        nonlocal session
        async with streaming(APP, address) as answer:
            while (await answer.event())[0] != "moment":
                pass
            del session
            gc.collect()
            names = []
            while (event := await answer.event())[0]:
                names.append(event[0])
            assert names[-1] == "end"

    asyncio.run(story())
    assert _asked(address).status == 204


def test_when_the_server_ends_streams_end_without_a_word(
    done: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "ended", False)

    async def story() -> None:
        async with streaming(APP, done.address) as answer:
            while (await answer.event())[0] != "moment":
                pass
            hub.end()
            names = []
            while (event := await answer.event())[0]:
                names.append(event[0])
            assert set(names) <= {"moment", "beat"}, "the browser looks for the server that comes next"

    asyncio.run(story())


def test_when_the_page_shows_other_runs_their_board_comes_before_their_moment(many: Session) -> None:
    session = Session(SEEDS, name="first", groups=(Group((0,), ()), Group((5,), ())), rows=None)
    places = [(Group((at,), ()), Group((5,), ())) for at in range(3)]

    async def story() -> None:
        async with streaming(APP, session.address) as answer:
            assert (await answer.event())[0] == "board"
            assert (await answer.event())[0] == "moment"
            for at in (1, 2):
                session.show(name=f"turned {at}", groups=places[at], rows=None)
                while (event := await answer.event())[0] != "board":
                    pass
                assert [card["key"] for card in event[1]["cards"]] == [
                    SEEDS.configs[one].key for one in (at, 5)
                ]
                name, moment = await answer.event()
                assert name == "moment"
                assert [growth["record"] for growth in moment["runs"]] == [0, 0]

    asyncio.run(story())


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_seed_that_is_asked_for_is_on_the_cards(many: Session, seed: int) -> None:
    now = _asked(f"{many.address}/now?seed={seed}&singles=1").json
    assert now["board"]["seed"] == seed
    assert [card["key"] for card in now["board"]["cards"]] == [
        many.runs[at].config.key for at in (seed, 3 + seed)
    ]
    assert [len(band["singles"]) for band in now["moment"]["bands"]] == [3, 3]
    assert [band["singles"] for band in _asked(f"{many.address}/now").json["moment"]["bands"]] == [[], []]


@pytest.mark.parametrize(("at", "shown"), [(0, 0), (120, 100), (330, 330), (10**8, 330)])
def test_an_instant_is_what_the_runs_were_then(done: Session, at: int, shown: int) -> None:
    instant = _asked(f"{done.address}/at?iteration={at}").json
    parts = [run.until(shown) for run in done.runs]
    assert instant["pictures"] == [sent(drawn(run, shown)) for run in done.runs]
    assert instant["told"] == [sent(told(part, found(part))) for part in parts]
    assert "rows" not in instant


@pytest.mark.parametrize("at", [0, 100, 330])
def test_an_instant_of_many_seeds_has_the_rows_of_then(many: Session, at: int) -> None:
    instant = _asked(f"{many.address}/at?iteration={at}&seed=2").json
    groups = SEEDS.groups(range(6))
    assert instant["rows"] == sent(filled(many.runs, groups, (None,) * 6, 0.9, at))
    assert instant["pictures"] == [sent(drawn(many.runs[place], at)) for place in (2, 5)]


def test_ahead_there_is_a_pack_of_each_run_and_words_all_along(done: Session) -> None:
    ahead = _asked(f"{done.address}/ahead").json
    assert ahead["rows"] == []
    for pack, run in zip(ahead["runs"], done.runs, strict=True):
        iterations, cells = decoded(pack["iterations"], "<i4"), cells_of(run.shape)
        assert pack["reached"] == 330
        assert iterations.tolist() == run.drawable[0].tolist()
        maps = inflated(pack["frames"], len(iterations), cells, cells)
        assert all(
            np.array_equal(one, map_at(run, int(at))[1]) for one, at in zip(maps, iterations, strict=True)
        )
        assert pack["told"] == [sent(told(run.until(at), found(run.until(at)))) for at in iterations.tolist()]
    total = sum(decoded(pack["iterations"], "<i4").size for pack in ahead["runs"])
    assert total <= FRAMES_AHEAD


def test_ahead_of_many_seeds_there_are_rows_at_some_iterations(many: Session) -> None:
    ahead = _asked(f"{many.address}/ahead?seed=1").json
    rows = ahead["rows"]
    assert len(rows) == ROWS_AHEAD
    assert [rows[0]["iteration"], rows[-1]["iteration"]] == [0, 330]
    assert rows[-1] == sent(filled(many.runs, SEEDS.groups(range(6)), (None,) * 6, 0.9, 330))
    assert len(ahead["runs"]) == 2


def test_the_same_story_is_worked_out_once_for_each_length(monkeypatch: pytest.MonkeyPatch) -> None:
    short = Session(Experiment((Choice("xavier"),), BASE)).finished()
    longer = Session(Experiment((Choice("xavier"),), BASE.with_iterations(660)))
    assert longer.runs[0].iteration == 330, "as far as it is known"
    first = _asked(f"{short.address}/ahead").json
    asked: list[Any] = []
    monkeypatch.setattr(type(engine()), "ask", lambda *arguments: asked.append(arguments))
    assert _asked(f"{short.address}/ahead").json == first
    assert asked == []
    monkeypatch.undo()
    other = _asked(f"{longer.address}/ahead").json
    for ahead, session in ((first, short), (other, longer)):
        [run] = session.runs
        assert ahead["runs"][0]["told"][-1] == sent(told(run, found(run)))


@pytest.mark.parametrize("place", [0, 1])
def test_why_has_the_evidence_on_the_card_at_a_place(done: Session, place: int) -> None:
    run = done.runs[place]
    assert _asked(f"{done.address}/why?place={place}&iteration=120").json == sent(why_data(run, at=120))
    assert _asked(f"{done.address}/why?place={place}").json == sent(why_data(run, at=10**9))
    with_ahead = _asked(f"{done.address}/why?place={place}&ahead=1").json
    assert with_ahead == sent(why_data(run, at=10**9, ahead=True))


def test_why_is_of_the_seed_on_the_cards(many: Session) -> None:
    found_out = _asked(f"{many.address}/why?place=1&seed=2").json
    assert found_out == sent(why_data(many.runs[5], at=10**9))


def test_every_network_on_the_cards_answers_at_a_point(done: Session) -> None:
    points = [(0.25, -0.5), (0.0, 3.5), (-1e-7, 2e5)]
    query = ";".join(f"{x},{y}" for x, y in points)
    for iteration in (0, 120, 330):
        answers = _asked(f"{done.address}/probe?points={query}&iteration={iteration}").json
        assert answers == [sent(answers_at(run, iteration, points)) for run in done.runs]
    assert _asked(f"{done.address}/probe?points={query}").json == answers, (
        "the newest, where none is asked for"
    )
    many = ";".join(["0,0"] * 100)
    [first, _] = _asked(f"{done.address}/probe?points={many}").json
    assert len(first["classes"]) == MOST_POINTS
    assert _asked(f"{done.address}/probe").json[0]["classes"] == []


GARBAGE = ["", "x", "-1", "1e3", "1.5", "%00", "٣", "9" * 10, "9" * 5000, "None", "<script>"]


@pytest.mark.parametrize("name", ["now", "at", "ahead", "why", "probe"])
def test_numbers_that_are_none_are_as_if_they_had_not_been_said(done: Session, name: str) -> None:
    plain = _asked(f"{done.address}/{name}").json
    for garbage in GARBAGE:
        answer = _asked(
            f"{done.address}/{name}?seed={garbage}&iteration={garbage}&place={garbage}&singles={garbage}"
        )
        assert answer.status == 200
        if name != "now":
            assert answer.json == plain
    assert _asked(f"{done.address}/{name}?seed=999999999").status == 200


@pytest.mark.parametrize(
    "query",
    [
        *(
            f"probe?points={garbage}"
            for garbage in ("x", "1", "1,2,3", "1,2;x", "nan,0", "inf,0", "0,1e9", "9" * 5000)
        ),
        "why?place=7",
    ],
    ids=lambda query: query[:24],
)
def test_what_cannot_be_worked_out_gets_an_apology_and_one_line_in_the_log(
    done: Session, query: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = _asked(f"{done.address}/{query}")
    assert answer.status == 503
    assert answer.json == {"sorry": "The server could not work this out."}
    assert len(warnings_in(caplog)) == 1


@pytest.mark.parametrize(
    "path", ["/lab/unknown", "/lab/unknown/now", "/lab/%00/at", f"/lab/{'x' * 5000}/why", "/lab/.."]
)
def test_there_is_nothing_at_an_unknown_address(path: str, caplog: pytest.LogCaptureFixture) -> None:
    assert _asked(path).status == 204
    assert warnings_in(caplog) == []


def test_there_is_nothing_at_the_address_of_a_comparison_that_the_session_has_left() -> None:
    owner = Comparison()
    first = engine().open(TWO.configs)
    token, address = address_of(owner, None, first, _plan(TWO))
    assert _asked(f"{address}/now").status == 200
    token, other = address_of(owner, token, engine().open(TWO.configs), _plan(TWO))
    assert [_asked(f"{one}/now").status for one in (address, other)] == [204, 200]
    assert streams().find(token) is not None


def test_a_server_that_is_set_up_wrongly_has_no_streams(
    monkeypatch: pytest.MonkeyPatch, done: Session
) -> None:
    monkeypatch.setattr("pages._frame.engine._lab", None)
    monkeypatch.setenv("INITLAB_WORKERS", "none")
    for path in (done.address, f"{done.address}/now"):
        assert _asked(path).status == 204


def test_without_workers_boards_are_told_that_and_nothing_else_breaks(
    done: Session, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def stopped(*_: Any, **__: Any) -> None:
        raise RuntimeError("cannot schedule new futures after shutdown")

    monkeypatch.setattr(type(engine()), "ask", stopped)
    for name in ("at?iteration=50", "why", "probe?points=0,0"):
        assert _asked(f"{done.address}/{name}").status == 503
    assert len(warnings_in(caplog)) == 3
    assert _asked(f"{done.address}/now").status == 200


@contextmanager
def _below(path: str) -> Iterator[None]:
    set_option("server.baseUrlPath", path)
    try:
        yield
    finally:
        set_option("server.baseUrlPath", "")


def test_below_a_path_all_of_it_is_there(done: Session) -> None:
    with _below("a/lab"):
        session = Session()
        app = Starlette(routes=routes())
    assert session.address == f"/a/lab/lab/{session.token}"
    assert asyncio.run(asking(app, f"{session.address}/now")).status == 200
    assert asyncio.run(asking(app, f"/lab/{session.token}/now")).status == 404


def test_a_moment_is_written_as_any_record_is(done: Session) -> None:
    feed = streams().find(str(done.token))
    assert feed is not None
    for _ in range(2):
        reader = feed.reader(0, False)
        moment = feed.moment(reader)
        assert moment is not None
        assert json.loads(routes_module._moment_text(moment)) == sent(moment)
