"""Owns what is different between two sheets, in words: added, removed, changed, moved."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import JsonValue

from app.staff.service.workshop import lists, overview, screens, words
from app.staff.service.workshop.formula import all_names, in_words
from app.staff.service.workshop.sentences import named, sentence
from app.staff.service.workshop.sheet import Entry, Sheet, text

HEAD = {
    "title": "名前", "summary": "説明", "purpose_of_use": "利用目的",
    "purpose_version": "利用目的の版",
    "minutes": "かかる時間（分）", "bring": "用意するもの", "kind": "届出・申請の種類",
    "legal_basis": "根拠", "one_application_per": "申請の分け方", "source": "もとにした様式",
    "eligibility": "対象の確認", "limits": "定員・回数", "lists": "一覧", "proxy": "代理の入力",
}  # fmt: skip
TRANSLATIONS = "translations"
SCREEN = {"title": "題名", "intro": "説明", "repeat": "くり返し", "when": "出す条件",
          "exit": "ここで終わる人への案内", "rules": "答えの確かめ"}  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """One difference: what it is about, what became of it, how it was and is."""

    about: str
    what: str
    before: str = ""
    after: str = ""


def compare(before: Sheet, after: Sheet) -> list[Difference]:
    """Every difference, in the order of the form."""
    return [*_head(before, after), *_screens(before, after), *_fields(before, after)]


def _head(before: Sheet, after: Sheet) -> Iterator[Difference]:
    if before.head.get(TRANSLATIONS) != after.head.get(TRANSLATIONS):
        yield Difference("様式の全体", "訳を変えた", _counted(before), _counted(after))
    for name in sorted({*before.head, *after.head} - {"slug", "document_version", TRANSLATIONS}):
        was, now = _headed(before, name), _headed(after, name)
        if was != now:
            yield Difference("様式の全体", f"{HEAD.get(name, name)}を変えた", was, now)


def _headed(sheet: Sheet, name: str) -> str:
    """A setting of the whole form, in words."""
    value = sheet.head.get(name)
    if name == "eligibility":
        return overview.eligibility(sheet, value)
    if name == "limits":
        return overview.limits(sheet, value)
    if name == "lists":
        found = [_shown(each.get("rows")) for each in lists.of(sheet)]
        return "／".join(found)
    if name == "source":
        return text(value, "title") if isinstance(value, dict) else ""
    if name in ("kind", "legal_basis"):
        return screens.KINDS.get(str(value)) or screens.BASES.get(str(value), "")
    if name == "one_application_per":
        return named(sheet, str(value)) + "ごとに1件" if value else ""
    return _shown(value)


def _counted(sheet: Sheet) -> str:
    """How many texts are translated into each language."""
    found = sheet.head.get(TRANSLATIONS)
    if not isinstance(found, dict):
        return ""
    each = ((name, texts) for name, texts in found.items() if isinstance(texts, dict))
    return "、".join(f"{name} {len(texts)}か所" for name, texts in each)


def _screens(before: Sheet, after: Sheet) -> Iterator[Difference]:
    old = {each.slug: each for each in before.screens}
    new = {each.slug: each for each in after.screens}
    yield from (Difference(f"画面「{old[s].title}」", "消した") for s in old if s not in new)
    yield from (Difference(f"画面「{new[s].title}」", "加えた") for s in new if s not in old)
    for slug in (each for each in new if each in old):
        for name in SCREEN:
            was = _setting(before, name, old[slug].settings.get(name))
            now = _setting(after, name, new[slug].settings.get(name))
            if was != now:
                yield Difference(f"画面「{new[slug].title}」", f"{SCREEN[name]}を変えた", was, now)
    if [s for s in old if s in new] != [s for s in new if s in old]:
        yield Difference(
            "画面の順", "変えた", "、".join(each.title for each in before.screens),
            "、".join(each.title for each in after.screens),
        )  # fmt: skip


def _fields(before: Sheet, after: Sheet) -> Iterator[Difference]:
    old = {text(field, "key"): (screen, field) for screen, field in before.fields()}
    new = {text(field, "key"): (screen, field) for screen, field in after.fields()}
    for key in (each for each in old if each not in new):
        yield Difference(f"質問「{text(old[key][1], 'label')}」", "消した")
    for key, (screen, field) in new.items():
        about = f"質問「{text(field, 'label')}」"
        if key not in old:
            yield Difference(about, "加えた", "", f"画面「{screen.title}」に")
            continue
        was = old[key]
        if was[0].slug != screen.slug:
            yield Difference(about, "移した", f"画面「{was[0].title}」", f"画面「{screen.title}」")
        yield from changes(before, was[1], after, field)


def changes(before: Sheet, was: Entry, after: Sheet, now: Entry) -> Iterator[Difference]:
    """The differences of one question."""
    about, kind = f"質問「{text(now, 'label')}」", text(now, "type")
    for name in sorted({*was, *now} - {"key", "example", "context"}):
        old, new = _setting(before, name, was.get(name)), _setting(after, name, now.get(name))
        if old != new:
            called = {"when": "出す条件", "type": "種類"}.get(name) or words.label(kind, name)
            yield Difference(about, f"{called}を変えた", old, new)


def _setting(sheet: Sheet, name: str, value: JsonValue) -> str:
    if name == "when":
        return sentence(sheet, value)
    if name in ("exit", "rules"):
        return "／".join(overview.said(sheet, value))
    if name == "formula":
        return in_words(str(value), all_names(sheet)) if value else ""
    if name == "derive":
        derive = value if isinstance(value, dict) else {}
        return f"{text(derive, 'on')} の{words.choice(text(derive, 'what'))}" if derive else ""
    if name == "type":
        return words.card(str(value)).name
    if name == "repeat":
        repeat = sheet.repeat(str(value or ""))
        room = f"（{repeat.get('min', 1)}から{repeat.get('max', 10)}まで）"
        return text(repeat, "item_title").replace("{n}", "1") + room if repeat else ""
    return _shown(value)


def _shown(value: JsonValue) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, list):
        shown = (text(each, "label") if isinstance(each, dict) else str(each) for each in value)
        return "、".join(shown)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
