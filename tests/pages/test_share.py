"""Gallery, Runs and Share as scripts: what is on them, where they lead, and what they say of nothing."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from initcore.data.reading import read
from initcore.data.tables import choose
from initcore.experiment.choices import Choice
from initcore.experiment.experiment import Experiment
from initcore.experiment.presets import PRESETS
from initcore.lab.limits import Limits
from pages._compare.columns import Picked
from pages._compare.csv import Uploads
from pages._frame.comparison import Comparison
from pages._frame.engine import engine
from pages._frame.state import key_of
from pages._runs.state import Listing
from tests.helpers.csv_files import csv_file
from tests.helpers.paging import engine_with, file_of, finish, new_app, opened, remembered, unfolded


@pytest.fixture(autouse=True)
def own_engine(tmp_path: Path) -> Iterator[None]:
    with engine_with(f"sqlite:///{tmp_path}/runs.db"):
        yield


def _at(page: str, app: AppTest | None = None) -> AppTest:
    app = opened() if app is None else app
    app.switch_page(file_of(page)).run()
    assert not app.exception
    return app


def _elements(app: AppTest, kind: str) -> list[Any]:
    return [element.proto for element in app.get(kind)]


def _links(app: AppTest) -> dict[str, Any]:
    """The links on the page that are not the navigation's, by their label."""
    return {proto.label: proto for proto in _elements(app, "page_link")}


def _followed(proto: Any) -> Experiment:
    """What the Compare page shows when it is opened by that link after something else was there."""
    app = opened(init="xavier", lr="0.5")
    _at("runs", app)
    app.query_params.clear()
    for name, value in parse_qsl(proto.query_string):
        app.query_params[name] = value
    app.switch_page(file_of("compare")).run()
    return remembered(app, Comparison).experiment


def _trained(**query: str) -> AppTest:
    app = opened(**query)
    app.button(key="train").click().run()
    finish(app)
    return app


def test_the_gallery_has_every_preset_and_a_picture_as_soon_as_there_is_one() -> None:
    app = _at("gallery")
    assert [header.value for header in app.subheader] == [preset.title for preset in PRESETS]
    pictures = [proto.imgs[0] for proto in _elements(app, "image")]
    assert [picture.alt for picture in pictures] == ["Being trained…", *["Will be trained here"] * 10]
    deadline = time.monotonic() + 60
    while pictures[0].alt == "Being trained…" and time.monotonic() < deadline:
        time.sleep(0.1)
        app.run()
        pictures = [proto.imgs[0] for proto in _elements(app, "image")]
    assert pictures[0].alt.startswith(
        "Decision boundaries and cost curves: Zeros ends at cost 0.693, 50.0 % right"
    )
    assert not app.exception


def test_every_preset_opens_in_compare() -> None:
    links = _links(_at("gallery"))
    for preset in (PRESETS[0], PRESETS[5]):
        assert _followed(links[f"Open: {preset.title}"]) == preset.experiment
    for preset in PRESETS:
        query = dict(parse_qsl(links[f"Open: {preset.title}"].query_string))
        assert Experiment.from_query(query) == (preset.experiment, [])


def test_a_server_that_takes_on_little_says_so_in_the_pictures_place() -> None:
    app = opened()
    engine().scheduler.limits = Limits(seconds=1e-9, bytes=0)
    _at("gallery", app)
    deadline = time.monotonic() + 60
    while waiting_in(app) and time.monotonic() < deadline:
        app.run()
    assert not app.exception
    assert {proto.imgs[0].alt for proto in _elements(app, "image")} == {
        "No picture: more than this server takes on"
    }


def waiting_in(app: AppTest) -> bool:
    return any("trained" in proto.imgs[0].alt for proto in _elements(app, "image"))


def test_an_empty_store_is_said_and_leads_on() -> None:
    app = _at("runs")
    assert "Nothing is stored yet" in app.info[0].value
    assert _followed(_links(app)["Compare the course's initializations"]) == Experiment()


def test_a_store_that_does_not_work_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a directory")
    with engine_with(f"sqlite:///{tmp_path}/file/runs.db"):
        app = _at("runs")
        assert "Results are not being kept" in app.warning[0].value
        assert not app.dataframe
    with engine_with(f"sqlite:///{tmp_path}/runs.db", INITLAB_STORE_MB="0"):
        assert "INITLAB_STORE_MB is 0" in _at("runs").info[0].value


def _wait_for_rows(count: int) -> None:
    """Runs are stored in the background."""
    deadline = time.monotonic() + 20
    while len(engine().store.summaries()) < count and time.monotonic() < deadline:
        time.sleep(0.02)


