"""The board's files and plotly's go out small and may be kept for good: what changes has another address."""

import asyncio
import gzip
import re
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette

from pages._assets import files as files_module
from pages._assets.files import BOARD, FOR_GOOD, PLOTLY, assets, file_route, files, preloads, version
from tests.helpers.asgi import Answer, asking

APP = Starlette(routes=[file_route()])
SCRIPTS = sorted(path.name for path in BOARD.iterdir() if path.suffix in (".js", ".css"))


@pytest.fixture
def fresh() -> Iterator[None]:
    """Files read anew, before and after."""
    for known in (files, version, preloads):
        known.cache_clear()
    yield
    for known in (files, version, preloads):
        known.cache_clear()


def _asked(path: str, **headers: str) -> Answer:
    return asyncio.run(asking(APP, path, **headers))


def test_every_script_and_style_of_the_board_is_there_and_plotlys_library() -> None:
    assert sorted(files()) == sorted([*SCRIPTS, PLOTLY.name])
    assert {name: file.plain for name, file in files().items() if name in SCRIPTS} == {
        name: (BOARD / name).read_bytes() for name in SCRIPTS
    }
    assert files()[PLOTLY.name].plain == PLOTLY.read_bytes()


def test_whatever_a_script_imports_lies_beside_it() -> None:
    for name in SCRIPTS:
        text = (BOARD / name).read_text("utf-8")
        for other in re.findall(r"from '\./([\w.]+)'", text):
            assert other in files(), f"{name} imports {other}"


def test_each_is_compressed_once_and_the_same_wherever_it_is_done() -> None:
    for name, file in files().items():
        assert gzip.decompress(file.small) == file.plain
        assert len(file.small) < len(file.plain), name
        assert file.small[4:8] == b"\0" * 4, "the time is not in it"
    assert files() is files()


@pytest.mark.parametrize("name", ["board.js", "board.css"])
@pytest.mark.parametrize("accepted", ["gzip", "br, gzip, deflate"])
def test_it_goes_out_compressed_and_may_be_kept_for_good(name: str, accepted: str) -> None:
    answer = _asked(f"{assets().files}/{name}", **{"accept-encoding": accepted})
    assert answer.status == 200
    assert answer.body == files()[name].small
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == FOR_GOOD
    assert "immutable" in FOR_GOOD
    assert answer.headers["vary"] == "Accept-Encoding"
    kinds = {"js": ("text/javascript", "application/javascript"), "css": ("text/css",)}[
        name.rpartition(".")[2]
    ]
    assert answer.headers["content-type"].startswith(kinds), "a browser takes no module of another type"


def test_whoever_cannot_read_that_gets_it_as_it_is() -> None:
    for accepted in ("", "identity", "br"):
        answer = _asked(f"{assets().files}/board.js", **{"accept-encoding": accepted})
        assert "content-encoding" not in answer.headers
        assert answer.body == files()["board.js"].plain


def test_a_page_names_all_of_them_so_that_they_come_with_it() -> None:
    named = dict(re.findall(r"<([^>]+)>; rel=(\w+)", preloads()))
    assert named.keys() == {*(f"{assets().files}/{name}" for name in SCRIPTS), assets().plotly}
    assert {kind for path, kind in named.items() if path.endswith(".js") and path != assets().plotly} == {
        "modulepreload"
    }
    assert named[assets().plotly] == "preload"


def test_plotly_is_where_the_browser_is_told() -> None:
    answer = _asked(assets().plotly, **{"accept-encoding": "gzip"})
    assert gzip.decompress(answer.body) == PLOTLY.read_bytes()


def test_an_address_of_before_a_change_is_answered_with_what_there_is_and_not_to_be_kept() -> None:
    answer = _asked("/lab-files/000000000000/board.js")
    assert (answer.status, answer.body) == (200, files()["board.js"].plain)
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "name", ["none.js", "__init__.py", "..%2f__init__.py", "../__init__.py", "board.js/x", "%00", ""]
)
def test_nothing_else_is_served(name: str) -> None:
    assert _asked(f"{assets().files}/{name}").status == 404


def test_the_address_changes_when_any_file_does(
    fresh: None, monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    small = tmp_path / "plotly.min.js"
    small.write_text("plotly")
    for name in ("one.js", "two.css"):
        (tmp_path / "board").mkdir(exist_ok=True)
        (tmp_path / "board" / name).write_text(name)
    monkeypatch.setattr(files_module, "BOARD", tmp_path / "board")
    monkeypatch.setattr(files_module, "PLOTLY", small)
    seen = {version()}
    for change in (
        lambda: (tmp_path / "board" / "one.js").write_text("changed"),
        lambda: (tmp_path / "board" / "one.js").rename(tmp_path / "board" / "three.js"),
        lambda: small.write_text("newer"),
    ):
        change()
        files.cache_clear()
        version.cache_clear()
        assert assets().files == f"/lab-files/{version()}"
        seen.add(version())
    assert len(seen) == 4
    assert all(re.fullmatch("[0-9a-f]{12}", one) for one in seen)
