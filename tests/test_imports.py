"""What importing the core brings with it. Which way imports run is held by `lint-imports`, see pyproject.toml."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    "module", ["initcore", "initcore.lab.engine", "initcore.export.results", "initcore.__main__"]
)
def test_importing_the_core_loads_nothing_heavy(module: str) -> None:
    heavy = ("streamlit", "plotly", "sklearn")
    code = f"import sys, {module}; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n", "")


def test_every_module_can_be_the_first_one_imported() -> None:
    """In a process of its own each, as where reconnecting people bring in different pages at once."""
    modules = sorted(
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for file in (ROOT / "initcore").rglob("*.py")
    )
    code = "import importlib, os, sys\nfor name in sys.argv[1:]:\n pid = os.fork()\n if not pid:\n  importlib.import_module(name)\n  os._exit(0)\n assert os.waitpid(pid, 0)[1] == 0, name\n"
    done = subprocess.run(
        [sys.executable, "-c", code, *modules], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
