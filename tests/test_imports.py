"""What importing the core brings with it; which way imports run is held by `lint-imports`."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    "module", ["initcore", "initcore.lab.engine", "initcore.export.rows", "initcore.__main__"]
)
def test_importing_the_core_loads_nothing_heavy(module: str) -> None:
    heavy = ("streamlit", "plotly", "sklearn")
    code = f"import sys, {module}; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n", "")


@pytest.mark.parametrize("package", ["initcore", "pages"])
def test_no_room_imports_from_itself_in_its_front(package: str) -> None:
    """Of two threads, one that begins with a part and one that begins with its front, Python would hand
    one a module that is half made.
    """
    fronts = sorted((ROOT / package).rglob("__init__.py"))
    assert len(fronts) > 5
    for front in fronts:
        room = ".".join(front.parent.relative_to(ROOT).parts)
        at_once = [
            each for each in ast.parse(front.read_text("utf-8")).body if isinstance(each, ast.ImportFrom)
        ]
        assert not [each.module for each in at_once if f"{each.module}.".startswith(f"{room}.")], front


def test_threads_may_import_any_parts_at_once() -> None:
    """As where people who reconnect to a fresh server bring in different pages."""
    code = """
import importlib, sys, threading
gate, problems = threading.Barrier(len(sys.argv) - 1), []
def bring_in(name):
    gate.wait()
    try:
        importlib.import_module(name)
    except ImportError as error:
        problems.append(str(error))
threads = [threading.Thread(target=bring_in, args=[name]) for name in sys.argv[1:]]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(problems)
"""
    rooms = (
        "model.network",
        "catalogue.initializations",
        "catalogue.course",
        "data.loading",
        "experiment.config",
        "training.advance",
        "measures.units",
    )
    names = [
        "initcore",
        *(f"initcore.{room}" for room in rooms),
        "initcore.lab.engine",
        "initcore.export.rows",
    ]
    done = subprocess.run(
        [sys.executable, "-c", code, *names], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n", "")
