"""Owns the words shared by form, fields and answers: raw input, canonical value, field error."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

Raw = Mapping[str, list[str]]
"""What the browser posted: input name (or part of a field) -> the values under that name."""

Answers = dict[str, JsonValue]
"""Canonical answers: field key -> value, repeat key -> list of items (field key -> value)."""

Gettext = Callable[[str], str]

Attached = Mapping[str, int]
"""Upload path -> number of files already stored for it."""


def N_(message: str) -> str:  # Babel knows this name: marks a message id, translates nothing
    """Mark `message` for extraction and return it unchanged."""
    return message


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field: a message id with parameters, and where to send the reader.

    `path` is the field's path, `part` the box inside it ("" for the whole field), `label` the
    field's label as a message id (for the error summary).
    """

    path: str
    message_id: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    part: str = ""
    label: str = ""

    @property
    def anchor(self) -> str:
        """Return the id of the input that the error summary links to."""
        return anchor(input_name(self.path, self.part))

    def text(self, gettext: Gettext) -> str:
        """Return the message in the reader's language, parameters and the label filled in."""
        return gettext(self.message_id).format(**{"label": gettext(self.label), **self.params})

    @property
    def is_named(self) -> bool:
        """Return whether the message itself says which field it is about."""
        return "{label}" in self.message_id


def anchor(path: str) -> str:
    """Return the HTML id of the input for `path`: `children.0.name` -> `f-children-0-name`."""
    return "f-" + path.replace(".", "-")


def input_name(path: str, part: str) -> str:
    """Return the name of a box in the page: the path, and the part where there are several."""
    return f"{path}.{part}" if part else path


def mapping(value: JsonValue) -> dict[str, JsonValue]:
    """Return `value` when it is a mapping, else an empty one (stored data is never trusted)."""
    return value if isinstance(value, dict) else {}


def text_of(value: JsonValue) -> str:
    """Return `value` when it is a text, else ''."""
    return value if isinstance(value, str) else ""


def one(raw: Raw, part: str = "") -> str:
    """Return the single value under `part`, or '' when nothing was posted."""
    values = raw.get(part)
    return values[0] if values else ""
