"""The policy names every script that stands in a page, and lets nothing run that is not ours."""

import base64
import hashlib
import re
from pathlib import Path

import pytest

from pages._assets.first import page
from pages._lesson import style
from pages._server.policy import WRITTEN, policy

PAGES = Path(__file__).parents[2] / "pages"


def _directives() -> dict[str, list[str]]:
    named = (part.split() for part in policy().split("; "))
    return {name: sources for name, *sources in named}


@pytest.mark.parametrize("text", [page(True), page(False), *WRITTEN], ids=range(2 + len(WRITTEN)))
def test_the_scripts_of_a_page_may_run(text: str) -> None:
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    assert scripts
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in _directives()["script-src"]


def test_no_other_text_is_a_script() -> None:
    allowed = {source for source in _directives()["script-src"] if not source.startswith("'sha256-")}
    assert allowed == {"'self'", "blob:"}
    assert "'unsafe-eval'" not in policy()
    assert _directives()["default-src"] == ["'self'"]
    for name in ("object-src", "base-uri"):
        assert _directives()[name] == ["'none'"]


def test_every_script_that_a_page_writes_is_known() -> None:
    """Whoever writes another finds here that the policy has to know it."""
    texts = [path.read_text("utf-8") for path in PAGES.rglob("*.py")]
    calls = [name for text in texts for name in re.findall(r"st\.html\((\w+), unsafe_allow_javascript", text)]
    known = {name for name in ("TOP", "TO_WHAT_WAS_BEGUN") if getattr(style, name) in WRITTEN}
    assert set(calls) == known | {"TO_THE_WORD"}
    assert sum(text.count("unsafe_allow_javascript=") for text in texts) == len(calls) == len(WRITTEN)
