"""Owns what a form has beside its questions, in words, for the list on its own page."""

from dataclasses import dataclass

from pydantic import JsonValue

from app.staff.service.workshop import lists
from app.staff.service.workshop.sentences import clause, listed, named
from app.staff.service.workshop.sheet import Entry, Sheet, text


@dataclass(frozen=True)
class Item:
    """One thing of the list: what it is, what it says, the page where it is changed."""

    title: str
    says: str
    address: str


@dataclass(frozen=True)
class More:
    """Everything beside the questions: of the whole form, and of each step."""

    items: tuple[Item, ...]
    of_screens: dict[str, tuple[Item, ...]]
    documents: tuple[Item, ...]


def of(sheet: Sheet) -> More:
    """What a form has beside its questions."""
    items = [_eligibility(sheet), _limits(sheet), *_lists(sheet)]
    screens = {
        each.slug: tuple(_of_screen(sheet, each.slug, each.settings)) for each in sheet.screens
    }
    documents = tuple(
        Item(text(each, "label"), clause(sheet, each.get("when")) or "いつも",
             f"/fields/{text(each, 'key')}")
        for _, each in sheet.fields()
        if each.get("type") == "upload"
    )  # fmt: skip
    return More(tuple(items), screens, documents)


def _of_screen(sheet: Sheet, slug: str, settings: Entry) -> list[Item]:
    found = [
        Item("ここで終わる人への案内", each, f"/parts/exit.{slug}")
        for each in said(sheet, settings.get("exit"))
    ]
    rules = said(sheet, settings.get("rules"))
    found += [Item("答えの確かめ", each, f"/parts/rule.{slug}.{n}") for n, each in enumerate(rules)]
    return found


def said(sheet: Sheet, value: JsonValue) -> list[str]:
    """The exit of a step (one), or its rules, in words."""
    if isinstance(value, dict):
        return [f"{clause(sheet, value.get('when'))}、「{text(value, 'title')}」を出して終わる"]
    return [
        f"{clause(sheet, rule.get('when'))}、「{named(sheet, text(rule, 'field'))}」に"
        f"「{text(rule, 'message')}」と出す"
        for rule in listed(value)
        if isinstance(rule, dict)
    ]


def _eligibility(sheet: Sheet) -> Item:
    return Item(
        "対象の確認", eligibility(sheet, sheet.head.get("eligibility")), "/parts/eligibility"
    )


def eligibility(sheet: Sheet, found: JsonValue) -> str:
    """The check for whom the form is, in words; nothing without one."""
    if not isinstance(found, dict):
        return ""
    after = next((s.title for s in sheet.screens if s.slug == found.get("after")), "（ない画面）")
    reasons = [each for each in listed(found.get("reasons")) if isinstance(each, dict)]
    why = "／".join(
        f"{clause(sheet, each.get('when'))}「{text(each, 'reason')}」" for each in reasons
    )
    return f"画面「{after}」のあとで知らせる。{why or '理由がまだありません。'}"


def _limits(sheet: Sheet) -> Item:
    return Item("定員・回数", limits(sheet, sheet.head.get("limits")), "/parts/limits")


def limits(sheet: Sheet, found: JsonValue) -> str:
    """How many there may be, in words; nothing without a limit."""
    if not isinstance(found, dict):
        return ""
    parts = [f"ぜんぶで{found['quota']}件まで"] if found.get("quota") else []
    if per := text(found, "per"):
        one = "同じ端末" if per == "device" else f"「{named(sheet, per)}」が同じ人"
        parts.append(f"{one}は{found.get('most', 1)}件まで")
    return "、".join(parts)


def _lists(sheet: Sheet) -> list[Item]:
    made = []
    for each in lists.of(sheet):
        key = text(each, "key")
        users = [text(field, "label") for _, field in sheet.fields() if field.get("list") == key]
        used = f"質問「{'」「'.join(users)}」で使う" if users else "まだ使っていない"
        made.append(Item("一覧", f"{lists.called(each)}：{used}", f"/parts/list.{key}"))
    return made
