"""Owns what to put online next: what still comes on paper of procedures that are not online."""

from collections import Counter
from decimal import Decimal

from sqlmodel import Session

from app.statistics.models import Answer, Kpi, Span, Table
from app.statistics.store import events
from app.statistics.store.ways import OTHERWISE, by_way


def counted(session: Session, span: Span) -> Counter[str]:
    """What came by other ways, by procedure that could be online and is not."""
    could = events.could_be_online(session)
    found: Counter[str] = Counter()
    for month in by_way(session, span.first, span.last):
        for (procedure, way), count in month.items():
            if procedure in could and way == OTHERWISE and count:
                found[procedure] += count
    return found


def answer(session: Session, span: Span) -> Answer:
    """All of the period."""
    found = counted(session, span)
    if not found:
        return Answer(
            None, "まだオンラインでない手続の、窓口・郵送などの件数が入っていません"
            "（「紙・電話の入力」か、到達件数の取り込みで入れます）",
        )  # fmt: skip
    return Answer(Decimal(found.total()), told=f"{len(found):,}手続")


def most_first(session: Session, span: Span) -> Table:
    """The procedures, those with most applications first."""
    rows = {row.code: row for row in events.left_offline(session)}
    return Table(
        ("手続", "オンライン以外の件数", "手続一覧の件数（年）", "オンラインでない理由"),
        tuple(
            (rows[code].name, count, rows[code].volume, rows[code].reason)
            for code, count in counted(session, span).most_common()
        ),
        note="取扱いの多い順です。法令でオンラインにできない手続（適用除外）は入りません。",
    )


KPI = Kpi(
    "next-online", "まだオンラインでない手続に紙などで届いた件数", "件", 14,
    "オンラインで終えられず、適用除外でもない手続に、窓口・郵送・電話などで届いた件数です。取扱いの"
    "多い順の一覧は、次にオンラインにする手続を選ぶためのものです。",
    "紙・電話の入力、取り込んだ件数、手続一覧", answer, most_first,
)  # fmt: skip
