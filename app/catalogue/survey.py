"""Owns the layout of the national procedures survey (行政手続等の棚卸調査, デジタル庁); pure.

Mapped by header name: the survey of 令和6年度 has 38 columns, that of 令和7年度 46, some under
other names. Its rows are a reference for law, article and volume; whether and how this city runs
them is for its staff to say.
"""

import unicodedata
from collections.abc import Mapping
from typing import Final

from app.catalogue.models import LegalBasis, OnlineStatus

ID: Final = "手続ID"
REQUIRED: Final = (ID, "手続名", "法令名", "根拠条項号", "総手続件数", "オンライン手続件数")
# What a new row takes from the survey and a known one keeps as staff left it.
FIRST_ONLY: Final = frozenset(
    {"section", "basis", "audience", "life_events", "online_status", "reason", "is_published"}
)
_OTHER_NAMES: Final = {
    "総件数": "総手続件数",
    "オンライン件数": "オンライン手続件数",
    "イベント(個人)": "手続が行われるイベント(個人)",
    "オンライン化実施状況": "オンライン化の実施状況",
}
_ACTORS: Final = {"5": "resident", "6": "business", "7": "both"}
_EVENTS: Final = {
    "妊娠": "pregnancy", "出生": "birth", "引越し": "moving", "就職": "work", "結婚": "marriage",
    "自動車": "car", "住宅": "housing", "介護": "care", "医療": "health", "税金": "tax",
    "年金": "pension", "死亡": "death",
}  # fmt: skip


def column(name: str) -> str:
    """The one name of a column, whatever its width, line breaks or year."""
    folded = "".join(unicodedata.normalize("NFKC", name).split())
    return _OTHER_NAMES.get(folded, folded)


def cells_of(row: Mapping[str, str]) -> dict[str, str]:
    """The cells of the catalogue from one row of the survey."""
    ident = row[ID].strip()
    is_excluded = row.get("オンライン化の実施状況", "").startswith("3")
    events = row.get("手続が行われるイベント(個人)", "")
    return {
        "code": f"survey-{ident}" if ident else "",
        "survey_id": ident,
        "name": row["手続名"],
        "law": row["法令名"],
        "article": row["根拠条項号"],
        "volume": row["総手続件数"].replace(",", ""),
        "volume_online": row["オンライン手続件数"].replace(",", ""),
        "basis": LegalBasis.NATIONAL_LAW,
        "audience": _ACTORS.get(row.get("手続主体", "").strip()[:1], "both"),
        "life_events": "; ".join(event for word, event in _EVENTS.items() if word in events),
        "online_status": OnlineStatus.EXCLUDED if is_excluded else OnlineStatus.COUNTER_ONLY,
        "reason": "適用除外（国の調査による）" if is_excluded else "",
        "is_published": "no",
    }
