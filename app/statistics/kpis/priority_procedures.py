"""Owns how many of the procedures that the state wants online first can be finished online."""

from decimal import Decimal

from sqlmodel import Session

from app.catalogue.models import ONLINE_CHANNELS, Channel, Procedure
from app.procedures import priority
from app.statistics.models import CHANNEL_NAMES, Answer, Cell, Kpi, Span, Table
from app.statistics.store import events


def answer(session: Session, span: Span) -> Answer:
    """Those whose every row of the catalogue is online."""
    online = _online(session)
    done = [codes for codes in priority().values() if _is_done(codes, online)]
    on_portal = sum(
        all(Channel.NATIONAL_PORTAL in _ways(online[code]) for code in codes) for codes in done
    )
    return Answer(
        Decimal(len(done)),
        told=f"{len(priority()):,}手続のうち。国のポータルで終えられるもの{on_portal:,}",
    )


def listed(session: Session, span: Span) -> Table:
    """Each with what it still needs."""
    online = _online(session)
    rows: list[tuple[Cell, ...]] = []
    for name, codes in priority().items():
        ways = {way for code in codes if code in online for way in _ways(online[code])}
        told = "、".join(CHANNEL_NAMES[way] for way in Channel if way in ways)
        missing = "、".join(code for code in codes if code not in online)
        state = "終えられる" if _is_done(codes, online) else "まだ"
        rows.append((name, state, told or "—", missing or "—"))
    return Table(("手続", "オンライン", "経路", "まだオンラインでない手続の記号"), tuple(rows))


def _online(session: Session) -> dict[str, Procedure]:
    return {row.code: row for row in events.online_through(session)}


def _is_done(codes: tuple[str, ...], online: dict[str, Procedure]) -> bool:
    return all(code in online for code in codes)


def _ways(row: Procedure) -> set[Channel]:
    return {way for way in ONLINE_CHANNELS if way in events.channels_of(row)}


KPI = Kpi(
    "priority-procedures", "国が優先する27手続のうちオンラインで終えられるもの", "手続", 11,
    "国が優先してオンライン化を求める、市区町村の27手続（子育て15、介護11、罹災証明1）のうち、手続一覧の"
    "対応する手続がすべて公開され、オンラインで終えられるものの数です。",
    "手続一覧（今の値）と、総務省「自治体DX推進計画」の手続の一覧", answer, listed,
    has_months=False,
)  # fmt: skip
