"""Owns how many reports and opinions of residents come: damage, requests, proposals."""

from collections import Counter
from decimal import Decimal

from sqlmodel import Session

from app.catalogue import service as catalogue
from app.forms.definition import FilingKind
from app.journal.models import Event
from app.statistics.models import Answer, Kpi, Span, Table
from app.statistics.store import counts_by_name, events
from app.statistics.store.keys import UNTIMED


def counted(session: Session, span: Span) -> Counter[str]:
    """All ways together, by procedure whose form takes reports (通報・意見)."""
    wanted = {code for code, form in events.forms_of(session).items() if _is_report(session, form)}
    found: Counter[str] = Counter()
    for about in ("procedure", UNTIMED):
        sums = events.by_value(session, about, Event.ARRIVED, span.first, span.last)
        for (procedure, _), count in sums.items():
            if procedure in wanted:
                found[procedure] += count
    return found


def answer(session: Session, span: Span) -> Answer:
    """All of the period."""
    found = counted(session, span)
    if not found:
        return Answer(None, "この期間に届いた通報・意見がありません")
    return Answer(Decimal(found.total()), told=f"{len(found):,}手続")


def by_procedure(session: Session, span: Span) -> Table:
    """Each procedure, most first."""
    return Table(("手続", "件数"), counts_by_name(session, counted(session, span)))


def _is_report(session: Session, slug: str) -> bool:
    form = catalogue.current_form(session, slug)
    return form is not None and form.kind == FilingKind.REPORT


KPI = Kpi(
    "citizen-reports", "市民からの通報・意見", "件", 26,
    "道路・公園などの損傷、空き家、市政への要望、市民提案など、本システムのフォームの種類が「通報・意見」の"
    "手続に届いた件数です。電話・窓口で受けて入力したもの、取り込んだ件数も入ります。",
    "到達の記録と、取り込んだ件数", answer, by_procedure,
)  # fmt: skip
