"""Imports run one way, and the core knows no screen."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CORE = ROOT / "initcore"
# Each layer may import itself and those above it in this list. A package is in one layer whole.
# `initcore` itself, the package's front, offers everything down to training.
LAYERS = [
    {"initcore.registry", "initcore.wording", "initcore.fields", "initcore.formula", "initcore.tables"},
    {"initcore.config"},
    {
        "initcore.initializers",
        "initcore.catalogue",
        "initcore.activations",
        "initcore.losses",
        "initcore.optimizers",
        "initcore.generators",
        "initcore.datasets",
        "initcore.experiment",
        "initcore.exercises",
    },
    {"initcore.network"},
    {"initcore.descent"},
    {"initcore.trajectory"},
    {"initcore.training"},
    {"initcore"},
    {"initcore.measures", "initcore.projection"},
    {"initcore.signals", "initcore.histograms"},
    {"initcore.start", "initcore.verdicts"},
    {"initcore.facts"},
    {"initcore.trend", "initcore.remedies"},
    {"initcore.causes", "initcore.scales", "initcore.rates", "initcore.outcomes"},
    {"initcore.diagnostics", "initcore.theory"},
    {"initcore.seeds", "initcore.twins"},
    {"initcore.lesson"},
    {"initcore.lab", "initcore.figures", "initcore.papers", "initcore.report"},
    {"initcore.sharing", "initcore.comparison", "initcore.presets"},
    {"initcore.__main__"},
    {"pages"},
    {"app"},
]
LATE = {("initcore", "initcore.comparison")}
"""The front offers `compare`, which is made of what lies below it, and imports it when it is called."""

FILES = sorted(CORE.rglob("*.py"))
PAGES = sorted([*(ROOT / "pages").rglob("*.py"), *ROOT.glob("app.py")])


def _name(file: Path) -> str:
    """The dotted name of a module of this project."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def _imports(file: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in the file it does so."""
    package = _name(file).split(".") if file.stem == "__init__" else _name(file).split(".")[:-1]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                inner = f"{source}.{alias.name}"
                yield inner if _is_module(inner) else source


def _layer(name: str) -> int:
    """The place of a module in LAYERS, by the longest of the names there that holds it."""
    parts = name.split(".")
    prefixes = [".".join(parts[:length]) for length in (2, 1)]
    # A module of the core that has no place must be given one; it is not part of the front.
    known = prefixes[:1] if parts[0] == "initcore" and len(parts) > 1 else prefixes
    places = [at for prefix in known for at, layer in enumerate(LAYERS) if prefix in layer]
    assert places, f"{name} has no place in LAYERS; give it one"
    return places[0]


def test_the_files_are_found() -> None:
    assert {"initcore", "initcore.config", "initcore.training"} <= {_name(file) for file in FILES}


def test_imports_are_seen_in_every_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "initcore" / "lab").mkdir(parents=True)
    for name in ("training", "config", "lab/__init__", "lab/worker"):
        (tmp_path / "initcore" / f"{name}.py").write_text("")
    file = tmp_path / "initcore" / "lab" / "store.py"
    file.write_text(
        "import os.path\nfrom initcore import training, RunConfig\nfrom initcore.config import RunConfig\n"
        "from . import worker\nfrom ..config import ConfigError\ndef late():\n    import plotly.io\n"
    )
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    assert list(_imports(file)) == [
        "os.path",
        "initcore.training",
        "initcore",
        "initcore.config",
        "initcore.lab.worker",
        "initcore.config",
        "plotly.io",
    ]


@pytest.mark.parametrize("file", [*FILES, *PAGES], ids=_name)
def test_imports_run_one_way(file: Path) -> None:
    here = _layer(_name(file))
    for imported in _imports(file):
        if imported.split(".")[0] in ("initcore", "pages", "app") and (_name(file), imported) not in LATE:
            assert _layer(imported) <= here, f"{_name(file)} imports {imported}"


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {
        _name(file): {name for name in _imports(file) if (_name(file), name) not in LATE} - {_name(file)}
        for file in [*FILES, *PAGES]
    }
    TopologicalSorter(graph).prepare()  # raises CycleError, which names them


@pytest.mark.parametrize("file", FILES, ids=_name)
def test_the_core_knows_no_screen_and_only_figures_draw(file: Path) -> None:
    roots = {imported.split(".")[0] for imported in _imports(file)}
    assert "streamlit" not in roots
    assert "plotly" not in roots or _name(file).startswith("initcore.figures")


@pytest.mark.parametrize("module", ["initcore", "initcore.lab", "initcore.report", "initcore.__main__"])
def test_importing_the_core_loads_nothing_heavy(module: str) -> None:
    if not _is_module(module):
        pytest.skip(f"there is no {module}")
    heavy = ("streamlit", "plotly", "sklearn")
    code = f"import sys, {module}; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n", "")
