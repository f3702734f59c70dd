"""Owns reading the words of a PDF of ours in tests: every text it shows, by its own letter tables.

A PDF shows glyphs; which letter a glyph is stands in a table of its font (ToUnicode). Each run of
glyphs is read by every table, so that nothing that could be read is missed.
"""

import re
import zlib

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_BLOCK = re.compile(rb"beginbf(char|range)\s(.*?)endbf", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_SPAN = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_SHOWN = re.compile(rb"\[(.*?)\]\s*TJ|(\(.*?(?<!\\)\)|<[0-9A-Fa-f]*>)\s*Tj", re.DOTALL)
_TEXT = re.compile(rb"<([0-9A-Fa-f]*)>|\(((?:\\.|[^\\)])*)\)", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def words_of(pdf: bytes) -> str:
    """All texts of a PDF, a line for each letter table."""
    streams = [_opened(each) for each in _STREAM.findall(pdf)]
    tables = [found for each in streams if (found := _table(each))]
    runs = [_glyphs(each) for stream in streams for each in _SHOWN.findall(stream)]
    return "\n".join(
        "".join(table.get(code, "") for run in runs for code in run) for table in tables
    )


def _opened(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def _table(stream: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for kind, block in _BLOCK.findall(stream):
        if kind == b"char":
            found |= {int(code, 16): _letters(text) for code, text in _PAIR.findall(block)}
            continue
        for first, last, text in _SPAN.findall(block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = chr(int(text, 16) + step)
    return found


def _letters(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be", errors="ignore")


def _glyphs(shown: tuple[bytes, bytes]) -> list[int]:
    codes = []
    for plain, literal in _TEXT.findall(shown[0] or shown[1]):
        text = bytes.fromhex(plain.decode()) if plain else _plain(literal)
        codes += [int.from_bytes(text[at : at + 2], "big") for at in range(0, len(text) - 1, 2)]
    return codes


def _plain(literal: bytes) -> bytes:
    def meant(found: re.Match[bytes]) -> bytes:
        each = found[1]
        return bytes([int(each, 8)]) if each.isdigit() else _ESCAPES.get(each, each)

    return re.sub(rb"\\([0-7]{1,3}|.)", meant, literal, flags=re.DOTALL)
