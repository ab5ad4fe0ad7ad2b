"""The package as people install it: everything is on board, and works from a directory of their own."""

import os
import subprocess
import sys
import sysconfig
import tomllib
import urllib.request
from importlib.util import find_spec
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from initcore.version import VERSION
from tests.helpers.calling import environment
from tests.helpers.serving import ROOT, free_port, start_server

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
USERS_FILE = """
import numpy as np
from numpy.typing import NDArray

from initcore import Choice, ConfigError, RunConfig, State, Trajectory, advance, begin, compare, train


def final_costs(runs: list[Trajectory]) -> NDArray[np.float64]:
    return np.array([run.costs[-1] for run in runs])


def trained(config: RunConfig) -> State:
    return advance(begin([config]), config.iterations)


try:
    he = RunConfig(initialization="he", iterations=50)
except ConfigError as error:
    raise SystemExit(str(error)) from error
first: NDArray[np.float64] = trained(he).runs[0].weights(0)[0]
print(first.shape, final_costs(train([he])).round(4), he.widths, he.to_query())
print(compare(["zeros", Choice("he", 0.5), he], iterations=50).table)
"""

pytestmark = pytest.mark.timeout(300)  # mypy reads a great deal anew, on a machine that may be busy

needs_the_build = pytest.mark.skipif(
    find_spec("hatchling") is None, reason="hatchling, which builds the package, is not installed"
)


def test_the_packages_ranges_are_about_the_apps_pins() -> None:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pins = {name: version for name, _, version in (line.partition("==") for line in lines)}
    ranges = {
        wanted.name: wanted.specifier for wanted in map(Requirement, PROJECT["project"]["dependencies"])
    }
    assert ranges.keys() == pins.keys()
    assert [name for name, version in pins.items() if version not in ranges[name]] == []


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a new environment in which the package is installed, beside what we have here.

    Nothing is fetched: the package is built and installed with what this environment holds.
    """
    home = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=True)
    programs = home / ("Scripts" if os.name == "nt" else "bin")
    python = programs / "python"
    packages = subprocess.check_output(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
    ).strip()
    (Path(packages) / "present.pth").write_text(
        f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})", encoding="utf-8"
    )
    flags = ["--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check", "--quiet"]
    command: list[str | Path] = [sys.executable, "-m", "pip", "--python", python, "install", *flags, ROOT]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return programs


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A user's directory whose files are called what ours are called, and what Python's are."""
    folder = tmp_path / "elsewhere"
    (folder / "pages").mkdir(parents=True)
    for name in ("app.py", "pages/__init__.py", "streamlit.py", "random.py", "numpy.py"):
        (folder / name).write_text("raise SystemExit('this is not Init Lab')", encoding="utf-8")
    return folder


def _call(folder: Path, *words: str | Path) -> str:
    """What a program that ends well, and complains about nothing, prints."""
    settings = environment({"INITLAB_DATABASE_URL": f"sqlite:///{folder}/runs.db"})
    settings.pop("PYTHONPATH", None)
    done = subprocess.run(words, cwd=folder, env=settings, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    return done.stdout


@needs_the_build
def test_the_command_works_from_any_directory(installed: Path, elsewhere: Path) -> None:
    assert _call(elsewhere, installed / "initlab", "--version") == f"initlab {VERSION}\n"
    table = _call(
        elsewhere, installed / "initlab", "compare", "zeros", "he", "--iterations=50", "--fail-on=error"
    )
    assert "Fails to break symmetry" in table


@needs_the_build
def test_nothing_else_is_put_beside_everybodys_packages(installed: Path, elsewhere: Path) -> None:
    code = "import initcore, pathlib; print(pathlib.Path(initcore.__file__).parents[1])"
    packages = Path(_call(elsewhere, installed / "python", "-P", "-c", code).strip())
    assert packages.is_relative_to(installed.parent)
    ours = {path.name for path in packages.iterdir() if path.suffix not in (".pth", ".dist-info")}
    assert ours - {"__pycache__"} == {"initcore", "initlab_app"}
    for folder, inside in ((ROOT / "initcore", "initcore"), (ROOT / "pages", "initlab_app/pages")):
        files = {path.relative_to(folder) for path in folder.rglob("*.*") if path.suffix != ".pyc"}
        assert [name for name in files if not (packages / inside / name).is_file()] == []


@needs_the_build
def test_it_serves_the_app_from_any_directory(installed: Path, elsewhere: Path, tmp_path: Path) -> None:
    port = free_port()
    settings = {"INITLAB_DATABASE_URL": f"sqlite:///{tmp_path}/runs.db", "INITLAB_WORKERS": "1"}
    words = ("-P", str(installed / "initlab"), "serve", "--server.baseUrlPath=lab", "--port")
    server = start_server(
        port, settings, tmp_path / "log", words, python=installed / "python", cwd=elsewhere, path="lab/"
    )
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/lab/", timeout=5) as answer:
            assert b'<div id="root">' in answer.read()
    finally:
        server.terminate()
        server.wait(30)
    said = (tmp_path / "log").read_text()
    assert f"http://localhost:{port}/lab" in said  # a name of the shipped settings, not a public address
    assert "Traceback" not in said


@pytest.fixture
def users_file(tmp_path: Path) -> Path:
    """A program of somebody who uses all of the public face."""
    script = tmp_path / "users.py"
    script.write_text(USERS_FILE, encoding="utf-8")
    return script


@needs_the_build
def test_a_users_file_is_checked_strictly(installed: Path, users_file: Path, tmp_path: Path) -> None:
    flags = ("--strict", "--config-file=", f"--cache-dir={tmp_path}/cache")
    python = installed / "python"
    checked = _call(tmp_path, sys.executable, "-m", "mypy", *flags, "--python-executable", python, users_file)
    assert checked.startswith("Success")


@needs_the_build
def test_a_users_file_runs_from_any_directory(installed: Path, users_file: Path, elsewhere: Path) -> None:
    assert "(10, 2)" in _call(elsewhere, installed / "python", "-P", users_file)
