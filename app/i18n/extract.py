"""Owns finding the Japanese ids in templates and Python files (Babel extractors, see babel.toml).

An id is: the argument of `_("…")`, `N_("…")` and `….gettext("…")`, with `context="…"` where it is
given (Babel's own Jinja extractor would lose it); in Python also `message` and `advice` of an
error, the first argument of a raised error and a value of a dictionary named in `tables`. The last
ones only when the text is Japanese, so that a programmer's ValueError stays English and unread.
A comment `Translators: …` on the same line or the line above goes to the translator.
"""

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import BinaryIO

from jinja2 import Environment, nodes

from app.errors import CityHallError

Found = tuple[int, str | None, str | tuple[str, ...], list[str]]
"""Line, the function Babel should think it was (None: a plain id), the text or texts, comments."""

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
NOTE = re.compile(r"(?:\{#|#) *(Translators:.*?) *(?:#\}|$)")
MARKERS = ("N_", "_", "gettext")
TOLD = ("message", "advice")


def template(
    fileobj: BinaryIO,
    keywords: Mapping[str, object],
    comment_tags: Collection[str],
    options: Mapping[str, str],
) -> Iterable[Found]:
    """Yield every id of one Jinja template."""
    source = fileobj.read().decode("utf-8")
    notes = _notes(source)
    for node in Environment(autoescape=True).parse(source).find_all(nodes.Call):
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        texts = [_constant(each) for each in node.args]
        context = next((_constant(each.value) for each in node.kwargs if each.key == "context"), "")
        yield from _marked(node.lineno, name, texts, context, notes)


def python(
    fileobj: BinaryIO,
    keywords: Mapping[str, object],
    comment_tags: Collection[str],
    options: Mapping[str, str],
) -> Iterable[Found]:
    """Yield every id of one Python file; option `tables` names dictionaries of ids."""
    source = fileobj.read().decode("utf-8")
    notes = _notes(source)
    tables = options.get("tables", "").split()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            texts = [_constant(each) for each in node.args]
            context = next((_constant(k.value) for k in node.keywords if k.arg == "context"), "")
            yield from _marked(node.lineno, _name(node.func), texts, context, notes)
            if _name(node.func) in _kinds():
                yield from _told(node.args[:1])
        elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            yield from _told(node.exc.args[:1])
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            yield from _assigned(node, tables)


def _marked(
    line: int, name: str, texts: list[str], context: str, notes: Mapping[int, str]
) -> Iterator[Found]:
    note = notes.get(line) or notes.get(line - 1)
    comments = [note] if note else []
    if name in MARKERS and texts and texts[0]:
        if context:
            yield line, "pgettext", (context, texts[0]), comments
        else:
            yield line, None, texts[0], comments
    elif name == "ngettext" and all(texts[:2]) and len(texts) > 1:
        yield line, "ngettext", (texts[0], texts[1]), comments


def _assigned(node: ast.Assign | ast.AnnAssign, tables: Collection[str]) -> Iterator[Found]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    names = {_name(target) for target in targets}
    if node.value is not None and names & set(TOLD):
        yield from _told([node.value])
    if isinstance(node.value, ast.Dict) and names & set(tables):
        yield from _told(node.value.values)


def _told(values: Iterable[ast.expr]) -> Iterator[Found]:
    for value in values:
        if JAPANESE.search(text := _constant(value)):
            yield value.lineno, None, text, []


def _constant(node: ast.expr | nodes.Expr) -> str:
    value = node.value if isinstance(node, (ast.Constant, nodes.Const)) else None
    return value if isinstance(value, str) else ""


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _notes(source: str) -> dict[int, str]:
    lines = enumerate(source.splitlines(), start=1)
    return {number: match[1] for number, line in lines if (match := NOTE.search(line))}


def _kinds() -> set[str]:
    return {CityHallError.__name__} | {kind.__name__ for kind in CityHallError.__subclasses__()}
