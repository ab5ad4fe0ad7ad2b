"""What the server says to an open page, read off the page's own connection."""

from playwright.sync_api import Page, WebSocket
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


class Line:
    """The newest connection of a page: whether a script was run over it, the menu, and what went wrong.

    A page that has lost its server goes on showing what it has; only here is seen that it was drawn anew.
    """

    def __init__(self, page: Page) -> None:
        self.cut()
        page.on("websocket", self._connected)

    def cut(self) -> None:
        """Forgets what was said, as when the server is gone."""
        self.drawn = False
        self.menu: list[str] = []
        self.troubles: list[str] = []

    def _connected(self, socket: WebSocket) -> None:
        self.cut()
        socket.on("framereceived", self._hear)

    def _hear(self, frame: str | bytes) -> None:
        if isinstance(frame, str):  # Streamlit speaks in bytes
            return
        message = ForwardMsg.FromString(frame)
        kind = message.WhichOneof("type")
        if kind == "script_finished":
            self.drawn = True
        elif kind == "navigation":
            self.menu = [page.page_name for page in message.navigation.app_pages if not page.is_hidden]
        elif kind == "page_not_found":
            self.troubles.append("there is no such page")
        elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
            self.troubles.append(message.delta.new_element.exception.message)
