"""Owns the mark by which two applications for the same person are noticed (重複の確認).

The name is compared folded (NFKC, without spaces) together with the birth date; what is stored is
a keyed digest that says nothing without the key. Nothing is decided by it: a clerk is told.
"""

from pydantic import JsonValue

from app.crypto import Keys
from app.forms.characters import folded
from app.forms.definition import Form
from app.forms.field import Field
from app.forms.fields.date import DateField
from app.forms.fields.name import NameField
from app.forms.places import items
from app.forms.values import Answers, mapping, text_of


def mark_of(keys: Keys, form: Form, answers: Answers) -> str:
    """The mark of the person an application is for; empty where name or birth date are missing."""
    repeat = form.one_application_per
    own = items(answers, repeat) if repeat else [answers]
    if not own:
        return ""
    fields = list(form.fields_of(repeat))
    name = _whole(_first(fields, NameField, own[0]))
    born = text_of(_first(fields, DateField, own[0]))
    return keys.sign("likeness", f"{name}|{born}") if name and born else ""


def _first(fields: list[Field], kind: type[Field], answers: Answers) -> JsonValue:
    return next((answers.get(each.key) for each in fields if isinstance(each, kind)), None)


def _whole(name: JsonValue) -> str:
    parts = mapping(name)
    return folded("".join(text_of(parts.get(part)) for part in ("family", "given", "foreign")))
