"""Owns the online rate of all procedures, with the list of what is left by section."""

from decimal import Decimal

from sqlmodel import Session

from app.accounts import service as accounts
from app.catalogue import service as catalogue
from app.statistics.models import NOTHING, Answer, Kpi, Span, Table
from app.statistics.store import events

_STATUS = {"planned": "予定", "counter_only": "窓口・郵送のみ", "excluded": "適用除外"}


def answer(session: Session, span: Span) -> Answer:
    """The rate of today; the period has no part in it."""
    rate = catalogue.online_rate(session)
    if rate.share == NOTHING:
        return Answer(None, "手続一覧に公開の手続がありません")
    return Answer(Decimal(rate.share), told=f"{rate.total:,}手続のうち{rate.online:,}手続")


def left(session: Session, span: Span) -> Table:
    """Every procedure that is left, by section."""
    names = accounts.section_names(session)
    rows = tuple(
        (row.code, row.name, names.get(row.section, row.section or "担当未定"),
         _STATUS.get(row.online_status, row.online_status), row.volume - row.volume_online,
         row.reason)
        for row in events.left_offline(session)
    )  # fmt: skip
    return Table(
        ("記号", "手続", "担当課", "状態", "オンライン以外の件数（年）", "理由"), rows,
        note="オンラインでできない手続の一覧です。件数は手続一覧の値です。",
    )  # fmt: skip


KPI = Kpi(
    "online-rate", "オンラインでできる手続の割合", "%", 10,
    "住民がオンラインで終えられる手続の数を、公開しているすべての手続の数で割ります。",
    "手続一覧（今の値）", answer, left, has_months=False,
)  # fmt: skip
