"""Owns the shelf of city profiles: which there are, and loading one; errors name the key."""

import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import ValidationError

from app.city.model import City

SHELF: Final = Path(__file__).parent


class CityError(ValueError):
    """A profile that cannot be used; the message names the file and the key."""


class _Loader(yaml.CSafeLoader):
    """YAML that refuses a key given twice instead of keeping the last one silently.

    The C reader is five times as fast; nested a hundred thousand deep a text would end the process,
    so that it is for the operator's own files, never for a text from outside.
    """


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Hashable, Any]:
    seen: dict[Hashable, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node)
        if not isinstance(key, Hashable):
            raise CityError(f"line {key_node.start_mark.line + 1}: a key must be a word")
        if key in seen:
            raise CityError(f"line {key_node.start_mark.line + 1}: key {key!r} is given twice")
        seen[key] = loader.construct_object(value_node, deep=True)
    return seen


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def shipped() -> tuple[str, ...]:
    """Return the names of the profiles the house ships with, sorted."""
    return tuple(sorted(path.stem for path in SHELF.glob("*.yaml")))


def load(name_or_path: str | Path) -> City:
    """Load a shipped profile by its name, or one from a file; CityError names what is wrong."""
    path = _find(name_or_path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CityError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise CityError(f"{path}: not UTF-8") from error
    return read(text, source=str(path))


def read(text: str, *, source: str) -> City:
    """Return the city of a profile's text; `source` is named in every CityError."""
    try:
        document = yaml.load(text, _Loader)
    except CityError as error:
        raise CityError(f"{source}: {error}") from None
    except yaml.YAMLError as error:
        raise CityError(f"{source}: not YAML: {_one_line(str(error))}") from error
    try:
        return City.model_validate(document)
    except ValidationError as error:
        raise CityError(f"{source}: {_problems(error)}") from error


def _find(name_or_path: str | Path) -> Path:
    name = str(name_or_path)
    if re.fullmatch(r"[a-z0-9-]+", name):
        path = SHELF / f"{name}.yaml"
        if not path.is_file():
            raise CityError(f"{name}: no such city; shipped are {', '.join(shipped())}")
        return path
    return Path(name_or_path)


def _problems(error: ValidationError) -> str:
    """Return every problem as `key: what is wrong`, joined on one line."""
    return "; ".join(
        f"{'.'.join(str(part) for part in problem['loc']) or 'profile'}: "
        f"{problem['msg'].removeprefix('Value error, ')}"
        for problem in error.errors()
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
