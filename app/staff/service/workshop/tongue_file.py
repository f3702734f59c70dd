"""Owns a form's translations as a file for a translator: place, Japanese, translation."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.forms import snapshot, translation
from app.forms.definition import Form
from app.staff.service.export import BOM, guarded, line
from app.staff.service.workshop import words
from app.staff.service.workshop.faults import in_japanese
from app.staff.service.workshop.tongues import TOO_LONG, Row

COLUMNS: Final = ("場所", "日本語", "訳")
MOST_BYTES: Final = 1_000_000
NOT_A_TABLE: Final = (
    "CSV として読めません。このページで保存したファイルの「訳」の列に書き、"
    "「CSV UTF-8」の形で保存してください"
)
PARTS: Final = {
    "title": "様式の名前", "summary": "様式の説明", "purpose_of_use": "情報の利用目的",
    "bring": "用意するもの", "repeats": "くり返しのことば", "eligibility": "対象の確認",
}  # fmt: skip
OF_STEPS: Final = {
    "title": "題名", "intro": "説明", "rules": "答えの確かめ", "exit": "ここで終わる人への案内",
}  # fmt: skip


class NotATable(ValueError):
    """A file that is no table with the columns of an exported one."""


@dataclass(frozen=True)
class Brought:
    """What a file brought: translations by Japanese, lines that are no text of the form, faults."""

    texts: dict[str, str]
    unknown: int
    faults: tuple[str, ...]


def written(form: Form, rows: Iterable[Row]) -> str:
    """The texts of a form that need a translation of its own, with those it has."""
    places = {text: place for _, text, place in reversed(list(snapshot.messages(form)))}
    lines = [BOM, line(COLUMNS)]
    for row in rows:
        if not row.shipped:
            where = said(form, places.get(row.japanese, ""))
            lines.append(line([where, row.japanese, row.own]))
    return "".join(lines)


def said(form: Form, place: str) -> str:
    """A place of the document in words: 質問「氏名」の説明."""
    parts = place.split(".")
    if parts[0] != "steps" or len(parts) < 3:
        return PARTS.get(parts[0], parts[0])
    step = form.step(parts[1])
    if parts[2] != "fields":
        return f"画面「{step.title}」の{OF_STEPS.get(parts[2], parts[2])}"
    field = next(each for each in step.fields if each.key == parts[3])
    if parts[4:5] == ["label"]:
        return "質問"
    setting = words.label(field.type, parts[4]).partition("（")[0]
    return f"質問「{field.label}」の{setting}"


def read(body: bytes, rows: list[Row]) -> Brought:
    """What a translator's file brings; raises NotATable. A blank cell leaves what is there."""
    try:
        found = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise NotATable(NOT_A_TABLE) from error
    if not found or not set(COLUMNS[1:]) <= set(found[0]):
        raise NotATable(NOT_A_TABLE)
    known = {_bare(row.japanese): row.japanese for row in rows if not row.shipped}
    texts: dict[str, str] = {}
    unknown, faults = 0, []
    for number, each in enumerate(found, start=2):
        japanese = known.get(_bare(each["日本語"] or ""))
        own = _bare(each["訳"] or "")
        if japanese is None or not own:
            unknown += int(japanese is None and bool(own))
            continue
        told = TOO_LONG if len(own) > translation.MOST else ""
        if told := told or in_japanese(translation.fault(japanese, own)):
            faults.append(f"{number}行目：{told}")
        texts[japanese] = own
    return Brought(texts, unknown, tuple(faults))


def _bare(cell: str) -> str:
    """A cell as it was before the apostrophe that keeps spreadsheets from running it."""
    text = cell.replace("\r\n", "\n").strip()
    return text[1:] if text.startswith("'") and guarded(text[1:]) == text else text
