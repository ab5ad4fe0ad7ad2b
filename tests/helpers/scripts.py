"""The board's scripts run as they are, without a browser: in Node, which has no page."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright._impl._driver import compute_driver_executable

FOLDER = Path(__file__).parents[2] / "pages" / "_board"


def node() -> str:
    """Node, or the one that the browser tests' driver brings along."""
    return shutil.which("node") or str(compute_driver_executable()[0])


def answered(folder: Path, code: str, given: Any = None, more: Mapping[str, str] | None = None) -> Any:
    """What a module beside the board's scripts prints as JSON.

    It has `given`, and is run in `folder`, where `more` is added to the ends of copies of the scripts.
    """
    (folder / "package.json").write_text('{"type": "module"}')
    for path in FOLDER.glob("*.js"):
        text = path.read_text("utf-8") + (more or {}).get(path.name, "")
        (folder / path.name).write_text(text, "utf-8")
    (folder / "given.json").write_text(json.dumps(given))
    start = "import { readFileSync } from 'node:fs'\nconst given = JSON.parse(readFileSync('given.json'))\n"
    (folder / "asked.js").write_text(start + code, "utf-8")
    done = subprocess.run(
        [node(), "asked.js"], cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
