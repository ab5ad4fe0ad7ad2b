"""What browsers leave behind when they have gone: their sessions, and the memory that these took."""

import asyncio
import ctypes
import gc
import logging
import sys

from pages._frame.internals import end_left_sessions

log = logging.getLogger(__name__)

EVERY_SECONDS = 15.0


async def clear_away(every: float = EVERY_SECONDS) -> None:
    """Ends sessions that nobody comes back to, and gives their memory back, now and then; for ever."""
    while True:
        await asyncio.sleep(every)
        try:
            if end_left_sessions():
                await asyncio.to_thread(give_back)
        except Exception as error:  # the next time is another try
            log.error("sessions that were left could not be ended: %r", error)


def give_back() -> None:
    """Gives the system back what memory is free: glibc keeps what it has been given, in pieces, for later."""
    gc.collect()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # other C libraries have none, nor need it
        if trim is not None:
            trim(0)
