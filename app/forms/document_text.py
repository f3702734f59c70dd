"""Owns reading YAML and JSON safely: plain scalars only, no repeated keys, lines remembered."""

import re
from dataclasses import dataclass

import yaml
from pydantic import JsonValue

MOST_BYTES = 1_000_000
MOST_NODES = 60_000
Path = tuple[str | int, ...]


class DefinitionError(ValueError):
    """A document that is no form: names the file, the line and the place in it."""

    def __init__(self, source: str, line: int | None, place: str, message: str) -> None:
        self.source, self.line, self.place, self.message = source, line, place, message
        where = ":".join(str(part) for part in (source or "document", line) if part is not None)
        super().__init__(f"{where}: {place}: {message}" if place else f"{where}: {message}")


@dataclass(frozen=True)
class Lines:
    """Where each place of the document stands: path -> line, counted from 1."""

    by_path: dict[Path, int]

    def nearest(self, path: Path) -> int | None:
        """Return the line of `path`, or of the deepest part of it that the document has."""
        here: Path = ()
        found = self.by_path.get(here)
        for key in path:
            if (*here, key) in self.by_path:
                here = (*here, key)
                found = self.by_path[here]
        return found


class _Loader(yaml.SafeLoader):
    """YAML 1.2's plain scalars only: `no`, `2026-04-01` and `18:30` stay what they look like."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"^(?:true|false)$", ["t", "f"]),
    ("tag:yaml.org,2002:null", r"^(?:null|~|)$", ["n", "~", ""]),
    ("tag:yaml.org,2002:int", r"^(?:0|-?[1-9][0-9]*)$", list("-0123456789")),
    ("tag:yaml.org,2002:merge", r"^<<$", ["<"]),
):
    _Loader.add_implicit_resolver(_tag, re.compile(_pattern), _first)


class _Quick(yaml.CSafeLoader):
    """The same by libyaml, in a sixth of the time; what is nested deeply ends the process."""

    yaml_implicit_resolvers = _Loader.yaml_implicit_resolvers


def read_document(
    text: str | bytes, source: str, *, is_ours: bool = False
) -> tuple[JsonValue, Lines]:
    """Return the tree and its lines; raises DefinitionError. JSON is read as the YAML it is.

    `is_ours` is for documents that ship with the city hall, never for one that somebody brought.
    """
    if len(text) > MOST_BYTES:
        raise DefinitionError(source, None, "", f"longer than {MOST_BYTES} bytes")
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        # a raw tab in JSON can only be space between values, where YAML does not allow one
        is_json = decoded.lstrip().startswith("{")
        make = _Quick if is_ours else _Loader
        node = make(decoded.replace("\t", " ") if is_json else decoded).get_single_node()
    except UnicodeDecodeError as error:
        raise DefinitionError(source, None, "", "not UTF-8") from error
    except yaml.YAMLError as error:
        raise _syntax_error(error, source) from error
    except RecursionError as error:
        raise DefinitionError(source, None, "", "nested too deeply") from error
    if node is None:
        raise DefinitionError(source, None, "", "the document is empty")
    walk = _Walk(source)
    try:
        return walk.tree(node, ()), Lines(walk.lines)
    except RecursionError as error:
        raise DefinitionError(source, None, "", "nested too deeply") from error


class _Walk:
    """One pass over the nodes: builds plain values, remembers lines, refuses what is unsafe."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.lines: dict[Path, int] = {}
        self.visited = 0

    def tree(self, node: yaml.Node, path: Path) -> JsonValue:
        """Return the plain value of `node`."""
        self.visited += 1  # counts aliases each time: what would swell is refused before it does
        if self.visited > MOST_NODES:
            raise DefinitionError(self.source, None, "", "too many values")
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode) and node.tag.endswith(":map"):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode) and node.tag.endswith(":seq"):
            return [self.tree(child, (*path, n)) for n, child in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, JsonValue]:
        merged: dict[str, JsonValue] = {}
        own: dict[str, JsonValue] = {}
        for key_node, value_node in node.value:
            if key_node.tag.endswith(":merge"):
                base = self.tree(value_node, path)
                if not isinstance(base, dict):
                    raise self._error(key_node, path, "<< needs a mapping")
                merged |= base
                continue
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
            if not key or key in own:
                raise self._error(key_node, path, f"the key {key!r} stands twice or is no text")
            own[key] = self.tree(value_node, (*path, key))
            self.lines[(*path, key)] = key_node.start_mark.line + 1
        return merged | own

    def _scalar(self, node: yaml.Node) -> JsonValue:
        text = str(node.value)
        if not isinstance(node, yaml.ScalarNode):
            raise self._error(node, (), f"the tag {node.tag!r} is not for documents")
        if node.tag.endswith(":null"):
            return None
        if node.tag.endswith(":bool"):
            return text == "true"
        if node.tag.endswith(":int") and len(text) <= 15:
            return int(text)
        if node.tag.endswith((":str", ":int")):
            return self._whole(node, text)
        raise self._error(node, (), f"the tag {node.tag!r} is not for documents")

    def _whole(self, node: yaml.Node, text: str) -> str:
        # JSON writes characters outside the basic plane as two halves: \ud842\udfb7 is 𠮷
        try:
            return text.encode("utf-16", "surrogatepass").decode("utf-16")
        except UnicodeDecodeError:
            raise self._error(node, (), "half a character") from None

    def _error(self, node: yaml.Node, path: Path, message: str) -> DefinitionError:
        place = ".".join(map(str, path))
        return DefinitionError(self.source, node.start_mark.line + 1, place, message)


def _syntax_error(error: yaml.YAMLError, source: str) -> DefinitionError:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    return DefinitionError(source, mark.line + 1 if mark else None, "", str(problem))
