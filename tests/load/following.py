"""The stream of a board, read as a browser reads it, as far as a crowd's figures need it."""

import asyncio
import re
import time
from dataclasses import dataclass, field

HEAD = re.compile(rb'"status":"(\w+)".*?"share":([\d.e+-]+)')
"""What a moment begins with; what follows it are the runs, which are long and not read."""

ASKED = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n{cookie}Connection: close\r\n\r\n"
)


@dataclass
class Following:
    """What a stream has told, by the clock: when each news of growth came, and when the runs had ended."""

    grown: list[float] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    ended: float | None = None
    received: int = 0

    def hear(self, moment: bytes) -> bool:
        """Takes a moment in; whether it says that all is done."""
        found = HEAD.search(moment[:400])
        assert found is not None, moment[:400]
        status, share = found[1], float(found[2])
        now = time.monotonic()
        if share > 0 and (not self.shares or share != self.shares[-1]):
            self.grown.append(now)
            self.shares.append(share)
        if status == b"done" and self.ended is None:
            self.ended = now
        return status == b"done"

    def share_at(self, moment: float) -> float:
        """How far the runs had come by then, as far as it was told."""
        told = [share for at, share in zip(self.grown, self.shares, strict=True) if at <= moment]
        return told[-1] if told else 0.0


async def follow(
    port: int, address: str, following: Following, until_done: bool = True, cookie: str = ""
) -> None:
    """Reads a stream into that until all is done, or for good; raises where there is no stream."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**24)
    try:
        writer.write(ASKED.format(path=address, cookie=f"Cookie: {cookie}\r\n" if cookie else "").encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head.split(b"\r\n")[0]:
            raise ConnectionError(head.decode(errors="replace").splitlines()[0])
        chunked = b"chunked" in head.lower()
        text = b""
        while True:
            chunk = await _chunk(reader) if chunked else await reader.read(2**16)
            if not chunk:
                return
            following.received += len(chunk)
            text += chunk
            *events, text = text.split(b"\n\n")
            for event in events:
                name, _, data = event.partition(b"\n")
                if name == b"event: end":
                    return
                if name == b"event: moment" and following.hear(data) and until_done:
                    return
    finally:
        writer.close()


async def _chunk(reader: asyncio.StreamReader) -> bytes:
    """The next part of a chunked answer, empty at its end."""
    size = int(await reader.readline() or b"0", 16)
    data = await reader.readexactly(size)
    await reader.readline()
    return data
