"""Owns the post office of the journeys: takes mail by SMTP on loopback and keeps it as text."""

import email
import socketserver
import threading
import time
from email.policy import default


class _Counter(socketserver.StreamRequestHandler):
    """One conversation; every command is answered with yes."""

    def handle(self) -> None:
        self._say("220 mihon")
        while line := self.rfile.readline().strip().upper():
            if line == b"DATA":
                self._say("354 go on")
                self._keep()
                self._say("250 kept")
            elif line == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 mihon")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def _keep(self) -> None:
        lines = list(iter(self.rfile.readline, b".\r\n"))
        mail = email.message_from_bytes(b"".join(lines), policy=default)
        body = mail.get_body()
        self.server.letters.append(body.get_content() if body else "")  # type: ignore[attr-defined]


class PostOffice:
    """`port` to send to; `letters` in the order they came."""

    def __init__(self) -> None:
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Counter)
        self._server.daemon_threads = True
        self.letters: list[str] = []
        self._server.letters = self.letters  # type: ignore[attr-defined]
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def wait_for(self, words: str, *, after: int) -> str:
        """The first letter since `after` that has these words."""
        for _ in range(600):
            found = next((each for each in self.letters[after:] if words in each), None)
            if found is not None:
                return found
            time.sleep(0.1)
        raise AssertionError(f"no letter says {words!r}: {self.letters[after:]}")

    def close(self) -> None:
        """Shut the counter."""
        self._server.shutdown()
        self._server.server_close()
