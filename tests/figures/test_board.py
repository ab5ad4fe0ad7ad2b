"""The board's data: what the browser decodes is what the run says."""

import base64
import json
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, Trajectory, begin, train
from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.data.loading import load
from initcore.diagnosis.advice import advised
from initcore.diagnosis.diagnose import diagnose, findings
from initcore.experiment.experiment import Group
from initcore.experiment.naming import label
from initcore.figures.board import FRAMES_AHEAD, board_data
from initcore.figures.maps import CELLS, extent, map_at
from initcore.figures.payload import to_json
from initcore.figures.why import why_data
from initcore.measures.curves import accuracy_curves
from initcore.sentences.remedies import fix_of
from initcore.sentences.verdicts import evidence_of

SMALL: dict[str, Any] = {"hidden": (7, 5), "samples": 43, "test_samples": 29, "iterations": 330}
EXPLODING = RunConfig(hidden=(128,) * 5, initialization="random", samples=43, iterations=100)


@pytest.fixture(scope="module")
def runs() -> list[Trajectory]:
    return train([RunConfig(**SMALL, initialization=name) for name in ("zeros", "he")])


def _board(runs: Sequence[Trajectory], **settings: Any) -> dict[str, Any]:
    """The board as the browser gets it."""
    given: dict[str, Any] = {
        "tags": [""] * len(runs),
        "errors": [None] * len(runs),
        "status": "done",
        "experiment": "e",
        "at": None,
        "with_packs": False,
    }
    groups = [Group((run,), ()) for run in runs]
    return json.loads(
        json.dumps(to_json(board_data(groups=groups, **{**given, **settings})), allow_nan=False)
    )


def _decoded(text: str, dtype: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), dtype)


def _assert_card_is(card: dict[str, Any], run: Trajectory) -> None:
    """Fails unless what a card shows is what the run says."""
    curves = accuracy_curves(run)
    kept = _decoded(card["kept"], "<i4")
    assert kept.tolist() == curves.iterations.tolist()
    assert np.array_equal(_decoded(card["train"], "<f4"), curves.train.astype(np.float32))
    assert np.array_equal(_decoded(card["test"], "<f4"), curves.test.astype(np.float32))
    costs = dict(zip(run.iterations.tolist(), run.costs.tolist(), strict=True))
    shown = _decoded(card["costs"], "<f4")
    assert shown.tolist() == [float(np.float32(costs[iteration])) for iteration in kept.tolist()]
    assert (card["verdict"], card["evidence"]) == (diagnose(run).title, evidence_of(diagnose(run)))
    also = ", ".join(other.title for other in findings(run)[1:])
    assert (card["also"], card["fix"]) == (also.lower(), fix_of(advised(run)[0]))
    record = INITIALIZATIONS[run.config.initialization]
    assert (card["label"], card["color"], card["formula"]) == (label(run.config), record.color, record.plain)
    assert card["key"] == run.config.key


def test_every_array_reads_back(runs: list[Trajectory]) -> None:
    board = _board(runs)
    assert (board["experiment"], board["status"], board["live"], board["rests"]) == ("e", "done", False, True)
    for card, run in zip(board["runs"], runs, strict=True):
        _assert_card_is(card, run)
        assert card["cells"] == CELLS[0]
        assert "pack" not in card


@pytest.mark.parametrize(("at", "shown"), [(None, 330), (0, 0), (120, 100), (10**9, 330)])
def test_the_map_is_the_one_asked_for(runs: list[Trajectory], at: int | None, shown: int) -> None:
    for card, run in zip(_board(runs, at=at)["runs"], runs, strict=True):
        assert card["shown"] == shown
        drawn = _decoded(card["map"], "u1").reshape(CELLS[0], CELLS[0])
        assert np.array_equal(drawn, map_at(run, shown)[1])


def test_the_points_are_the_training_data(runs: list[Trajectory]) -> None:
    points, data = _board(runs)["points"], load(runs[0].config)
    assert np.array_equal(_decoded(points["x"], "<f4"), data.train_inputs[0].astype(np.float32))
    assert np.array_equal(_decoded(points["y"], "<f4"), data.train_inputs[1].astype(np.float32))
    assert _decoded(points["labels"], "u1").tolist() == data.train_labels.tolist()
    assert tuple(points["extent"]) == extent(data)


def test_with_extra_inputs_the_points_lie_where_they_lay_and_no_note_is_needed() -> None:
    plain, extra = begin([RunConfig(**SMALL), RunConfig(**SMALL, extra_inputs=("x1sq", "sinx2"))]).runs
    before, after = _board([plain])["points"], _board([extra])["points"]
    for name in ("x", "y", "labels", "extent"):
        assert after[name] == before[name]
    assert after["note"] == ""
    assert after["id"] != before["id"]


