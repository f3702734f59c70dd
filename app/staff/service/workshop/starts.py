"""Owns the starting points: small whole forms that a clerk fills out to her own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.staff.service.workshop.sheet import Entry, Screen, Sheet

NAME: Final[Entry] = {"key": "q1", "type": "name", "label": "氏名", "autofill": True}
PHONE: Final[Entry] = {
    "key": "q2", "type": "phone", "label": "日中に連絡のとれる電話番号", "autofill": True,
}  # fmt: skip
EMAIL: Final[Entry] = {
    "key": "q3", "type": "email", "label": "メールアドレス", "required": False, "autofill": True,
    "hint": "届いたことをお知らせします。",
}  # fmt: skip
ADDRESS: Final[Entry] = {"key": "q4", "type": "address", "label": "住所", "autofill": True}


@dataclass(frozen=True)
class Start:
    """One starting point: its name, what is in it, and the form itself."""

    name: str
    says: str
    kind: str
    screens: tuple[Screen, ...]


def _screen(slug: str, title: str, *fields: Entry) -> Screen:
    return Screen({"slug": slug, "title": title}, fields)


STARTS: Final[Mapping[str, Start]] = {
    "application": Start(
        "申請（審査して決めるもの）",
        "例）補助金、利用の許可。申請する方・申請の内容・つける書類と誓約の3画面。",
        "application",
        (
            _screen("s1", "申請する方", NAME, ADDRESS, PHONE, EMAIL),
            _screen("s2", "申請の内容", {
                "key": "q5", "type": "longtext", "label": "申請する理由",
            }),
            _screen(
                "s3", "つける書類と確認",
                {"key": "q6", "type": "upload", "label": "申請に必要な書類",
                 "hint": "書類の全体が写るように、明るい所で撮ってください。"},
                {"key": "q7", "type": "declaration", "label": "誓約", "version": "1",
                 "wording": "この申請の内容は、事実と違いません。"},
            ),
        ),
    ),
    "notification": Start(
        "届出（受け取って確かめるもの）",
        "例）変更・廃止の届け。届け出る方・届出の内容（変わった日・前と後）の2画面。",
        "notification",
        (
            _screen("s1", "届け出る方", NAME, ADDRESS, PHONE),
            _screen(
                "s2", "届出の内容",
                {"key": "q5", "type": "date", "label": "変わった日"},
                {"key": "q6", "type": "text", "label": "変わる前"},
                {"key": "q7", "type": "text", "label": "変わった後"},
            ),
        ),
    ),
    "booking": Start(
        "申込み・予約の希望（定員や順番があるもの）",
        "例）教室、相談、施設。申し込む方・第1希望と第2希望の日・人数の2画面。",
        "booking",
        (
            _screen("s1", "申し込む方", NAME, PHONE, EMAIL),
            _screen(
                "s2", "希望",
                {"key": "q5", "type": "date", "label": "第1希望の日", "not_past": True},
                {"key": "q6", "type": "date", "label": "第2希望の日", "required": False,
                 "not_past": True},
                {"key": "q7", "type": "number", "label": "人数", "min": 1, "unit": "人"},
                {"key": "q8", "type": "longtext", "label": "伝えておきたいこと",
                 "required": False},
            ),
        ),
    ),
    "report": Start(
        "アンケート・意見（名前を聞かないもの）",
        "例）満足度調査、提案。名前は任意で、評価と自由な意見の1画面。",
        "report",
        (
            _screen(
                "s1", "ご意見",
                {"key": "q5", "type": "rating", "label": "満足の度合い", "low": "よくない",
                 "high": "とてもよい"},
                {"key": "q6", "type": "longtext", "label": "ご意見", "required": False},
                NAME | {"required": False, "hint": "返事がいらなければ、空のままにします。"},
                EMAIL | {"hint": "返事がほしいときに入れてください。"},
            ),
        ),
    ),
}  # fmt: skip


BLANK: Final = Start("", "", "application", (_screen("s1", "申請する方", NAME),))


def begin(name: str, slug: str, title: str) -> Sheet:
    """A form of a starting point, or with one question only, under a title of its own."""
    start = STARTS.get(name, BLANK)
    head: Entry = {
        "document_version": 1, "slug": slug, "title": title, "kind": start.kind,
        "legal_basis": "voluntary", "summary": f"{title}の様式です。",
        "source": {"title": "市が作った様式"}, "purpose_version": "1",
        "purpose_of_use": f"入力された情報は、{title}の受付と連絡のために使います。"
        "それ以外の目的には使いません。",
    }  # fmt: skip
    return Sheet(head, (), start.screens)
