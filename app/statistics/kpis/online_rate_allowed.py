"""Owns the online rate without procedures that the law keeps offline (適用除外), by section."""

from collections import Counter
from decimal import Decimal

from sqlmodel import Session

from app.accounts import service as accounts
from app.catalogue import service as catalogue
from app.statistics.models import NOTHING, Answer, Kpi, Span, Table
from app.statistics.store import events


def answer(session: Session, span: Span) -> Answer:
    """The rate of today; the period has no part in it."""
    rate = catalogue.online_rate(session).without_excluded
    if rate.share == NOTHING:
        return Answer(None, "手続一覧に公開の手続がありません")
    return Answer(
        Decimal(rate.share),
        told=f"適用除外を除く{rate.total:,}手続のうち{rate.online:,}手続",
    )


def by_section(session: Session, span: Span) -> Table:
    """How many are left in each section."""
    names = accounts.section_names(session)
    found = Counter(
        row.section for row in events.left_offline(session) if row.online_status != "excluded"
    )
    rows = tuple(
        (names.get(code, code or "担当未定"), count) for code, count in found.most_common()
    )
    return Table(("担当課", "残りの手続"), rows, note="適用除外の手続は入りません。")


KPI = Kpi(
    "online-rate-allowed", "オンラインでできる手続の割合（法令でできないものを除く）", "%", 11,
    "住民がオンラインで終えられる手続の数を、公開している手続から適用除外を除いた数で割ります。",
    "手続一覧（今の値）", answer, by_section, has_months=False,
)  # fmt: skip
