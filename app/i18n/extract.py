"""Owns finding the Japanese ids in our Python files (a Babel extractor, named in babel.toml).

An id is: the argument of `N_("…")`, `_("…")` and `….gettext("…")`; `message` and `advice` of an
error; the first argument of a raised error; a value of a dictionary named in `tables`. The last
three only when the text is Japanese, so that a programmer's ValueError stays English and unread.
"""

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import BinaryIO

from app.errors import CityHallError

Found = tuple[int, str | None, str | tuple[str, ...], list[str]]
"""Line, the function Babel should think it was (None: a plain id), the text or texts, comments."""

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
MARKERS = ("N_", "_", "gettext")
TOLD = ("message", "advice")


def python(
    fileobj: BinaryIO,
    keywords: Mapping[str, object],
    comment_tags: Collection[str],
    options: Mapping[str, str],
) -> Iterable[Found]:
    """Yield every id of one Python file; option `tables` names dictionaries of ids."""
    tables = options.get("tables", "").split()
    for node in ast.walk(ast.parse(fileobj.read())):
        if isinstance(node, ast.Call):
            yield from _call(node)
        elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            yield from _told(node.exc.args[:1])
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            yield from _assigned(node, tables)


def _call(node: ast.Call) -> Iterator[Found]:
    name = _name(node.func)
    texts = [each.value for each in node.args if _is_text(each)]  # type: ignore[attr-defined]
    if name in MARKERS and texts:
        context = next((k.value for k in node.keywords if k.arg == "context"), None)
        if context is not None and _is_text(context):
            yield node.lineno, "pgettext", (context.value, texts[0]), []  # type: ignore[attr-defined]
        else:
            yield node.lineno, None, texts[0], []
    elif name == "ngettext" and len(texts) == 2:
        yield node.lineno, "ngettext", (texts[0], texts[1]), []
    elif name in _kinds():
        yield from _told(node.args[:1])


def _assigned(node: ast.Assign | ast.AnnAssign, tables: Collection[str]) -> Iterator[Found]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    names = {_name(target) for target in targets}
    if node.value is not None and names & set(TOLD):
        yield from _told([node.value])
    if isinstance(node.value, ast.Dict) and names & set(tables):
        yield from _told(node.value.values)


def _told(nodes: Iterable[ast.expr]) -> Iterator[Found]:
    for node in nodes:
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and JAPANESE.search(text):
            yield node.lineno, None, text, []


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _kinds() -> set[str]:
    return {CityHallError.__name__} | {kind.__name__ for kind in CityHallError.__subclasses__()}
