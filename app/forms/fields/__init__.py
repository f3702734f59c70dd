"""Owns the shelf of field types: every module of this folder is one type; no list to edit."""

import importlib
import pkgutil
from collections.abc import Mapping

from app.forms.field import Field


def _type_in(name: str) -> tuple[str, type[Field]]:
    module = importlib.import_module(f"{__name__}.{name}")
    own = [
        thing
        for thing in vars(module).values()
        if isinstance(thing, type)
        and issubclass(thing, Field)
        and thing.__module__ == module.__name__
        and thing.model_fields["type"].default == name
    ]
    if len(own) != 1:
        raise ImportError(f"{module.__name__} must define one Field whose type is {name!r}")
    return name, own[0]


TYPES: Mapping[str, type[Field]] = dict(
    _type_in(module.name) for module in pkgutil.iter_modules(__path__)
)
"""Type name (the module's name) -> class."""
