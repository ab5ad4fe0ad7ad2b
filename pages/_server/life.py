"""The server's life as a whole: what stands ready before the first visitor comes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st

from pages._server.leftovers import clear_away
from pages._server.patience import cut_slow_connections
from pages._server.policy import policy
from pages._stream.ending import living


@asynccontextmanager
async def life(app: st.App) -> AsyncIterator[None]:
    """Guards the server, then has it live."""
    cut_slow_connections()
    policy()  # put together now, when nobody waits for it
    async with living(app):
        clearing = asyncio.create_task(clear_away())
        try:
            yield
        finally:
            clearing.cancel()
