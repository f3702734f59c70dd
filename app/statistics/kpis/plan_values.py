"""Owns how much of the plan has been looked at: the indicators whose value of the year is in."""

from collections import Counter
from decimal import Decimal

from sqlmodel import Session

from app.statistics.models import Answer, Kpi, Span, Table, percent, share
from app.statistics.store import indicators as store


def asked(session: Session, span: Span) -> dict[str, str]:
    """The indicators that people fill in, with the section the plan names."""
    rows = store.rows(session)
    found = {each.key: each.section for each in span.city.kpi if not each.metric and each.unit}
    for slug, row in rows.items():
        found.pop(slug, None)
        if not (row.metric or row.is_retired) and row.unit:
            found[slug] = row.section
    return found


def filled(session: Session, span: Span) -> set[str]:
    """The indicators with a value of the year, or of a month in the span."""
    year = str(span.first.year - (span.first.month < 4))
    months = (f"{span.first:%Y-%m}", f"{span.last:%Y-%m}")
    return {
        row.indicator for row in store.values(session)
        if row.period == year or ("-" in row.period and months[0] <= row.period <= months[1])
    }  # fmt: skip


def answer(session: Session, span: Span) -> Answer:
    """The share that is in."""
    wanted = asked(session, span)
    if not wanted:
        return Answer(None, "値を入れる指標がありません")
    done = len(set(wanted) & filled(session, span))
    return Answer(Decimal(share(done, len(wanted))), told=f"{len(wanted):,}指標のうち{done:,}に値")


def by_section(session: Session, span: Span) -> Table:
    """Each section with what it has entered."""
    wanted, done = asked(session, span), filled(session, span)
    every = Counter(section or "未定" for section in wanted.values())
    good = Counter(section or "未定" for slug, section in wanted.items() if slug in done)
    rows = tuple(
        (name, count, good[name], percent(good[name], count))
        for name, count in sorted(every.items())
    )
    return Table(("担当（計画の記載）", "指標", "値のある指標", "割合"), rows)


KPI = Kpi(
    "plan-values", "計画の指標のうち値を確かめたもの", "%", 130,
    "担当課が値を入れる指標のうち、その年度か、その年度の月の値が入っているものの割合です。毎年の"
    "確認・見直し（PDCA）がどこまで進んだかを示します。本システムが計算する指標は入りません。",
    "計画の指標の値", answer, by_section, has_months=False,
)  # fmt: skip
