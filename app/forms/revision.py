"""Owns the comparison of a form with its published revision, and with a translation."""

from collections.abc import Callable, Iterator

from app.forms.definition import Form
from app.forms.field import Field
from app.forms.problem import Problem
from app.forms.snapshot import messages


def changes(published: Form, form: Form) -> list[Problem]:
    """Return what would break applications that are open under the published revision.

    A key that stored answers use must not vanish or change its kind; labels may change freely.
    """
    found: list[Problem] = []
    now = {(scope, field.key): (place, field) for scope, place, field in _fields(form)}
    for scope, place, before in _fields(published):
        if not before.keeps:
            continue
        if (scope, before.key) not in now:
            found.append(Problem(place, "asked in the published form, gone from this one"))
            continue
        where, after = now[scope, before.key]
        if before.type != after.type:
            found.append(
                Problem(where, f"was a {before.type}, is a {after.type} now: use a new key")
            )
            continue
        lost = [key for key in before.keys() or () if key not in (after.keys() or ())]
        if lost:
            shown = ", ".join(map(str, lost[:10]))
            found.append(
                Problem(where, f"choice keys gone while applications may hold them: {shown}")
            )
    return found


def untranslated(
    form: Form, language: str, is_translated: Callable[[str | None, str], bool]
) -> list[Problem]:
    """Return the texts without a translation; `is_translated` takes (context, Japanese text)."""
    return [
        Problem(place, f"not translated into {language}: {text[:40]}")
        for context, text, place in messages(form)
        if not is_translated(context, text)
    ]


def _fields(form: Form) -> Iterator[tuple[str | None, str, Field]]:
    for step in form.steps:
        for field in step.fields:
            yield step.repeat, f"steps.{step.slug}.fields.{field.key}", field