def test_the_points_of_other_data_have_another_id(runs: list[Trajectory]) -> None:
    changes: tuple[dict[str, Any], ...] = (
        {},
        {"dataset": "moons"},
        {"samples": 44},
        {"noise": 0.1},
        {"data_seed": 9},
    )
    configs = [RunConfig(**{**SMALL, **change}) for change in changes]
    ids = [_board([run])["points"]["id"] for run in begin(configs).runs]
    assert len(set(ids)) == len(changes)
    assert _board(runs)["points"]["id"] == ids[0]


def test_packs_inflate_to_the_maps_ahead(runs: list[Trajectory]) -> None:
    board = _board(runs, with_packs=True)
    for card, run in zip(board["runs"], runs, strict=True):
        iterations = _decoded(card["pack"]["iterations"], "<i4")
        kept, _ = run.drawable
        assert iterations.tolist() == kept.tolist()
        frames = zlib.decompress(base64.b64decode(card["pack"]["frames"]))
        maps = np.frombuffer(frames, np.uint8).reshape(-1, CELLS[0], CELLS[0])
        for iteration, drawn in zip(iterations.tolist(), maps, strict=True):
            assert np.array_equal(drawn, map_at(run, iteration)[1])


def test_the_evidence_is_sent_of_the_runs_it_is_wanted_of(runs: list[Trajectory]) -> None:
    assert _board(runs)["explained"] is None
    board = _board(runs, explained=["He", "none of these"], at=120, with_packs=True)
    zeros, he = board["runs"]
    assert "why" not in zeros
    assert he["why"] == json.loads(json.dumps(to_json(why_data(runs[1], at=120, ahead=True))))
    live = _board(runs, explained=["He"], status="running", with_packs=True)
    assert "ahead" not in live["runs"][1]["why"]


def test_a_pack_is_known_by_the_run_and_how_far_it_came(runs: list[Trajectory]) -> None:
    cards = [_board([run])["runs"][0] for run in (*runs, runs[0].until(100))]
    assert len({card["pack_id"] for card in cards}) == 3
    assert _board([runs[0]])["runs"][0]["pack_id"] == cards[0]["pack_id"]


def test_a_failed_run_says_so(runs: list[Trajectory]) -> None:
    board = _board(runs, errors=["It broke.", None], tags=["", "from cache"], status="failed")
    failed, sound = board["runs"]
    assert (failed["tone"], failed["verdict"], failed["evidence"]) == ("bad", "Training failed", "It broke.")
    _assert_card_is(sound, runs[1])
    assert (failed["tag"], sound["tag"]) == ("", "from cache")


@pytest.mark.parametrize("with_packs", [False, True])
def test_a_diverged_run_makes_sound_json(with_packs: bool) -> None:
    runs = train([EXPLODING, RunConfig(**SMALL)])
    assert runs[0].diverged
    board = _board(runs, with_packs=with_packs)
    for card, run in zip(board["runs"], runs, strict=True):
        _assert_card_is(card, run)
    assert board["runs"][0]["shown"] == 0
    assert board["runs"][0]["verdict"] == "Exploding"
    drawn = board["figures"]["cost"]["data"][0]
    assert np.isfinite(_decoded(drawn["y"]["bdata"], drawn["y"]["dtype"])).all()


def test_a_run_not_begun_can_be_drawn() -> None:
    [run] = begin([RunConfig(**SMALL)]).runs
    board = _board([run], status="new", with_packs=True)
    _assert_card_is(board["runs"][0], run)
    assert board["runs"][0]["shown"] == 0


def test_two_of_one_initialization_differ_by_more_than_colour() -> None:
    runs = begin([RunConfig(**SMALL, gain=gain) for gain in (1, 2, 0.5)]).runs
    traces = _board(runs)["figures"]["cost"]["data"]
    assert [trace["name"] for trace in traces] == ["He", "He × 2", "He × 0.5"]
    assert len({trace["line"]["dash"] for trace in traces}) == 3
    assert len({trace["marker"]["symbol"] for trace in traces}) == 3


def test_the_courses_live_board_is_small() -> None:
    runs = train([RunConfig(initialization=name) for name in ("zeros", "random", "he")])
    assert len(json.dumps(_board(runs))) < 150_000
    ahead = _board(runs, with_packs=True)
    sent = sum(_decoded(card["pack"]["iterations"], "<i4").size for card in ahead["runs"])
    assert sent <= FRAMES_AHEAD
    assert len(json.dumps(ahead)) < 2_000_000
