"""Owns asking ClamAV about a file: clean, or the name of what was found; no answer is no yes.

`tcp://host:3310` or `unix:///path/of/clamd.sock`. The bytes go by INSTREAM over loopback
or the house's own network; nothing is written to disk for it.
"""

import io
from typing import Protocol
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
        parts = urlsplit(address)
        if parts.scheme.endswith("unix"):
            self._make = lambda: clamd.ClamdUnixSocket(parts.path, TIMEOUT)
        else:
            host, port = parts.hostname or "127.0.0.1", parts.port or 3310
            self._make = lambda: clamd.ClamdNetworkSocket(host, port, TIMEOUT)

    def find(self, body: bytes) -> str:
        """Ask the daemon; what is no clear answer is none."""
        try:
            verdict, name = self._make().instream(io.BytesIO(body))["stream"]
        except (clamd.ClamdError, OSError, KeyError, TypeError, ValueError) as error:
            raise ScannerUnavailable(type(error).__name__) from error
        if verdict == "OK":
            return ""
        if verdict == "FOUND" and name:
            return str(name)
        raise ScannerUnavailable(verdict)


def open_scanner(address: str) -> Scanner | None:
    """The scanner of an address; None where the house has none."""
    return ClamScanner(address) if address else None
