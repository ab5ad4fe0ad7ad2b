"""The one hub and the one registry of this server process."""

import threading

from initcore.lab.engine import Engine
from initcore.lab.handle import Handle
from pages._frame.engine import engine
from pages._frame.internals import root_path
from pages._stream.asks import Asks
from pages._stream.hub import Hub
from pages._stream.plan import Plan
from pages._stream.registry import Registry

hub = Hub()
_made: tuple[Engine, Registry] | None = None
_lock = threading.Lock()


def streams() -> Registry:
    """The feeds of the engine that runs; SettingsError when it cannot be started."""
    global _made
    here = engine()
    with _lock:
        if _made is None or _made[0] is not here:
            here.listen(hub.wake)
            _made = here, Registry(Asks(here, hub.wake))
        return _made[1]


def address_of(owner: object, token: str | None, watch: Handle, plan: Plan) -> tuple[str, str]:
    """The token and the address of the stream of that comparison; see `Registry.opened`."""
    token = streams().opened(owner, token, watch, plan)
    return token, f"{root_path()}/lab/{token}"