def test_runs_are_listed_filtered_and_put_together() -> None:
    app = _trained(init="zeros he", iters="100", seeds="3")
    _wait_for_rows(6)
    _at("runs", app)
    table = app.dataframe[0].value
    assert sorted(table["initialization"]) == ["He"] * 3 + ["Zeros"] * 3
    assert set(table.loc[table["initialization"] == "Zeros", "verdict"]) == {"Fails to break symmetry"}
    assert (table["best_cost"] <= table["final_cost"]).all()
    app.multiselect(key="only-initialization").set_value(["He"]).run()
    assert list(app.dataframe[0].value["initialization"]) == ["He"] * 3
    app.text_input(key="only-text").set_value("he nothing-like-it").run()
    assert not app.exception
    assert len(app.dataframe[0].value) == 0
    app.text_input(key="only-text").set_value("").run()
    app.multiselect(key="only-initialization").set_value([]).run()
    app.toggle(key="over-seeds").set_value(True).run()
    grouped = app.dataframe[0].value.set_index("initialization")
    assert list(grouped["seeds"]) == [3, 3]
    assert grouped["failures"].to_dict() == {"He": 0, "Zeros": 3}
    costs = table[table["initialization"] == "He"]["final_cost"]
    assert grouped["final_cost_mean"]["He"] == pytest.approx(costs.mean())
    assert grouped["final_cost_sd"]["He"] == pytest.approx(costs.std())
    app.multiselect(key="columns-seeds").set_value(["initialization", "seeds"]).run()
    assert list(app.dataframe[0].value.columns) == ["initialization", "seeds"]


def _select(app: AppTest, rows: list[int]) -> None:
    """Selects rows as a click does; the test runner has no hand for tables."""
    key = remembered(app, Listing).table
    app.session_state[key] = {"selection": {"rows": rows, "columns": [], "cells": []}}
    app.run()
    assert not app.exception


def test_what_is_selected_opens_as_one_comparison_or_it_is_said_why_not() -> None:
    app = _trained(init="zeros he", iters="100")
    app.query_params["iters"] = "150"
    app.query_params["init"] = "xavier"
    app.run()
    app.button(key="train").click().run()
    finish(app)
    _wait_for_rows(3)
    _at("runs", app)
    assert "Compare selected" not in _links(app)
    names = list(app.dataframe[0].value["initialization"])
    _select(app, [names.index("Zeros"), names.index("He")])
    assert "Compare selected" in _links(app)
    followed = _followed(_links(app)["Compare selected"])
    assert set(followed.choices) == {Choice("zeros"), Choice("he")}
    assert followed.base.iterations == 100
    _select(app, [0, 1, 2])
    assert "Compare selected" not in _links(app)
    assert "They differ in Iterations (" in app.warning[0].value


def test_a_selection_outlives_a_filter_that_hides_it() -> None:
    app = _trained(init="zeros he", iters="100")
    _wait_for_rows(2)
    _at("runs", app)
    _select(app, [0, 1])
    app.multiselect(key="only-initialization").set_value(["He"]).run()
    assert any("2 selected, 1 of them hidden by the filters" in caption.value for caption in app.caption)
    app.multiselect(key="only-initialization").set_value([]).run()
    assert "Compare selected" in _links(app)
    app.button(key="clear").click().run()
    assert "Compare selected" not in _links(app)


def test_share_has_the_link_the_command_and_the_files() -> None:
    app = opened(init="zeros he~0.5", iters="100", seeds="2")
    assert not app.code
    unfolded(app, "share")
    codes = [code.value for code in app.code]
    assert codes[0].endswith("/?init=zeros+he~0.5&iters=100&seeds=2")
    assert codes[1] == "python -m initcore compare zeros 'he~0.5' --iterations 100 --seeds 2"

    def off() -> dict[str, bool]:
        return {proto.label: proto.disabled for proto in _elements(app, "download_button")}

    files = ("Report (HTML)", "CSV", "JSON", "Weights (npz)")
    assert off() == {**dict.fromkeys(files, True), "Notebook (ipynb)": False}
    app.button(key="train").click().run()
    finish(app)
    assert off() == dict.fromkeys((*files, "Notebook (ipynb)"), False)


def test_a_comparison_on_an_upload_has_files_and_says_why_it_has_no_link() -> None:
    sheet = read(csv_file())
    table = choose(sheet, ("a", "b"), "kind")
    app = new_app()
    picked = Picked(sheet, "kind", ("a", "b"), (), "", False, table)
    app.session_state[key_of(Uploads)] = Uploads(picked, [picked])
    for name, value in {"init": "he", "data": "csv", "table": table.id, "iters": "50"}.items():
        app.query_params[name] = value
    unfolded(app, "share")
    assert not app.code
    assert any("no link, command or notebook can repeat" in caption.value for caption in app.caption)
    app.button(key="train").click().run()
    finish(app)
    off = {proto.label: proto.disabled for proto in _elements(app, "download_button")}
    assert [label for label, disabled in off.items() if disabled] == ["Notebook (ipynb)"]
    _at("runs", app)
    assert "Nothing is stored yet" in app.info[0].value
