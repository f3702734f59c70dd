"""Owns the off-hours share by the language the form was filled in."""

from sqlmodel import Session

from app.statistics import store
from app.statistics.models import APPLICATIONS, Metric, Selection, Table
from app.statistics.split import split_table

NAMES = {
    "ja": "日本語", "ja_JP@easy": "やさしい日本語", "en": "英語", "vi": "ベトナム語",
    "zh_Hans": "中国語（簡体字）", "fil": "フィリピン語", "ko": "韓国・朝鮮語",
    "id": "インドネシア語", "ne": "ネパール語", "pt_BR": "ポルトガル語", "": "記録なし",
}  # fmt: skip


def table(session: Session, selection: Selection) -> Table:
    """One row for each language; imports and paper have none."""
    return split_table(
        "言語", store.tally(session, selection, "locale", "reason"),
        lambda code: NAMES.get(code, code),
        note="送った時の画面の言語です。取り込んだ記録には言語がありません。",
    )  # fmt: skip


METRIC = Metric(
    "by-language", "言語別の開庁時間外割合", APPLICATIONS, 100, table, shape="bars",
    about="送った時の画面の言語ごとの件数と割合です。",
)  # fmt: skip
