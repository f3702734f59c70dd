"""Owns how far the house has spread: the sections that take a procedure through its forms."""

from decimal import Decimal

from sqlmodel import Session

from app.accounts import service as accounts
from app.catalogue.models import Channel
from app.statistics.models import Answer, Kpi, Span, Table, share
from app.statistics.store import events


def counts(session: Session) -> dict[str, tuple[int, int]]:
    """(procedures through the house's forms, all public procedures) by section."""
    every, own = events.by_section(session), events.online_through(session, Channel.OWN)
    mine = [row.section for row in own]
    return {section: (mine.count(section), count) for section, count in every.items() if section}


def answer(session: Session, span: Span) -> Answer:
    """The share of sections with one or more."""
    found = counts(session)
    if not found:
        return Answer(None, "手続一覧に公開の手続がありません")
    using = sum(part > 0 for part, _ in found.values())
    return Answer(
        Decimal(share(using, len(found))), told=f"手続のある{len(found):,}課のうち{using:,}課"
    )


def listed(session: Session, span: Span) -> Table:
    """Each section; those that have none can take over another's form."""
    names = accounts.section_names(session)
    rows = tuple(
        (names.get(section, section), part, whole)
        for section, (part, whole) in sorted(counts(session).items())
    )
    return Table(("課", "本システムで受ける手続", "公開している手続"), rows)


KPI = Kpi(
    "sections-online", "本システムで手続を受けている課", "%", 16,
    "公開している手続を持つ課のうち、本システムのフォームで受ける手続が1つ以上ある課の割合です。"
    "試した課から、ほかの課への広がり（横展開）を示します。",
    "手続一覧（今の値）", answer, listed, has_months=False,
)  # fmt: skip
