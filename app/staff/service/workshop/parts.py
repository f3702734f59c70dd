"""Owns the parts of a form that are no question: exits, checks, eligibility, limits, lists.

Each has a page of its own: a few boxes, and for most a condition in sentences.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pydantic import JsonValue, ValidationError

from app.errors import NotFound
from app.forms.parts import DataList, Document, Eligibility, Exit, Limits, Reason, Rule
from app.forms.values import FieldError
from app.staff.service.workshop import conditions, lists
from app.staff.service.workshop import sheet as sheets
from app.staff.service.workshop.asked import Asked, offered
from app.staff.service.workshop.boxes import Box, Control
from app.staff.service.workshop.faults import in_japanese
from app.staff.service.workshop.sentences import field_of, listed
from app.staff.service.workshop.settings import read_box, told
from app.staff.service.workshop.sheet import Entry, Sheet, text

PASSED = "対象になる見込みです。"
NEEDED = "入力してください"
CHOOSE = "1つ選んでください"
LINE, TALL, NUMBER, ONE = Control.LINE, Control.TALL, Control.NUMBER, Control.ONE


@dataclass(frozen=True)
class Part:
    """One part on its page: what it is, its boxes, how it stands, how a new state is put in."""

    name: str
    title: str
    lead: str
    boxes: tuple[Box, ...]
    entry: Entry
    model: type[Document]
    back: str
    put: Callable[[Entry | None], Sheet]
    asked: tuple[Asked, ...] | None = None

    @property
    def is_new(self) -> bool:
        """Whether there is nothing to remove yet."""
        return not self.entry


def find(sheet: Sheet, name: str) -> Part:
    """The part of a name (exit.s1, rule.s1.0, reason.new, limits); raises NotFound."""
    kind, _, rest = name.partition(".")
    if kind == "exit":
        return _exit(sheet, rest)
    if kind == "rule":
        slug, _, number = rest.rpartition(".")
        return _rule(sheet, slug, number)
    if kind == "reason":
        return _reason(sheet, rest)
    if kind == "list":
        return _list(sheet, rest)
    if name == "eligibility":
        return _eligibility(sheet)
    if name == "limits":
        return _limits(sheet)
    raise NotFound


def shown(part: Part) -> dict[str, list[str]]:
    """What the boxes of a part hold."""
    if part.model is DataList:
        return {"rows": [lists.written(listed(part.entry.get("rows")))]}
    return {
        box.name: [str(part.entry[box.name])] if part.entry.get(box.name) is not None else []
        for box in part.boxes
    }


def read(
    sheet: Sheet, part: Part, posted: Mapping[str, list[str]]
) -> tuple[Entry, list[FieldError]]:
    """The part as posted, and what is wrong with it."""
    new, errors = _boxes(part, posted)
    if part.asked is not None:
        before = part.entry.get("when")
        when, wrong = conditions.read(sheet, posted, before, is_needed=True)
        new["when"] = when
        errors += wrong
    if part.model is Eligibility:
        new["reasons"] = part.entry.get("reasons", [])
    elif not errors:
        errors += _faults(part, new)
    return new, errors


def _boxes(part: Part, posted: Mapping[str, list[str]]) -> tuple[Entry, list[FieldError]]:
    new: Entry = {"key": part.entry["key"]} if "key" in part.entry else {}
    errors: list[FieldError] = []
    for box in part.boxes:
        value: JsonValue = None
        try:
            if part.model is DataList:
                value = lists.read("".join(posted.get(box.name, [])), part.entry.get("rows"))
            else:
                value = read_box(box, posted.get(box.name, []))
            if value is not None and box.choices and value not in dict(box.choices):
                raise ValueError(CHOOSE)
        except ValueError as error:
            errors.append(told(box.name, str(error), box.label))
            continue
        if value is None and box.is_needed:
            errors.append(FieldError(box.name, NEEDED, label=box.label))
        if value is not None:
            new[box.name] = value
    return new, errors


def _faults(part: Part, new: Entry) -> list[FieldError]:
    labels = {box.name: box.label for box in part.boxes}
    try:
        part.model.model_validate({"key": "new"} | new if part.model is DataList else new)
    except ValidationError as error:
        found = []
        for each in error.errors(include_url=False, include_input=False, include_context=False):
            own = str(each["loc"][0]) if each["loc"] else part.boxes[-1].name
            name = own if own in labels else part.boxes[-1].name
            found.append(told(name, in_japanese(str(each["msg"])), labels[name]))
        return found
    return []


def _exit(sheet: Sheet, slug: str) -> Part:
    screen = sheet.screen(slug)
    found = screen.settings.get("exit")
    return Part(
        f"exit.{slug}", "ここで終わる人への案内",
        f"画面「{screen.title}」のあとで、この手続ではない人に出す画面です。"
        "例）「市外に住んでいる」を選んだ人に、住んでいる市の窓口を案内する。",
        (
            Box("title", "題名", "例）この手続ではありません", LINE, is_needed=True),
            Box("text", "案内の文", "どこへ行けばよいかを書きます。", TALL, is_needed=True),
            Box("link", "つなぐ先（URL）", "例）https://www.example.lg.jp/ 市の中なら /procedures",
                LINE),
            Box("link_text", "つなぐ先のことば", "例）手続をさがす", LINE),
        ),
        found if isinstance(found, dict) else {}, Exit, f"#s-{slug}",
        lambda new: _with(sheet, slug, "exit", new),
        tuple(each for each in offered(sheet, slug, is_after=True) if not _is_item(sheet, each)),
    )  # fmt: skip


def _rule(sheet: Sheet, slug: str, number: str) -> Part:
    screen = sheet.screen(slug)
    rules = [each for each in listed(screen.settings.get("rules")) if isinstance(each, dict)]
    entry, place = _entry(rules, number)
    fields = tuple(
        (field.key, field.label)
        for each in screen.fields
        if (field := field_of(each)) is not None and field.asks
    )

    def put(new: Entry | None) -> Sheet:
        return _with(sheet, slug, "rules", [*_replaced(rules, place, new)] or None)

    return Part(
        f"rule.{slug}.{number}", "答えの確かめ",
        f"画面「{screen.title}」で、答えどうしが合わないときに注意を出します。"
        "例）「第2希望」が「第1希望」と同じなら、「ちがうものを選んでください」と出す。",
        (
            Box("field", "注意を出す質問", "", ONE, fields, is_needed=True),
            Box("message", "注意の文", "どう直せばよいかを書きます。", TALL, is_needed=True),
        ),
        entry, Rule, f"#s-{slug}", put, tuple(offered(sheet, slug, is_after=True)),
    )  # fmt: skip


def _eligibility(sheet: Sheet) -> Part:
    found = sheet.head.get("eligibility")
    entry = found if isinstance(found, dict) else {}
    screens = tuple((each.slug, each.title) for each in sheet.screens)
    return Part(
        "eligibility", "対象の確認",
        "途中の画面のあとで、対象になりそうかを知らせます。対象でない理由があっても、申請は続けられます"
        "（決めるのは審査です）。理由は、保存したあとで1つずつ加えます。",
        (
            Box("after", "どの画面のあとで知らせるか", "", ONE, screens, is_needed=True),
            Box("passed", "理由が1つもないときの文", f"例）{PASSED}", TALL, is_needed=True),
        ),
        entry, Eligibility, "#more", lambda new: sheets.set_head(sheet, {"eligibility": new}),
    )  # fmt: skip


def _reason(sheet: Sheet, number: str) -> Part:
    found = sheet.head.get("eligibility")
    if not isinstance(found, dict):
        raise NotFound
    reasons = [each for each in listed(found.get("reasons")) if isinstance(each, dict)]
    entry, place = _entry(reasons, number)
    slugs = [each.slug for each in sheet.screens]
    after = text(found, "after") if text(found, "after") in slugs else slugs[0]

    def put(new: Entry | None) -> Sheet:
        made: list[JsonValue] = [*_replaced(reasons, place, new)]
        return sheets.set_head(sheet, {"eligibility": found | {"reasons": made}})

    return Part(
        f"reason.{number}", "対象にならないかもしれない理由",
        "例）「年齢」が18より小さいとき、「18歳以上の方が対象です。」と知らせる。",
        (Box("reason", "市民に見せる理由", "", TALL, is_needed=True),),
        entry, Reason, "/parts/eligibility", put,
        tuple(each for each in offered(sheet, after, is_after=True) if not _is_item(sheet, each)),
    )  # fmt: skip


def _limits(sheet: Sheet) -> Part:
    found = sheet.head.get("limits")
    keys = [(text(each, "key"), f"「{text(each, 'label')}」の答えが同じなら1つと数える")
            for screen, each in sheet.fields()
            if not screen.repeat and (field := field_of(each)) and field.asks]  # fmt: skip
    ways = (("device", "同じスマートフォン・パソコンを1つと数える"), *keys)
    return Part(
        "limits", "定員・回数",
        "数を超える申請は、送るときに断ります。取り下げ・不承諾の分は空きます。"
        "1世帯で1回にするときは、世帯で同じになる答え（被保険者証の記号など）で数えます。",
        (
            Box("quota", "定員（ぜんぶで何件まで）", "空のときは、限りません。", NUMBER),
            Box("per", "1人・1世帯の数え方", "", ONE, (("", "数えない"), *ways)),
            Box("most", "1人・1世帯で何件まで", "空のときは、1件です。", NUMBER),
        ),
        found if isinstance(found, dict) else {}, Limits, "#more",
        lambda new: sheets.set_head(sheet, {"limits": new}),
    )  # fmt: skip


def _list(sheet: Sheet, key: str) -> Part:
    known = lists.of(sheet)
    number = next((str(n) for n, each in enumerate(known) if each.get("key") == key), key)
    entry, place = _entry(known, number)
    fresh = sheets.new_key(sheet, "l", [text(each, "key") for each in known])

    def put(new: Entry | None) -> Sheet:
        named = None if new is None else {**new, "key": new.get("key", fresh)}
        return sheets.set_head(sheet, {"lists": [*_replaced(known, place, named)] or None})

    hint = (
        "1行に1つ（2,000行まで）。表計算から、名前・ふりがな・英語の3列を貼りつけられます。"
        "手で入れるときは「名前｜ふりがな｜英語」。ふりがなと英語は、なくてもかまいません。"
    )
    return Part(
        f"list.{key}", "一覧",
        "学校・施設・町名など、長い一覧です。いくつもの「長い一覧から選ぶ」質問で使えます。",
        (Box("rows", "一覧の行", hint, TALL, is_needed=True),),
        entry, DataList, "#more", put,
    )  # fmt: skip


def _entry(known: list[Entry], number: str) -> tuple[Entry, int]:
    if number == "new":
        return {}, len(known)
    if not number.isascii() or not number.isdecimal() or not int(number) < len(known):
        raise NotFound
    return known[int(number)], int(number)


def _replaced(known: list[Entry], place: int, new: Entry | None) -> list[Entry]:
    return [*known[:place], *([new] if new is not None else []), *known[place + 1 :]]


def _with(sheet: Sheet, slug: str, name: str, value: JsonValue) -> Sheet:
    return sheets.set_screen(
        sheet, slug, sheet.screen(slug).settings | {name: value}, sheet.repeats
    )


def _is_item(sheet: Sheet, asked: Asked) -> bool:
    """Whether a question is one of a repeat: what is not in it cannot look at a single answer."""
    return any(
        screen.repeat and text(field, "key") == asked.key for screen, field in sheet.fields()
    )
