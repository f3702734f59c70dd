"""Owns reading the page of a step and of the form as a whole: titles, repeats, purpose, minutes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.forms.definition import FilingKind, LegalBasis
from app.forms.values import FieldError
from app.staff.service.workshop.sentences import word_of
from app.staff.service.workshop.settings import NO_BRACES, told
from app.staff.service.workshop.sheet import Entry, Screen, Sheet, new_key, text

KINDS: Final[Mapping[str, str]] = {
    FilingKind.APPLICATION: "申請（審査して、承諾・不承諾を決める）",
    FilingKind.NOTIFICATION: "届出（受け取って、確かめる）",
    FilingKind.BOOKING: "申込・予約（定員や順番がある）",
    FilingKind.REPORT: "通報・意見（受け取って、対応する）",
}
BASES: Final[Mapping[str, str]] = {
    LegalBasis.NATIONAL_LAW: "国の法令", LegalBasis.ORDINANCE: "条例", LegalBasis.RULE: "規則",
    LegalBasis.OUTLINE: "要綱", LegalBasis.VOLUNTARY: "任意（根拠の定めなし）",
}  # fmt: skip
HEAD_LABELS: Final = {
    "title": "様式の名前", "summary": "説明（はじめの画面に出る文）", "kind": "種類",
    "legal_basis": "根拠", "purpose_of_use": "情報の利用目的", "purpose_version": "利用目的の版",
    "minutes": "かかる時間（分）", "bring": "用意するもの（1行に1つ）",
    "one_application_per": "申請を分けるくり返し", "source": "もとにした様式・要綱の名前",
}  # fmt: skip
SCREEN_LABELS: Final = {
    "title": "画面の題名", "intro": "説明（題名の下に出る文）", "repeat": "くり返し",
    "repeat_word": "くり返すものの呼び名", "repeat_min": "いちばん少ない数",
    "repeat_max": "いちばん多い数",
}  # fmt: skip
NEW: Final = "new"
LIMITS: Final = {"title": 200, "summary": 1000, "purpose_of_use": 2000, "source": 200}


@dataclass
class _Reader:
    posted: Mapping[str, list[str]]
    labels: Mapping[str, str]
    errors: list[FieldError]

    def text(self, name: str, *, most: int = 2000, is_needed: bool = True) -> str:
        typed = (self.posted.get(name) or [""])[0].strip()
        if is_needed and not typed:
            self.wrong(name, "入力してください")
        elif len(typed) > most:
            self.wrong(name, f"{most}文字までで入力してください")
        elif set("{}%") & set(typed):
            self.wrong(name, NO_BRACES)
        return typed

    def number(self, name: str, least: int, most: int) -> int:
        typed = (self.posted.get(name) or [""])[0].strip()
        if typed.isascii() and typed.isdecimal() and len(typed) < 6 and least <= int(typed) <= most:
            return int(typed)
        self.wrong(name, f"{least}から{most}までの数字で入力してください")
        return least

    def wrong(self, name: str, message: str) -> None:
        self.errors.append(told(name, message, self.labels[name]))


def shown_head(sheet: Sheet) -> dict[str, list[str]]:
    """What the boxes of the form hold."""
    head, source, bring = sheet.head, sheet.head.get("source"), sheet.head.get("bring")
    boxes = {name: [str(head.get(name, ""))] for name in HEAD_LABELS}
    boxes["source"] = [text(source, "title") if isinstance(source, dict) else ""]
    boxes["bring"] = ["\n".join(str(each) for each in bring) if isinstance(bring, list) else ""]
    return boxes


def read_head(sheet: Sheet, posted: Mapping[str, list[str]]) -> tuple[Entry, list[FieldError]]:
    """The settings of the form as posted, and what is wrong with them."""
    reader = _Reader(posted, HEAD_LABELS, [])
    new: Entry = {
        name: reader.text(name, most=LIMITS[name])
        for name in ("title", "summary", "purpose_of_use")
    }
    new["purpose_version"] = reader.text("purpose_version", most=20)
    source = sheet.head.get("source")
    kept = dict(source) if isinstance(source, dict) else {}
    new["source"] = kept | {"title": reader.text("source", most=LIMITS["source"])}
    is_counted = not (posted.get("minutes") or [""])[0].strip()
    new["minutes"] = None if is_counted else reader.number("minutes", 1, 240)
    new["bring"] = [
        line.strip() for line in reader.text("bring", is_needed=False).split("\n") if line.strip()
    ]
    for name, known in (("kind", KINDS), ("legal_basis", BASES)):
        chosen = (posted.get(name) or [""])[0]
        if chosen not in known:
            reader.wrong(name, "1つ選んでください")
        new[name] = chosen
    per = (posted.get("one_application_per") or [""])[0]
    new["one_application_per"] = per if sheet.repeat(per) else None
    return new, reader.errors


def shown_screen(sheet: Sheet, screen: Screen) -> dict[str, list[str]]:
    """What the boxes of a step hold."""
    repeat = sheet.repeat(screen.repeat)
    return {
        "title": [screen.title], "intro": [text(screen.settings, "intro")],
        "repeat": [screen.repeat], "repeat_word": [word_of(repeat)],
        "repeat_min": [str(repeat.get("min", 1))], "repeat_max": [str(repeat.get("max", 10))],
    }  # fmt: skip


def read_screen(
    sheet: Sheet, screen: Screen, posted: Mapping[str, list[str]]
) -> tuple[Entry, list[Entry], list[FieldError]]:
    """The settings of a step, all repeats of the form, and what is wrong."""
    reader = _Reader(posted, SCREEN_LABELS, [])
    settings = screen.settings | {
        "title": reader.text("title", most=200),
        "intro": reader.text("intro", is_needed=False),
    }
    settings.pop("repeat", None)
    chosen = (posted.get("repeat") or [""])[0]
    repeats = list(sheet.repeats)
    if chosen != NEW and not sheet.repeat(chosen):
        return settings, repeats, reader.errors
    # a step that follows another of its repeat takes the repeat as it is
    first = next((each for each in sheet.screens if each.repeat == chosen), screen)
    settings["repeat"] = new_key(sheet, "r") if chosen == NEW else chosen
    if chosen == NEW or first.slug == screen.slug:
        repeat = _repeat(reader, sheet.repeat(chosen) | {"key": settings["repeat"]}, screen)
        repeats = [each for each in repeats if each.get("key") != settings["repeat"]] + [repeat]
    return settings, repeats, reader.errors


def _repeat(reader: _Reader, repeat: Entry, screen: Screen) -> Entry:
    word = reader.text("repeat_word", most=40)
    least, most = reader.number("repeat_min", 0, 20), reader.number("repeat_max", 1, 20)
    if least > most:
        reader.wrong("repeat_max", "いちばん少ない数より大きくしてください")
    new = repeat | {"min": least, "max": most}
    if word != word_of(repeat):
        new |= _named(word)
    own = next((each for each in screen.fields if each.get("type") == "name"), None)
    if own is not None and "name_field" not in new:
        new["name_field"] = own["key"]
    return new


def new_repeat(sheet: Sheet, word: str) -> Entry:
    """A repeat of a new thing: from 1 to 10 of it."""
    return {"key": new_key(sheet, "r"), "min": 1, "max": 10, **_named(word)}


def _named(word: str) -> Entry:
    return {
        "item_title": f"{{n}}人目の{word}" if _is_person(word) else f"{word}（{{n}}）",
        "add_label": f"{word}を追加する", "remove_label": f"この{word}を取り消す",
    }  # fmt: skip


def _is_person(word: str) -> bool:
    return word.endswith(("さん", "人", "者", "方", "子", "員"))
