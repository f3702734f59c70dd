"""Owns a line to the city hall that can be cut: a relay on loopback, up or down."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Line:
    """A relay to `target`; while `is_cut` every connection ends without an answer."""

    def __init__(self, target: int) -> None:
        self.is_cut = False
        line, lines = self, set[socket.socket]()

        class Relay(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                if line.is_cut:
                    return
                with socket.create_connection(("127.0.0.1", target)) as far:
                    lines.update((self.request, far))
                    back = threading.Thread(target=_pour, args=(far, self.request), daemon=True)
                    back.start()
                    _pour(self.request, far)

        self._lines = lines
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Relay)
        self._server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def cut(self) -> None:
        """Everything that runs breaks off, and nothing gets through."""
        self.is_cut = True
        for each in list(self._lines):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """It works again."""
        self.is_cut = False

    def close(self) -> None:
        """Take the line down."""
        self.cut()
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def line_to(base: str) -> Iterator[Line]:
    """A line to the server at `base`."""
    line = Line(int(base.rpartition(":")[2]))
    try:
        yield line
    finally:
        line.close()


def _pour(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    for each in (source, target):
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
