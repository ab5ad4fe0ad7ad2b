"""Which comparison an address belongs to. An address is a secret of the session that was given it."""

import secrets
import weakref
from threading import Lock

from initcore.lab.handle import Handle
from pages._stream.asks import Asks
from pages._stream.feed import Feed
from pages._stream.plan import Plan

TOKEN_BYTES = 18
"""Of randomness in an address: nobody guesses one."""


class Registry:
    """The feeds of this server by their tokens; `asks` is what all of them ask by."""

    def __init__(self, asks: Asks) -> None:
        self.asks = asks
        self._feeds: dict[str, Feed] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._feeds)

    def find(self, token: str) -> Feed | None:
        """The feed with that token, None where there is none any more."""
        return self._feeds.get(token)

    def opened(self, owner: object, token: str | None, watch: Handle, plan: Plan) -> str:
        """The token of a feed of that comparison, the one before where it is of the same one.

        It is closed when its owner, what a session remembers, is gone.
        """
        feed = None if token is None else self.find(token)
        if feed is not None and token is not None and feed.watch is watch:
            turned = feed.plan.name != plan.name
            feed.plan = plan
            if turned:
                self.asks.told()
            return token
        if token is not None:
            self.close(token)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        with self._lock:
            self._feeds[token] = Feed(watch, plan, self.asks)
        weakref.finalize(owner, self.close, token)
        return token

    def close(self, token: str) -> None:
        """Ends a feed: whoever reads it is told so."""
        with self._lock:
            feed = self._feeds.pop(token, None)
        if feed is not None:
            feed.open = False
            self.asks.told()
