"""Owns what is wrong with a sheet, in words a clerk can act on, with the place to mend it."""

import re
from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError

from app.forms.definition import Form
from app.forms.lint import lint
from app.forms.problem import Problem
from app.forms.revision import changes
from app.staff.service.workshop.sheet import Sheet, text

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
        (r"^choice keys gone", "なくした選択肢を選んだ申請が、まだあるかもしれません"),
        (r"^was a .* use a new key", "種類が変わりました。新しい質問にするほうが安全です"),
    )
)  # fmt: skip
EMPTY_SCREEN: Final = "質問がありません。質問を加えるか、画面を消してください"
NO_SCREEN: Final = "画面がありません。画面を加えてください"


@dataclass(frozen=True)
class Fault:
    """One thing to mend: what, and the step or the question it concerns ('' for the whole form)."""

    message: str
    screen: str = ""
    field: str = ""
    name: str = ""


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
        Fault(EMPTY_SCREEN, each.slug, "", each.title) for each in sheet.screens if not each.fields
    ]
    if not sheet.screens:
        gaps.append(Fault(NO_SCREEN))
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
    said = in_japanese(message)
    if where[:1] != ["steps"] or len(where) < 2 or not isinstance(where[1], int):
        return Fault(said, name="・".join(str(each) for each in where))
    screen = sheet.screens[where[1]]
    if where[2:3] == ["fields"] and len(where) > 3 and isinstance(where[3], int):
        field = screen.fields[where[3]]
        return Fault(said, screen.slug, text(field, "key"), text(field, "label"))
    return Fault(said, screen.slug, "", screen.title)


def _linted(sheet: Sheet, problem: Problem) -> Fault:
    parts = problem.place.split(".")
    said = in_japanese(problem.message)
    if parts[0] != "steps" or len(parts) < 2:
        return Fault(said, name=problem.place)
    screen = next((each for each in sheet.screens if each.slug == parts[1]), None)
    if screen is None:
        return Fault(said, name=problem.place)
    if len(parts) > 3 and parts[2] == "fields":
        own = next((f for f in screen.fields if f.get("key") == parts[3]), {})
        return Fault(said, screen.slug, parts[3], text(own, "label"))
    return Fault(said, screen.slug, "", screen.title)
