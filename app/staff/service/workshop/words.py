"""Owns the words of the bench: a card for each type of question, the names of its settings.

A type that this table does not know yet still has a field page: the names of its settings are
shown as the document writes them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pydantic import JsonValue


@dataclass(frozen=True)
class Card:
    """How a type of question is offered: its name, an example of what it asks, its group."""

    name: str
    example: str
    group: str
    start: Mapping[str, JsonValue] = field(default_factory=dict)


_TWO: Final[JsonValue] = [{"key": "o1", "label": "選択肢1"}, {"key": "o2", "label": "選択肢2"}]
PERSON, ANSWER, WHEN, CHOOSE, PAPER, TEXT = (
    "人と連絡先", "文字と数", "日付と時刻", "選ぶ", "書類", "案内と同意",
)  # fmt: skip
CARDS: Final[Mapping[str, Card]] = {
    "name": Card("氏名", "例）見本 花子（ミホン ハナコ）", PERSON),
    "address": Card("住所", "郵便番号から町名を出せます", PERSON),
    "postal": Card("郵便番号", "例）963-8601", PERSON),
    "phone": Card("電話番号", "例）090-1234-5678", PERSON),
    "email": Card("メールアドレス", "お知らせの送り先になります", PERSON),
    "bank_account": Card("口座", "銀行・支店・口座番号・名義", PERSON, {"sensitive": True}),
    "text": Card("短い文", "例）勤務先の名前（1行）", ANSWER),
    "longtext": Card("長い文", "例）理由・くわしい内容（何行でも）", ANSWER),
    "number": Card("数", "例）人数、年齢", ANSWER),
    "money": Card("金額", "例）12,000円", ANSWER),
    "identifier": Card(
        "番号・記号",
        "例）被保険者番号（けた数や形を確かめます）",
        ANSWER,
        {"pattern": "[0-9]{8}", "shape": "8けたの数字"},
    ),
    "calculated": Card(
        "計算した値",
        "例）手数料（答えから自動で計算。入力しません）",
        ANSWER,
        {"formula": "0", "required": False},
    ),
    "table": Card(
        "表",
        "例）接種の回数 × 日付",
        ANSWER,
        {"rows": [{"key": "o1", "label": "1行目"}], "columns": [{"key": "o1", "label": "1列目"}]},
    ),
    "location": Card("場所", "例）道路の破損の場所（位置情報か文）", ANSWER),
    "date": Card("日付", "例）生年月日（西暦・和暦）", WHEN),
    "month": Card("年月", "例）2026年4月", WHEN),
    "period": Card("期間", "例）4月1日から6月30日まで", WHEN),
    "time": Card("時刻", "例）17時30分", WHEN),
    "weekdays": Card("曜日と時刻", "例）利用する曜日と、それぞれの時刻", WHEN),
    "yesno": Card("はい・いいえ", "2つのどちらか", CHOOSE),
    "choice": Card("1つ選ぶ", "選択肢から1つ", CHOOSE, {"options": _TWO}),
    "choices": Card("いくつでも選ぶ", "選択肢からいくつでも", CHOOSE, {"options": _TWO}),
    "lookup": Card(
        "長い一覧から選ぶ", "例）学校名の一部を入れて選ぶ（2,000件まで）", CHOOSE, {"rows": _TWO}
    ),
    "rating": Card("5段階の評価", "1（よくない）から5（とてもよい）", CHOOSE),
    "upload": Card(
        "書類・写真をつける",
        "例）証明書（あとで出す・紙で出すも選べます）",
        PAPER,
        {"hint": "書類の全体が写るように、明るい所で撮ってください。"},
    ),
    "statement": Card(
        "案内の文",
        "答えのいらない説明",
        TEXT,
        {"text": "ここに説明を書きます。", "required": False},
    ),
    "consent": Card(
        "同意",
        "同意する・しない（文をそのまま記録します）",
        TEXT,
        {
            "wording": "市が必要な情報を確かめることに同意します。",
            "version": "1",
            "if_refused": "同意しないときは、必要な証明書をつけてください。",
        },
    ),
    "declaration": Card(
        "誓約",
        "チェック1つで誓う（文をそのまま記録します）",
        TEXT,
        {"wording": "この申請の内容は、事実と違いません。", "version": "1"},
    ),
}
GROUPS: Final = (PERSON, ANSWER, WHEN, CHOOSE, PAPER, TEXT)
LABELS: Final[Mapping[str, str]] = {
    "label": "質問",
    "hint": "説明（質問の下に出る文）",
    "required": "必ず答えてもらう",
    "sensitive": "ふだんは閉じておく（健康・収入・障害など、開くと記録が残る）",
    "autofill": "ブラウザーが自分の情報を入れてよい（申請者本人のことを聞くとき）",
    "options": "選択肢（1行に1つ）",
    "rows": "行（1行に1つ）",
    "columns": "列",
    "min": "いちばん少ない数",
    "max": "いちばん多い数",
    "max_length": "字数の上限",
    "decimals": "小数点より下のけた数",
    "unit": "単位",
    "none_key": "「なし」にあたる選択肢の記号",
    "wording": "同意・誓約の文",
    "version": "文の版（文を変えたら上げる）",
    "refusable": "「同意しない」も選べる",
    "if_refused": "同意しないときにつけてもらうもの",
    "agree": "「同意する」の言い方",
    "disagree": "「同意しない」の言い方",
    "declare": "チェックの言い方",
    "text": "案内の文",
    "on_receipt": "控えにも出す（送ったあとにすること）",
    "earliest": "いちばん早い日・時刻",
    "latest": "いちばん遅い日・時刻",
    "not_future": "今日より先は入れられない",
    "not_past": "今日より前は入れられない",
    "birth": "生年月日",
    "derive": "横に出す年齢・学年",
    "open_end": "終わりが決まっていなくてもよい",
    "max_days": "いちばん長い日数",
    "kana": "フリガナ",
    "foreign": "ローマ字の氏名も入れられる",
    "alias": "通称も入れられる",
    "pattern": "番号の形（正規表現）",
    "shape": "番号の形（ことばで）",
    "upper": "英字を大文字にそろえる",
    "without": "取りのぞく文字",
    "exact": "位置情報を必ず求める",
    "modes": "出し方",
    "accept": "受け付けるファイルの種類（1行に1つ）",
    "max_files": "ファイルの数の上限",
    "days": "選べる曜日",
    "times": "時刻も聞く",
    "yes": "「はい」の言い方",
    "no": "「いいえ」の言い方",
    "low": "1の言い方",
    "high": "5の言い方",
    "list": "使う一覧（様式の「一覧」で作ったもの）",
    "formula": "計算の式",
    "result": "値の種類",
    "rounding": "1未満の扱い",
    "every_cell": "すべてのますに答えてもらう",
}
OWN_LABELS: Final[Mapping[tuple[str, str], str]] = {
    ("longtext", "rows"): "入力欄の高さ（行）",
    ("lookup", "rows"): "一覧（1行に1つ）",
}
CHOICES: Final[Mapping[str, str]] = {
    "no": "聞かない",
    "optional": "あれば入れる",
    "required": "必ず入れる",
    "now": "今つける",
    "later": "あとで出す",
    "paper": "紙で出す",
    "mon": "月",
    "tue": "火",
    "wed": "水",
    "thu": "木",
    "fri": "金",
    "sat": "土",
    "sun": "日",
    "money": "金額",
    "number": "数",
    "down": "切り捨て",
    "up": "切り上げ",
    "nearest": "四捨五入",
    "text": "文字",
    "date": "日付",
    "age": "年齢",
    "school_grade": "学年",
}
HINTS: Final[Mapping[str, str]] = {
    "earliest": "例）2026-04-01、today、today-18y（今日の18年前）",
    "latest": "例）2027-03-31、today、today+30d（今日から30日後）",
    "options": "言い方を変えても、順を変えても、前の答えとのつながりは残ります。",
    "derive": "生年月日の横に、その日の年齢か学年を出します。",
    "formula": "例）「部数」×300　または　もし（「区分」＝『半日』、500、1000）",
    "columns": "列の名前と、ますに入れるもの。6列まで。",
}
OWN_HINTS: Final[Mapping[tuple[str, str], str]] = {
    ("upload", "hint"): "どの書類を、どう撮るかを必ず書いてください。",
}
TALL: Final = frozenset({"hint", "text", "wording", "if_refused"})


def card(kind: str) -> Card:
    """The card of a type; one that has none yet is shown by its name."""
    return CARDS.get(kind, Card(kind, "", ANSWER))


def label(kind: str, setting: str) -> str:
    """What a setting is called on the field page."""
    return OWN_LABELS.get((kind, setting), LABELS.get(setting, setting))


def choice(key: str) -> str:
    """What one of the fixed values of a setting is called."""
    return CHOICES.get(key, key)
