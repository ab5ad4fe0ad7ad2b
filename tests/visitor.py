"""A visitor without a browser: speaks to the server as Streamlit's page does, many of them in one thread."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

MOST_SECONDS = 90


@dataclass
class Visit:
    """One session, and what it was sent in its last run: the menu, elements, and whether that ended well."""

    connection: ClientConnection
    page: str
    menu: list[str] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    async def run(self, query: str = "", *pressed: str) -> None:
        """Asks for the page, with these buttons pressed, and reads until it is complete."""
        buttons = [element.button for element in self.elements if element.WhichOneof("type") == "button"]
        message = BackMsg()
        message.rerun_script.query_string, message.rerun_script.page_name = query, self.page
        message.rerun_script.widget_states.widgets.extend(
            WidgetState(id=button.id, trigger_value=True) for button in buttons if button.label in pressed
        )
        self.elements.clear()
        await self.connection.send(message.SerializeToString())
        async for frame in self.connection:
            assert isinstance(frame, bytes)
            if self._hear(ForwardMsg.FromString(frame)):
                return
        self.troubles.append("the server hung up")

    def _hear(self, message: ForwardMsg) -> bool:
        """Takes a message in; whether it is a run's last one."""
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self.menu = [page.page_name for page in message.navigation.app_pages if not page.is_hidden]
        elif kind == "page_not_found":
            self.troubles.append(f"there is no page {self.page}")
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            self.elements.append(element)
            if element.WhichOneof("type") == "exception":
                self.troubles.append(element.exception.message)
        if kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
            self.troubles.append(ForwardMsg.ScriptFinishedStatus.Name(message.script_finished))
        return kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN

    def words(self) -> Iterator[str]:
        """What headings and alerts say."""
        for element in self.elements:
            kind = element.WhichOneof("type")
            if kind in ("heading", "alert"):
                yield getattr(element, kind).body

    @property
    def stream(self) -> str:
        """The address of the stream that the page's board follows."""
        return self._named(rb"(?:/[\w/]+)?/lab/[\w-]+")

    @property
    def files(self) -> str:
        """The path of the board's files."""
        return self._named(rb"(?:/[\w/]+)?/lab-files/\w+")

    def _named(self, pattern: bytes) -> str:
        """The first text like this in what was sent."""
        sent = b"\n".join(element.SerializeToString() for element in self.elements)
        found = re.search(rb'"(' + pattern + rb')"', sent)
        assert found is not None, f"nothing on the page is like {pattern!r}"
        return found[1].decode()


async def enter(port: int, page: str = "", query: str = "", base: str = "", cookie: str = "") -> Visit:
    """A visit whose page has been drawn once; waits for a server that is only just being started."""
    async with asyncio.timeout(MOST_SECONDS):
        while True:
            try:
                connection = await connect(
                    f"ws://127.0.0.1:{port}{base}/_stcore/stream",
                    subprotocols=[Subprotocol("streamlit")],
                    additional_headers={"Cookie": cookie} if cookie else None,
                    open_timeout=MOST_SECONDS,
                    max_size=None,
                )
                break
            except ConnectionRefusedError:
                await asyncio.sleep(0.02)
        visit = Visit(connection, page)
        await visit.run(query)
    return visit
