"""Streamlit's own scripts and styles go out small to whoever takes them so; all else is left to the app."""

import asyncio
import gzip

import pytest
from starlette.responses import PlainTextResponse

from pages._assets.files import FOR_GOOD
from pages._assets.streamlits import SmallFiles, _files
from tests.helpers.asgi import Answer, asking

APP = SmallFiles(PlainTextResponse("the app's"))
NAMED = sorted(_files())


def _asked(path: str, accepted: str = "gzip, br") -> Answer:
    return asyncio.run(asking(APP, path, **{"accept-encoding": accepted}))


def test_there_are_scripts_and_styles() -> None:
    assert {path.rpartition(".")[2] for path in NAMED} >= {"js", "css"}
    assert all(path.startswith("/static/") for path in NAMED)


@pytest.mark.parametrize("ending", [".js", ".css"])
def test_one_goes_out_as_it_is_once_unpacked(ending: str) -> None:
    path = next(path for path in NAMED if path.endswith(ending))
    answer = _asked(path)
    assert gzip.decompress(answer.body) == _files()[path].read_bytes()
    assert answer.headers["content-encoding"] == "gzip"
    assert (answer.headers["cache-control"], answer.headers["vary"]) == (FOR_GOOD, "Accept-Encoding")


def test_whatever_else_is_asked_the_app_answers() -> None:
    for path, accepted in (
        (NAMED[0], "identity"),
        (NAMED[0], ""),
        ("/", "gzip"),
        ("/static/js/none.js", "gzip"),
        ("/static/../requirements.txt", "gzip"),
    ):
        assert _asked(path, accepted).body == b"the app's"
