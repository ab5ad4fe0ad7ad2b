"""The command line as a program of its own, without what an operator has set."""

import os
import subprocess
import sys
from collections.abc import Mapping

from tests.helpers.serving import ROOT

Done = subprocess.CompletedProcess


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Ours without what an operator has set, and with these settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("INITLAB_")}
    return {**kept, "INITLAB_WORKERS": "1", **settings}


def call(*arguments: str, command: str = "compare", **settings: str) -> Done:
    words = [sys.executable, "-m", "initcore", *([command] if command else []), *arguments]
    return subprocess.run(
        words, cwd=ROOT, env=environment(settings), capture_output=True, text=True, timeout=60, check=False
    )
