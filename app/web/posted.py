"""Owns reading what was posted: text fields as typed, files spooled and never over their limit.

The body is read before any transaction is opened, so that a slow phone never holds the writer.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import IO, Annotated

from fastapi import Depends
from python_multipart.multipart import parse_options_header
from starlette.datastructures import UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request

from app.errors import NotFound, TooLarge, TooSlow, Unprocessable
from app.web import csrf

MOST_FILE_BYTES = 10 * 1024 * 1024
MOST_BODY_BYTES = 600 * 1024 * 1024
MOST_TEXT_BYTES = 1024 * 1024
MOST_TEXTS_BYTES = 3 * MOST_TEXT_BYTES
LONGEST_SILENCE = 30.0
MOST_FIELDS = 800
MOST_FILES = 30


@dataclass(frozen=True)
class PostedFile:
    """One file of a post: its name as sent, its size in bytes, its bytes."""

    name: str
    size: int
    body: IO[bytes]

    @property
    def is_too_large(self) -> bool:
        """Whether more was sent than is kept; the bytes over the limit were dropped on arrival."""
        return self.size > MOST_FILE_BYTES


@dataclass(frozen=True)
class Posted:
    """All of a post by field name."""

    fields: Mapping[str, list[str]]
    files: Mapping[str, list[PostedFile]]

    def get(self, name: str, default: str = "") -> str:
        """The first value of a field."""
        return self.fields.get(name, [default])[0]

    def answers(self) -> dict[str, list[str]]:
        """The fields that are not ours (ours begin with an underscore)."""
        return {name: values for name, values in self.fields.items() if not name.startswith("_")}


class _CappedParser(MultiPartParser):
    """Drops the bytes of a file beyond the limit; refuses more text than memory should hold."""

    text_bytes = 0

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        part = self._current_part
        if part.file is not None:
            size = getattr(part, "seen", 0) + end - start
            part.seen = size  # type: ignore[attr-defined]
            part.file.seen = size  # type: ignore[attr-defined]
            if size > MOST_FILE_BYTES:
                return
        else:
            self.text_bytes += end - start
            if self.text_bytes > MOST_TEXTS_BYTES:
                raise TooLarge
        super().on_part_data(data, start, end)


def whole_number(typed: str) -> int:
    """A whole number as our own pages post it; -1 for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


async def posted(request: Request) -> Posted:
    """Read the body of an unsafe request and check that it is ours; empty for safe requests."""
    if "\x00" in request.scope["path"] or b"%00" in request.scope["query_string"]:
        raise NotFound  # PostgreSQL takes no NUL, not even to find nothing
    if request.method in ("GET", "HEAD", "OPTIONS") or request.url.path.startswith("/api/"):
        return Posted({}, {})
    if hasattr(request.state, "posted"):
        return request.state.posted  # type: ignore[no-any-return]
    result = await _read(request)
    given = result.get(csrf.FIELD) or request.headers.get(csrf.HEADER)
    csrf.check(request, request.app.state.keys, given)
    request.state.posted = result
    return result


async def _read(request: Request) -> Posted:
    kind, options = parse_options_header(request.headers.get("content-type"))
    if options.get(b"charset", b"utf-8").lower() != b"utf-8":
        raise Unprocessable  # in others half a character passes, and decoding may take for ever
    if int(request.headers.get("content-length") or 0) > MOST_BODY_BYTES:
        raise TooLarge
    fields: dict[str, list[str]] = {}
    files: dict[str, list[PostedFile]] = {}
    try:
        if kind == b"multipart/form-data":
            parser = _CappedParser(
                request.headers, _capped(request, MOST_BODY_BYTES), max_files=MOST_FILES,
                max_fields=MOST_FIELDS,
            )  # fmt: skip
            form = await parser.parse()
        elif kind == b"application/x-www-form-urlencoded":
            form = await FormParser(
                request.headers, _capped(request, MOST_TEXTS_BYTES), max_fields=MOST_FIELDS,
                max_part_size=MOST_TEXT_BYTES,
            ).parse()  # fmt: skip
        else:
            return Posted({}, {})
    except (MultiPartException, UnicodeError) as error:
        raise Unprocessable from error
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            if value.filename:
                size = getattr(value, "seen", 0)
                files.setdefault(name, []).append(PostedFile(value.filename, size, value.file))
        else:
            fields.setdefault(name, []).append(_clean(value))
    request.state.spooled = [each.body for group in files.values() for each in group]
    return Posted(fields, files)


async def _capped(request: Request, most: int) -> AsyncGenerator[bytes, None]:
    """The body as it comes, not longer than `most`; who falls silent is not waited for."""
    seen, stream = 0, aiter(request.stream())
    while True:
        try:
            chunk = await asyncio.wait_for(anext(stream), LONGEST_SILENCE)
        except StopAsyncIteration:
            return
        except TimeoutError as error:
            raise TooSlow from error
        seen += len(chunk)
        if seen > most:
            raise TooLarge
        yield chunk


def _clean(text: str) -> str:
    """The text as typed: only the line ends of the transport are made one kind.

    NUL, which PostgreSQL does not even look for, is handed on as another control character: the
    field it was typed into refuses it by its name and keeps the rest.
    """
    return text.replace("\r\n", "\n").replace("\x00", "\x01")


Post = Annotated[Posted, Depends(posted)]
