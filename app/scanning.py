"""Owns asking ClamAV about a file: clean, or the name of what was found; no answer is no yes.

`tcp://host:3310` or `unix:///path/of/clamd.sock`. The bytes go by INSTREAM over loopback
or the house's own network; nothing is written to disk for it.
"""

import io
from collections.abc import Mapping
from typing import Protocol, cast
from urllib.parse import urlsplit

import clamd

TIMEOUT = 20.0


class ScannerUnavailable(Exception):
    """The scanner did not answer, or could not read the whole file: nothing is known."""


class Scanner(Protocol):
    """Looks into a file before it is kept."""

    def find(self, body: bytes) -> str:
        """The name of what was found, empty for a clean file; raises ScannerUnavailable."""


class ClamScanner:
    """A ClamAV daemon; a connection for each file, as its protocol wants it."""

    def __init__(self, address: str) -> None:
        self._address = urlsplit(address)

    def find(self, body: bytes) -> str:
        """Ask the daemon; what is no clear answer is none."""
        try:
            verdict, name = self._daemon().instream(io.BytesIO(body))["stream"]
        except (clamd.ClamdError, OSError, KeyError, TypeError, ValueError) as error:
            raise ScannerUnavailable(type(error).__name__) from error
        if verdict == "OK":
            return ""
        if verdict == "FOUND" and name:
            return str(name)
        raise ScannerUnavailable(verdict)

    def _daemon(self) -> "_Daemon":
        parts = self._address
        if parts.scheme == "unix":
            return cast("_Daemon", clamd.ClamdUnixSocket(parts.path, TIMEOUT))
        host, port = parts.hostname or "127.0.0.1", parts.port or 3310
        return cast("_Daemon", clamd.ClamdNetworkSocket(host, port, TIMEOUT))


class _Daemon(Protocol):
    """What we ask of the client, which has no types of its own."""

    def instream(self, body: io.BytesIO) -> Mapping[str, tuple[str, str | None]]:
        """The daemon's verdict and what it found."""


def open_scanner(address: str) -> Scanner | None:
    """The scanner of an address; None where the house has none."""
    return ClamScanner(address) if address else None
