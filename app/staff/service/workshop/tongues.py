"""Owns the translation of a form on the bench: its texts beside those of a language, read back.

A text that the shelf of languages knows already needs nobody; the rest is the form's own.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue

from app.forms import snapshot, translation
from app.forms.definition import Form
from app.forms.values import FieldError
from app.i18n.messages import Language
from app.staff.service.workshop.faults import in_japanese
from app.staff.service.workshop.sheet import Sheet, set_head

KEY: Final = "translations"
TOO_LONG: Final = f"{translation.MOST}文字までで入力してください"
LONGEST_NAME: Final = 40


@dataclass(frozen=True)
class Row:
    """One Japanese text: its box, the shelf's text (else nothing), and the form's own."""

    name: str
    japanese: str
    shipped: str = ""
    own: str = ""

    @property
    def is_done(self) -> bool:
        """Whether residents read it in the language."""
        return bool(self.shipped or self.own)

    @property
    def label(self) -> str:
        """The text, or its beginning."""
        cut = len(self.japanese) > LONGEST_NAME
        return f"{self.japanese[:LONGEST_NAME]}…" if cut else self.japanese


@dataclass(frozen=True)
class Progress:
    """How much of a form is translated into a language."""

    language: Language
    done: int
    total: int


def rows(form: Form, language: Language) -> list[Row]:
    """Every text of a form, in its order."""
    found = list(snapshot.messages(form))
    missing = {text for _, text in language.missing((each[0], each[1]) for each in found)}
    contexts = {text: context for context, text, _ in found}
    own = form.translations.get(language.address, {})
    return [
        Row(_name(text), text, own=own.get(text, ""))
        if text in missing
        else Row(_name(text), text, shipped=_shipped(language, contexts[text], text))
        for text in translation.texts(found)
    ]


def progress(form: Form, language: Language) -> Progress:
    """How much of a form is translated into a language."""
    found = rows(form, language)
    return Progress(language, sum(row.is_done for row in found), len(found))


def typed(found: list[Row], boxes: Mapping[str, list[str]]) -> dict[str, str]:
    """What stands in the boxes: as posted, else as kept."""
    open_rows = (row for row in found if not row.shipped)
    return {row.name: boxes.get(row.name, [row.own])[0] for row in open_rows}


def read(
    found: list[Row], boxes: Mapping[str, list[str]]
) -> tuple[dict[str, str], list[FieldError]]:
    """The form's own texts as typed, by their Japanese, and what is wrong with them."""
    texts: dict[str, str] = {}
    errors: list[FieldError] = []
    shown = typed(found, boxes)
    for row in found:
        own = shown.get(row.name, "").strip()
        if not own:
            continue
        told = TOO_LONG if len(own) > translation.MOST else ""
        told = told or in_japanese(translation.fault(row.japanese, own))
        if told:
            errors.append(FieldError(row.name, told, label=row.label))
        texts[row.japanese] = own
    return texts, errors


def put(sheet: Sheet, language: Language, texts: Mapping[str, str]) -> Sheet:
    """The form with these texts in a language; those of texts that went go too."""
    held = sheet.head.get(KEY)
    kept: dict[str, JsonValue] = dict(held) if isinstance(held, dict) else {}
    kept.pop(language.address, None)
    if texts:
        kept[language.address] = dict(texts)
    return set_head(sheet, {KEY: kept or None})


def _shipped(language: Language, context: str | None, text: str) -> str:
    found = language.texts.get((context, text), text)
    return found if isinstance(found, str) else found[0]


def _name(text: str) -> str:
    """The name of a text's box: the same wherever it stands, and whatever came or went."""
    return f"t-{hashlib.sha256(text.encode()).hexdigest()[:16]}"
