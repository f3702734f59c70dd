"""Owns how many procedures residents can finish on the national portal."""

from decimal import Decimal

from sqlmodel import Session

from app.accounts import service as accounts
from app.catalogue.models import Channel
from app.statistics.models import Answer, Kpi, Span, Table
from app.statistics.store import events


def answer(session: Session, span: Span) -> Answer:
    """How many there are today."""
    found = events.online_through(session, Channel.NATIONAL_PORTAL)
    return Answer(Decimal(len(found)))


def listed(session: Session, span: Span) -> Table:
    """Each of them."""
    names = accounts.section_names(session)
    rows = tuple(
        (row.code, row.name, names.get(row.section, row.section or "担当未定"))
        for row in events.online_through(session, Channel.NATIONAL_PORTAL)
    )
    return Table(("記号", "手続", "担当課"), rows)


KPI = Kpi(
    "portal-procedures", "国のポータルで終えられる手続", "手続", 12,
    "公開していてオンラインで終えられる手続のうち、国のポータル（マイナポータル等）を経路に持つものの"
    "数です。国が優先してオンライン化を求める手続だけを数えたものではありません。",
    "手続一覧（今の値）", answer, listed, has_months=False,
)  # fmt: skip
