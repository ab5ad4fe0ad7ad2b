"""What `serve` hands to Streamlit, and what it refuses before that."""

import runpy
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from initcore.__main__ import main
from initcore.commands import serve as serve_module
from initcore.commands.serve import app_file
from initcore.version import VERSION
from tests.helpers.serving import ROOT

APP = str(ROOT / "app.py")


@pytest.fixture
def streamlit(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, list[str]]]:
    """Calls `serve` with a Streamlit that ends at once: the status, and what Streamlit was called with."""

    def called(*words: str, end: object = None) -> tuple[int, list[str]]:
        calls: list[list[str]] = []

        def run(name: str, **_: object) -> None:
            calls.append([name, *sys.argv[1:]])
            raise SystemExit(end)

        monkeypatch.setattr(runpy, "run_module", run)
        monkeypatch.setattr(sys, "argv", ["initlab"])
        status = main(["serve", *words])
        return status, calls[0] if calls else []

    return called


def test_in_a_checkout_it_is_the_checkouts_app() -> None:
    assert str(app_file()) == APP


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ([], []),
        (["--port", "9000"], ["--server.port=9000"]),
        (["--address", "localhost", "--port=1"], ["--server.port=1", "--server.address=localhost"]),
        (["--server.baseUrlPath", "a lab"], ["--server.baseUrlPath=a lab"]),
        (["--theme.base=dark", "--port", "9000"], ["--server.port=9000", "--theme.base=dark"]),
    ],
)
def test_options_are_handed_on(streamlit, words: list[str], options: list[str]) -> None:
    assert streamlit(*words) == (0, ["streamlit", "run", APP, *options])


@pytest.mark.parametrize(("end", "status"), [(None, 0), (0, 0), (2, 2), ("it says why", 1)])
def test_it_ends_as_streamlit_ends(streamlit, end: object, status: int) -> None:
    assert streamlit(end=end)[0] == status


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--port", "0"], "`port` must be a whole number in [1, 65535]; got '0'"),
        (["--port", "٣"], "`port` must be a whole number in [1, 65535]; got '٣'"),
        (["--prot", "1"], "`serve` takes options such as --port or --server.port; got '--prot'"),
        (["app.py"], "`serve` takes options such as --port or --server.port; got 'app.py'"),
        (["--server.port"], "--server.port must be followed by its value"),
    ],
)
def test_wrong_words_are_one_line_and_status_2(streamlit, capsys, words: list[str], message: str) -> None:
    assert streamlit(*words) == (2, [])
    assert capsys.readouterr() == ("", f"initlab: {message}\n")


def test_without_an_app_it_says_so(streamlit, capsys, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(serve_module, "HOMES", (tmp_path,))
    assert streamlit() == (1, [])
    assert "there is no app to serve here" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("called", "name"), [("/usr/bin/initlab", "initlab"), ("initcore/__main__.py", "python -m initcore")]
)
def test_help_and_version_name_the_program_as_it_was_called(
    capsys, monkeypatch, called: str, name: str
) -> None:
    monkeypatch.setattr(sys, "argv", [called])
    for words, start in ((["--version"], f"initlab {VERSION}\n"), (["serve", "-h"], f"usage: {name} serve ")):
        with pytest.raises(SystemExit, match="0"):
            main(words)
        assert capsys.readouterr().out.startswith(start)
