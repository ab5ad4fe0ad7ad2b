"""A connection to a server of this machine that can be cut, and mended."""

import contextlib
import socket
import threading
from typing import Self


class Wire:
    """Passes everything between whoever connects to its `address` and the server at that port."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._whole = True

    def __enter__(self) -> Self:
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self._thread.join()

    def cut(self) -> None:
        """Ends every connection, and takes no more."""
        with self._lock:
            self._whole = False
            ends, self._open = self._open, set()
        for end in ends:
            _end(end)

    def mend(self) -> None:
        """Takes connections again."""
        self._whole = True

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self._door.accept()
            except OSError:  # the door is closed
                return
            if not self._whole:
                _end(near)
                continue
            far = socket.create_connection(("127.0.0.1", self._port))
            with self._lock:
                self._open |= {near, far}
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._pass_on, args=(one, other)).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(1 << 16):
                other.sendall(data)
        for end in (one, other):
            _end(end)
        with self._lock:
            self._open -= {one, other}


def _end(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
