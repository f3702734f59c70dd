"""Owns the load's HTTP client: one browser with a cookie jar and one keep-alive connection.

Written on a bare protocol with a C parser, so that the client takes as little as possible of the
two cores it shares with the server it measures.
"""

import asyncio
import re
import secrets
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from time import perf_counter
from urllib.parse import urlencode

import httptools

Fields = Mapping[str, str | Sequence[str]]
INPUT = re.compile(r'name="(_csrf|_version|_slip)" value="([^"]*)"')
AGENT = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"


@dataclass(frozen=True)
class File:
    """A file to post under a field name."""

    name: str
    filename: str
    media_type: str
    body: bytes


@dataclass
class Answer:
    """One response; `seconds` from the first byte sent to the last byte read."""

    status: int
    headers: dict[str, str]
    raw: bytes
    seconds: float = 0.0
    cookies: list[str] = field(default_factory=list)

    @cached_property
    def text(self) -> str:
        """The body, decompressed."""
        body = self.raw
        if self.headers.get("content-encoding") == "gzip":
            body = zlib.decompress(body, 31)
        return body.decode()

    @property
    def location(self) -> str:
        """Where a redirect leads: path and query, without the fragment."""
        return self.headers["location"].partition("#")[0]

    def hidden(self) -> dict[str, str]:
        """The fields our forms carry: the CSRF token, a draft's version, a status page's slip."""
        return {name: unescape(value) for name, value in INPUT.findall(self.text)}


class Unexpected(Exception):
    """An answer that is not the one of a visit that works."""


class _Wire(asyncio.Protocol):
    """One connection; hands each complete response to whoever waits for it."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.waiting: asyncio.Future[Answer] | None = None
        self._reset()

    def _reset(self) -> None:
        self.parser = httptools.HttpResponseParser(self)
        self.answer = Answer(0, {}, b"")
        self.parts: list[bytes] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        self.parser.feed_data(data)

    def connection_lost(self, error: Exception | None) -> None:
        self.transport = None
        if self.waiting and not self.waiting.done():
            self.waiting.set_exception(Unexpected("connection lost"))

    def on_header(self, name: bytes, value: bytes) -> None:
        key = name.decode("latin-1").lower()
        if key == "set-cookie":
            self.answer.cookies.append(value.decode("latin-1").partition(";")[0])
        else:
            self.answer.headers[key] = value.decode("latin-1")

    def on_body(self, data: bytes) -> None:
        self.parts.append(data)

    def on_message_complete(self) -> None:
        answer, waiting = self.answer, self.waiting
        answer.status = self.parser.get_status_code()
        if answer.status < 200:
            return
        answer.raw = b"".join(self.parts)
        self._reset()
        if waiting and not waiting.done():
            waiting.set_result(answer)


class Browser:
    """One resident's phone: a connection kept alive, cookies, compression as browsers ask it."""

    def __init__(self, port: int, *, language: str = "ja") -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.wire: _Wire | None = None
        self.head = (
            f"Host: 127.0.0.1:{port}\r\nUser-Agent: {AGENT}\r\nAccept: text/html\r\n"
            f"Accept-Language: {language}\r\nAccept-Encoding: gzip\r\n"
        )

    async def get(self, path: str, **headers: str) -> Answer:
        """GET a path."""
        return await self._ask("GET", path, [], headers)

    async def post(self, path: str, fields: Fields) -> Answer:
        """POST a form as browsers do without files."""
        body = urlencode(fields, doseq=True).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return await self._ask("POST", path, [body], kind)

    async def post_files(self, path: str, fields: Fields, files: Sequence[File]) -> Answer:
        """POST a form with files; the files' bytes are shared, not copied."""
        mark = secrets.token_hex(12)
        parts: list[bytes] = []
        for name, values in fields.items():
            for value in [values] if isinstance(values, str) else values:
                parts.append(_part(mark, f'name="{name}"') + value.encode() + b"\r\n")
        for file in files:
            place = f'name="{file.name}"; filename="{file.filename}"'
            head = _part(mark, place, f"Content-Type: {file.media_type}\r\n")
            parts += [head, file.body, b"\r\n"]
        parts.append(f"--{mark}--\r\n".encode())
        kind = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        return await self._ask("POST", path, parts, kind)

    async def _ask(
        self, method: str, path: str, body: Sequence[bytes], headers: Mapping[str, str]
    ) -> Answer:
        began = perf_counter()
        loop = asyncio.get_running_loop()
        if self.wire is None or self.wire.transport is None:
            _, self.wire = await loop.create_connection(_Wire, "127.0.0.1", self.port)
        wire = self.wire
        wire.waiting = loop.create_future()
        wire.transport.writelines([self._head(method, path, body, headers), *body])
        answer = await wire.waiting
        answer.seconds = perf_counter() - began
        for cookie in answer.cookies:
            name, _, value = cookie.partition("=")
            self.cookies[name] = value
        return answer

    def _head(
        self, method: str, path: str, body: Sequence[bytes], headers: Mapping[str, str]
    ) -> bytes:
        lines = [f"{method} {path} HTTP/1.1\r\n{self.head}"]
        lines += [f"{name}: {value}\r\n" for name, value in headers.items()]
        if self.cookies:
            sent = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            lines.append(f"Cookie: {sent}\r\n")
        if method == "POST":
            lines.append(f"Content-Length: {sum(map(len, body))}\r\n")
        return ("".join(lines) + "\r\n").encode()

    def close(self) -> None:
        """Close the connection."""
        if self.wire and self.wire.transport:
            self.wire.transport.close()
        self.wire = None


def _part(mark: str, place: str, more: str = "") -> bytes:
    return f"--{mark}\r\nContent-Disposition: form-data; {place}\r\n{more}\r\n".encode()


def expect(answer: Answer, status: int, what: str) -> Answer:
    """The answer, if it has this status; raises Unexpected with what was being done."""
    if answer.status != status:
        raise Unexpected(f"{what}: {answer.status}, not {status}")
    return answer
