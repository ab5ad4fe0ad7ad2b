"""The server: `streamlit run app.py` serves it, and so does `uvicorn app:app`."""

import streamlit as st
from starlette.middleware import Middleware

from pages._assets.first import page_routes
from pages._assets.streamlits import SmallFiles
from pages._frame.allowed import allowed
from pages._frame.serving import SCRIPT
from pages._server.capacity import room_for_sessions
from pages._server.door import Door
from pages._server.frames import WholeFrames
from pages._server.headers import SafeHeaders
from pages._server.life import life
from pages._server.logs import set_up_logs
from pages._server.origin import SameOrigin
from pages._server.state import state_routes
from pages._stream.routes import routes

set_up_logs(allowed())
app = st.App(
    SCRIPT,
    routes=[*routes(), *state_routes(), *page_routes()],
    middleware=[
        Middleware(SafeHeaders),
        Middleware(SameOrigin),
        Middleware(Door, allowed(), room_for_sessions(allowed().sessions)),
        Middleware(WholeFrames),
        Middleware(SmallFiles),
    ],
    lifespan=life,
)
