"""Owns what is wrong with a sheet, in words a clerk can act on, with the place to mend it."""

import re
from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError

from app.forms.definition import Form
from app.forms.lint import lint
from app.forms.problem import Problem
from app.forms.revision import changes
from app.staff.service.workshop.sheet import Screen, Sheet, text

# What the check of a document says, and how a clerk says it; the rest is shown as it is.
JAPANESE: Final = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"^String should have at least 1 character", "空にはできません"),
        (r"^Field required", "入力してください"),
        (r"^(?:Value error, )?option keys repeat", "同じ選択肢が2回あります"),
        (r"at most (\d+) character", r"\1文字までで入力してください"),
        (r"at least 1 item", "1つ以上入力してください"),
        (r"at most (\d+) items", r"\1個までです"),
        (r"greater than or equal to (-?\d+)", r"\1以上にしてください"),
        (r"less than or equal to (-?\d+)", r"\1以下にしてください"),
        (r"earliest is after latest", "「いちばん早い」が「いちばん遅い」より後です"),
        (r"min is greater than max", "「いちばん少ない数」が「いちばん多い数」より大きいです"),
        (r"min and max leave no answer", "「いちばん少ない数」「いちばん多い数」で答えられません"),
        (r"none_key .* is no option", "「なし」の記号が選択肢にありません"),
        (r"should match pattern|valid date", "この形では入力できません"),
        (r"each part needs it, so its owner has no when",
         "申請を分けるくり返しの画面には、条件をつけられません"),
        (r"application per item needs min 1", "申請を分けるくり返しは、1つ以上にしてください"),
        (r"^an upload needs a hint", "どの書類をどう撮るか、説明を書いてください"),
        (r"^asks for 個人番号", "個人番号（マイナンバー）は聞けません"),
        (r"^a refusable consent says", "同意しないときにつけてもらうものを書いてください"),
        (r"^a statement cannot be required", "案内の文は必須にできません"),
        (r"^a choice with a single option", "選択肢を2つ以上にしてください"),
        (r"^asks nothing", "案内の文だけの画面です。質問を加えるか、前の画面に移してください"),
        (r"^no field '(.*)' can be seen", "条件の質問がありません（消したか、別のくり返しの中）"),
        (r"is a statement and never has an answer", "条件の質問には答えがありません"),
        (r"^looks ahead", "条件の質問が、この質問より後ろにあります。順を変えてください"),
        (r"is no answer of", "条件の答えが、その質問の選択肢にありません"),
        (r"compare with", "条件の答えの比べ方が、その質問に合いません"),
        (r"^unreachable", "どう答えても出ません。条件を確かめてください"),
        (r"^braces are for", "「{」「}」は使えません"),
        (r"^write ％", "「%」は使えません。「％」か「パーセント」と書いてください"),
        (r"a translation has the same", "訳の波かっこの印が、日本語と同じではありません"),
        (r"a translation has no control", "訳に、使えない文字（制御文字）があります"),
        (r"^needs \{n\}", "くり返しの見出しに番号（{n}）がありません"),
        (r"the type's own sample breaks", "例を作れない設定です。上限・下限を確かめてください"),
        (r"is no canonical value", "例がこの質問の答えになりません"),
        (r"^cannot read", "式に読めない文字があります"),
        (r"is too much$", "式の終わりに、余分なものがあります"),
        (r"^ends too early", "式が途中で終わっています"),
        (r"stands in the wrong place", "式の順が正しくありません（＋や×の前後）"),
        (r"there is no function", "使えない計算です"),
        (r"takes (\d+) to (\d+) values", r"（ ）の中の数は\1個から\2個までです"),
        (r"is missing$", "「（」と「）」、「、」の数が合いません"),
        (r"nested too deeply|longer than 500", "式がこみ入りすぎています"),
        (r"^a cycle", "自分の値から自分を計算しています"),
        (r"is no question of a repeat", "式のくり返しの質問がありません"),
        (r"^a dead end", "どう答えてもここで終わってしまいます。条件を確かめてください"),
        (r"rules name no question", "確かめの注意を出す質問が、この画面にありません"),
        (r"^eligibility: no step", "対象の確認をする画面がありません"),
        (r"^limits: no shared question", "数える質問がないか、くり返しの中にあります"),
        (r"limits without quota", "定員か、1人あたりの数を入力してください"),
        (r"no list '", "使う一覧がありません"),
        (r"link and link_text belong", "つなぐ先と、そのことばは、両方入力してください"),
        (r"row used twice|row or column keys repeat", "同じ行が2回あります"),
        (r"is no repeat$", "条件のくり返しがありません"),
        (r"there is nothing to count", "数えられない質問です"),
        (r"only a date has an", "年齢・学年は、生年月日からだけ数えられます"),
        (r"it has no order", "大小をくらべられない質問です"),
        (r"is neither a day", "年齢・学年を数える日がありません"),
        (r"^choice keys gone", "なくした選択肢を選んだ申請が、まだあるかもしれません"),
        (r"^was a .* use a new key", "種類が変わりました。新しい質問にするほうが安全です"),
    )
)  # fmt: skip
EMPTY_SCREEN: Final = "質問がありません。質問を加えるか、画面を消してください"
PARTS: Final = {
    "eligibility": ("対象の確認", "/parts/eligibility"), "limits": ("定員・回数", "/parts/limits"),
    "translations": ("訳", "/translations/en"),
}  # fmt: skip
HEADS: Final = {
    "title": "様式の名前", "summary": "説明", "purpose_of_use": "情報の利用目的",
    "bring": "用意するもの", "minutes": "かかる時間", "source": "もとにした様式",
}  # fmt: skip
NO_SCREEN: Final = "画面がありません。画面を加えてください"


