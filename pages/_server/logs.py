"""The log of the whole server: one handler for what we, Streamlit and uvicorn say, on standard error."""

import atexit
import logging

from pages._frame.allowed import Allowed
from pages._frame.internals import let_streamlits_logs_through
from pages._server.frames import NoFault
from pages._server.lines import Json, Text
from pages._server.sparing import Sparing

FORMS = {"text": Text, "json": Json}

ACCESS = "uvicorn.access"
SERVERS = ("uvicorn", "uvicorn.error", "uvicorn.asgi", "websockets", ACCESS)
"""Loggers that are given handlers of their own by who starts the server."""


def set_up_logs(says: Allowed) -> logging.Handler:
    """Has all that is said in this process written in the operator's form, from their level on."""
    level = says.log_level.upper()
    handler = logging.StreamHandler()
    handler.setFormatter(FORMS[says.log]())
    handler.setLevel(level)
    sparing = Sparing(handler.emit, never=ACCESS)  # who wants a line a request wants each
    handler.addFilter(NoFault())
    handler.addFilter(sparing)
    atexit.register(sparing.tell)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    logging.captureWarnings(True)
    silent = _is_silent(logging.getLogger(ACCESS))
    let_streamlits_logs_through()
    for name in SERVERS:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.setLevel(logging.NOTSET)
        logger.propagate = not (silent and name == ACCESS)
    return handler


def _is_silent(logger: logging.Logger) -> bool:
    """Whether who started the server wants no line a request: then it has taken that logger's handlers."""
    return not logger.handlers and not logger.propagate
