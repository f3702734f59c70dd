"""Owns the form document as text: load, dump, fingerprint, and its translatable messages."""

import hashlib
import json
from collections.abc import Iterable, Iterator

from pydantic import JsonValue, ValidationError

from app.forms.definition import Form, Step
from app.forms.document_text import DefinitionError, Lines, read_document
from app.forms.upgrade import UnreadableVersion, upgrade

__all__ = ["DefinitionError", "dump", "fingerprint", "load", "load_dumped", "messages"]


def load(text: str | bytes, source: str = "", *, is_ours: bool = False) -> Form:
    """Return the form of a YAML or JSON document; raises DefinitionError naming file and line."""
    return _form(*read_document(text, source, is_ours=is_ours), source)


def load_dumped(text: str, source: str = "") -> Form:
    """Return the form that `dump` wrote, thirty times faster than a document of anybody's."""
    return _form(json.loads(text), Lines({}), source)


def _form(tree: JsonValue, lines: Lines, source: str) -> Form:
    try:
        return Form.model_validate(upgrade(tree))
    except UnreadableVersion as error:
        raise DefinitionError(source, None, "document_version", str(error)) from error
    except ValidationError as error:
        raise _first_problem(error, lines, source) from error


def dump(form: Form) -> str:
    """Return the canonical JSON of a form: sorted keys, defaults left out.

    A default may therefore never change its meaning; such a change is a new document version.
    """
    tree = form.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for step, plain in zip(form.steps, tree["steps"], strict=True):
        for field, entry in zip(step.fields, plain["fields"], strict=True):
            entry["type"] = field.type
    tree["document_version"] = form.document_version
    return json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(form: Form) -> str:
    """Return the SHA-256 (hex) of the canonical JSON."""
    return hashlib.sha256(dump(form).encode("utf-8")).hexdigest()


def messages(form: Form) -> Iterable[tuple[str | None, str, str]]:
    """Yield (context, text, place) for every text that a resident reads."""
    yield None, form.title, "title"
    yield None, form.summary, "summary"
    yield None, form.purpose_of_use, "purpose_of_use"
    yield from ((None, text, f"bring.{n}") for n, text in enumerate(form.bring))
    for repeat in form.repeats:
        place = f"repeats.{repeat.key}"
        yield None, repeat.item_title, f"{place}.item_title"
        yield None, repeat.add_label, f"{place}.add_label"
        yield None, repeat.remove_label, f"{place}.remove_label"
    if form.eligibility is not None:
        yield None, form.eligibility.passed, "eligibility.passed"
        for number, each in enumerate(form.eligibility.reasons):
            yield None, each.reason, f"eligibility.reasons.{number}.reason"
    for step in form.steps:
        yield from _step_messages(step)


def _step_messages(step: Step) -> Iterator[tuple[str | None, str, str]]:
    place = f"steps.{step.slug}"
    yield None, step.title, f"{place}.title"
    if step.intro:
        yield None, step.intro, f"{place}.intro"
    for field in step.fields:
        own = f"{place}.fields.{field.key}"
        yield field.context, field.label, f"{own}.label"
        if field.hint:
            yield None, field.hint, f"{own}.hint"
        yield from ((None, text, f"{own}.{where}") for where, text in field.texts())
    for number, rule in enumerate(step.rules):
        yield None, rule.message, f"{place}.rules.{number}.message"
    if step.exit is not None:
        own_texts = {"title": step.exit.title, "text": step.exit.text}
        own_texts |= {"link_text": step.exit.link_text} if step.exit.link_text else {}
        yield from ((None, text, f"{place}.exit.{where}") for where, text in own_texts.items())


def _first_problem(error: ValidationError, lines: Lines, source: str) -> DefinitionError:
    first = error.errors(include_url=False, include_input=False)[0]
    path = tuple(key for key in first["loc"])
    # inside a field pydantic adds the type's name to the place; the document has no such level
    line = lines.nearest(path)
    message = str(first["msg"]).removeprefix("Value error, ")
    return DefinitionError(source, line, ".".join(map(str, path)), message)