@dataclass(frozen=True)
class Fault:
    """One thing to mend: what, and the step or the question it concerns ('' for the whole form)."""

    message: str
    screen: str = ""
    field: str = ""
    name: str = ""
    address: str = "/settings"
    """Where to mend it, below the form's own address."""


@dataclass(frozen=True)
class Checked:
    """A sheet after its check: the whole form where it is one, and every fault."""

    form: Form | None
    faults: tuple[Fault, ...]

    @property
    def is_sound(self) -> bool:
        """Whether it may be published."""
        return self.form is not None and not self.faults

    def of_field(self, key: str) -> list[Fault]:
        """The faults of one question."""
        return [each for each in self.faults if each.field == key]

    def of_screen(self, slug: str) -> list[Fault]:
        """The faults of one step itself."""
        return [each for each in self.faults if each.screen == slug and not each.field]

    def of_form(self) -> list[Fault]:
        """The faults of no step."""
        return [each for each in self.faults if not each.screen]


def check(sheet: Sheet) -> Checked:
    """Whether a sheet is a whole form, and what is wrong with it."""
    gaps = [
        Fault(EMPTY_SCREEN, each.slug, "", each.title, f"/add?step={each.slug}")
        for each in sheet.screens
        if not each.fields
    ]
    if not sheet.screens:
        gaps.append(Fault(NO_SCREEN, address="#steps"))
    if gaps:
        return Checked(None, tuple(gaps))
    try:
        form = Form.model_validate(sheet.tree)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)
        return Checked(None, tuple(_placed(sheet, each["loc"], str(each["msg"])) for each in found))
    return Checked(form, tuple(_linted(sheet, each) for each in lint(form)))


def cautions(sheet: Sheet, published: Form, form: Form) -> list[Fault]:
    """What a revision changes of questions whose answers lie in applications already."""
    asked = {text(field, "key") for _, field in sheet.fields()}
    found = [_linted(sheet, each) for each in changes(published, form)]
    return [each for each in found if each.field in asked]


def in_japanese(message: str) -> str:
    """What is wrong, in Japanese where the bench has words for it."""
    bare = message.removeprefix("Value error, ")
    for pattern, words in JAPANESE:
        if match := pattern.search(bare):
            return match.expand(words) if "\\" in words else words
    return bare


def _placed(sheet: Sheet, loc: tuple[int | str, ...], message: str) -> Fault:
    where = list(loc)
    if where[:1] != ["steps"] or len(where) < 2 or not isinstance(where[1], int):
        if not where:  # a check of the whole form; its message begins with the part it is about
            where = [message.removeprefix("Value error, ").partition(":")[0]]
        return _of_whole(sheet, where, message)
    screen = sheet.screens[where[1]]
    rest = [str(each) for each in where[2:]]
    if rest[:1] == ["fields"] and len(where) > 3 and isinstance(where[3], int):
        rest[1] = text(screen.fields[where[3]], "key")
    return _of_step(screen, rest, message)


def _linted(sheet: Sheet, problem: Problem) -> Fault:
    parts = problem.place.split(".")
    screen = next((each for each in sheet.screens if each.slug == "".join(parts[1:2])), None)
    if parts[0] != "steps" or screen is None:
        return _of_whole(sheet, [*parts], problem.message)
    return _of_step(screen, parts[2:], problem.message)


def _of_step(screen: Screen, rest: list[str], message: str) -> Fault:
    """A fault of a step, of one of its questions, of its exit or of one of its rules."""
    said, slug = in_japanese(message), screen.slug
    if rest[:1] == ["fields"] and len(rest) > 1:
        own = next((each for each in screen.fields if each.get("key") == rest[1]), {})
        return Fault(said, slug, rest[1], text(own, "label"), f"/fields/{rest[1]}")
    if rest[:1] == ["exit"]:
        return Fault(said, slug, "", f"{screen.title}・ここで終わる人", f"/parts/exit.{slug}")
    if rest[:1] == ["rules"] and len(rest) > 1:
        address = f"/parts/rule.{slug}.{rest[1]}"
        return Fault(said, slug, "", f"{screen.title}・答えの確かめ", address)
    return Fault(said, slug, "", screen.title, f"/steps/{slug}")


def _of_whole(sheet: Sheet, where: list[int | str], message: str) -> Fault:
    """A fault of no step: the part of the form it concerns, in words."""
    said, parts = in_japanese(message), [str(each) for each in where]
    if parts[:2] == ["eligibility", "reasons"] and len(parts) > 2:
        return Fault(said, name="対象の確認・理由", address=f"/parts/reason.{parts[2]}")
    if parts[:1] == ["lists"]:
        return Fault(said, name="一覧", address="#more")
    if parts[:1] == ["repeats"] or parts[0].startswith("repeat "):
        return Fault(said, name="くり返し", address=_owner(sheet, parts))
    name, address = PARTS.get(parts[0], (HEADS.get(parts[0], "様式の全体"), "/settings"))
    return Fault(said, name=name, address=address)


def _owner(sheet: Sheet, parts: list[str]) -> str:
    """The page of the step that owns a repeat."""
    key = parts[1] if len(parts) > 1 else parts[0].removeprefix("repeat ")
    if key.isdecimal() and int(key) < len(sheet.repeats):
        key = text(sheet.repeats[int(key)], "key")
    owner = next((each.slug for each in sheet.screens if each.repeat == key), "")
    return f"/steps/{owner}" if owner else "/settings"
