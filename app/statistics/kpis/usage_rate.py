"""Owns the usage rate: what came online of all that came, never from counts that are missing."""

from decimal import Decimal

from sqlmodel import Session

from app.statistics.models import Answer, Kpi, Span, Table, percent, share
from app.statistics.store import procedure_names
from app.statistics.store.tallies import Tally
from app.statistics.store.ways import NONE_OTHERWISE, ONLINE, OTHERWISE, by_way

WHY = (
    "窓口・郵送などの件数が入っている手続がありません。"
    "「紙・電話の入力」か、到達件数の取り込み（経路 counter・mail・phone）で入れてください"
)


def counted(session: Session, span: Span) -> dict[str, tuple[int, int]]:
    """(online, all) by procedure, of the months in which both sides are known."""
    sums: dict[str, tuple[int, int]] = {}
    for month in by_way(session, span.first, span.last):
        for procedure in _known(month):
            came, otherwise = month[procedure, ONLINE], month[procedure, OTHERWISE]
            part, whole = sums.get(procedure, (0, 0))
            if came or otherwise:
                sums[procedure] = (part + came, whole + came + otherwise)
    return sums


def _known(month: Tally) -> set[str]:
    """The procedures whose other ways were counted in a month, be it with 0."""
    return {
        procedure for (procedure, way), count in month.items()
        if count and way in (OTHERWISE, NONE_OTHERWISE)
    }  # fmt: skip


def answer(session: Session, span: Span) -> Answer:
    """The rate of the procedures whose counters were counted."""
    sums = counted(session, span).values()
    part, whole = sum(each[0] for each in sums), sum(each[1] for each in sums)
    if not whole:
        return Answer(None, WHY)
    told = f"{len(sums):,}手続、{whole:,}件のうちオンライン{part:,}件"
    return Answer(Decimal(share(part, whole)), told=told)


def by_procedure(session: Session, span: Span) -> Table:
    """Each procedure whose counters were counted, the busiest first."""
    sums = counted(session, span)
    names = procedure_names(session, sums)
    rows = tuple(
        (names.get(code, code), part, whole - part, whole, percent(part, whole))
        for code, (part, whole) in sorted(sums.items(), key=lambda each: (-each[1][1], each[0]))
    )
    return Table(
        ("手続", "オンライン", "オンライン以外", "合計", "利用率"), rows,
        note="窓口・郵送などの件数が入っていない手続と月は、分母にも分子にも入れません。",
    )  # fmt: skip


KPI = Kpi(
    "usage-rate", "オンライン利用率", "%", 20,
    "オンラインで届いた件数を、すべての経路の件数で割ります。オンライン以外の件数が入っている"
    "（0件と入れた月も含みます）手続と月だけを数えます。",
    "到達の記録、取り込んだ件数、紙・電話の入力", answer, by_procedure,
)  # fmt: skip
