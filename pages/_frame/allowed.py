"""What the operator allows of the server as such: who may show it, how many may come, what it says.

All of it is environment variables, read once. One that is not allowed leaves every one of them at its
default, and every page says what is wrong.
"""

import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from initcore.lab.settings import SettingsError, whole

FRAME_ANCESTORS = "INITLAB_FRAME_ANCESTORS"
SESSIONS = "INITLAB_SESSIONS"
PAGES = "INITLAB_PAGES_A_MINUTE"
STREAMS = "INITLAB_STREAMS_A_MINUTE"
UPLOADS = "INITLAB_UPLOADS_A_MINUTE"
METRICS = "INITLAB_METRICS"
LOG = "INITLAB_LOG"
LOG_LEVEL = "INITLAB_LOG_LEVEL"

MOST = 1_000_000
SWITCH = ("on", "off")
FORMS = ("text", "json")
LEVELS = ("debug", "info", "warning", "error")

KEYWORDS = {"self": "'self'", "none": "'none'", "*": "*"}
_ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?", re.IGNORECASE)


@dataclass(frozen=True)
class Allowed:
    """`frame_ancestors` are the sites that may show a page within theirs, as a policy has them; None is not
    said. `sessions` is how many browsers may be connected, None as many as the machine takes. `pages`,
    `streams` and `uploads` are how many of them one address may open in a minute; 0 is no limit.
    """

    frame_ancestors: str | None = None
    sessions: int | None = None
    pages: int = 1200
    streams: int = 2400
    uploads: int = 240
    metrics: bool = True
    log: str = "text"
    log_level: str = "info"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Allowed":
        """What those variables say; SettingsError for one that is not allowed.

        >>> Allowed.from_environment({"INITLAB_METRICS": "no"})
        Traceback (most recent call last):
        initcore.lab.settings.SettingsError: INITLAB_METRICS must be one of on, off; got 'no'
        """
        sessions = environ.get(SESSIONS, "").strip()
        return cls(
            frame_ancestors=_ancestors(environ.get(FRAME_ANCESTORS, "")),
            sessions=whole(environ, SESSIONS, 0, 0, MOST) if sessions else cls.sessions,
            pages=whole(environ, PAGES, cls.pages, 0, MOST),
            streams=whole(environ, STREAMS, cls.streams, 0, MOST),
            uploads=whole(environ, UPLOADS, cls.uploads, 0, MOST),
            metrics=_word(environ, METRICS, "on", SWITCH) == "on",
            log=_word(environ, LOG, cls.log, FORMS),
            log_level=_word(environ, LOG_LEVEL, cls.log_level, LEVELS),
        )


@cache
def allowed() -> Allowed:
    """What this server's operator allows; the defaults where a variable is wrong."""
    try:
        return Allowed.from_environment()
    except SettingsError:  # said by every page, and once in the log
        return Allowed()


def _word(environ: Mapping[str, str], name: str, default: str, words: Collection[str]) -> str:
    word = environ.get(name, "").strip().lower() or default
    if word not in words:
        raise SettingsError(f"{name} must be one of {', '.join(words)}; got {word[:40]!r}")
    return word


def _ancestors(text: str) -> str | None:
    """Sites as a policy has them. What is no site must not end up in a header."""
    words = text.split()
    for word in words:
        if word not in KEYWORDS and not _ORIGIN.fullmatch(word):
            raise SettingsError(
                f"{FRAME_ANCESTORS} must be self, none, * or sites such as https://moodle.example.org, "
                f"with spaces between them; got {word[:40]!r}"
            )
    if "none" in words and len(words) > 1:
        raise SettingsError(f"{FRAME_ANCESTORS} must not name none beside others; got {text[:40]!r}")
    return " ".join(KEYWORDS.get(word, word) for word in words) or None
