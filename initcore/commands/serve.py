"""`initlab serve`: starts the app that lies beside this package, from whatever directory it is called.

What runs is `streamlit run app.py` in this very process, so signals, settings and environment variables
mean what they mean there. Streamlit is run as a program and not imported: the core knows no screen.
"""

import runpy
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from initcore.commands.saying import say

BESIDE = Path(__file__).parents[2]
"""The folder that holds `initcore`: site-packages, or a checkout."""

# The app's `app.py` and `pages/` are too common as names to be installed beside everybody's packages.
HOMES = (BESIDE / "initlab_app", BESIDE)


def app_file() -> Path | None:
    """The app's script as `pip install` puts it, or as it lies in a checkout; None where it is missing."""
    scripts = (home / "app.py" for home in HOMES if (home / "pages" / "_frame").is_dir())
    return next(scripts, None)


def serve(options: Sequence[str]) -> int:
    """Serves the app until it is told to end; `options` are Streamlit's, such as `--server.port=9000`.

    Returns the exit status: 0 when it was told to end, 1 when there is nothing to serve, and
    Streamlit's own for options that it does not take.
    """
    script = app_file()
    if script is None or find_spec("streamlit") is None:
        say("there is no app to serve here: `pip install` the whole package, Streamlit included")
        return 1
    sys.argv = ["streamlit", "run", str(script), *options]
    try:
        runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0
