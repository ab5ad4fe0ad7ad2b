"""What a browser is told that a page of this app may do: load and run what is ours, and nothing else.

This is the Content Security Policy of every answer, the strictest that Streamlit and the board work with:

- Scripts are files of this server, the few that stand in a page, by the hash of their text, and `blob:`,
  since Streamlit makes the loader of a component a blob before it imports it.
- Styles may stand anywhere: Streamlit, its charts and KaTeX write them into elements.
- Everything else, pictures and fonts among it, is this server's, or within the page itself.
"""

import base64
import hashlib
import re
from functools import cache

from pages._assets.first import page
from pages._frame.internals import first_page
from pages._lesson.style import TO_WHAT_WAS_BEGUN, TOP
from pages._words.scrolling import TO_THE_WORD

WRITTEN = (TOP, TO_WHAT_WAS_BEGUN, TO_THE_WORD)
"""The scripts that pages write into themselves."""

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@cache
def policy() -> str:
    """The policy but for who may show a page within another."""
    scripts = " ".join(f"'sha256-{digest}'" for digest in sorted(_digests()))
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src 'self' blob: {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        ]
    )


def _digests() -> set[str]:
    """The hashes of all scripts that stand in a page, Streamlit's own among them."""
    texts = [first_page(title="", before=""), page(sighted=True), page(sighted=False), *WRITTEN]
    return {_digest(script) for text in texts for script in _SCRIPT.findall(text)}


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
