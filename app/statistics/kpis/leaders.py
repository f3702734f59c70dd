"""Owns in how many sections somebody leads: an active account with the role リーダー."""

from decimal import Decimal

from sqlmodel import Session

from app.accounts import service as accounts
from app.statistics.models import Answer, Kpi, Span, Table, share
from app.statistics.store import events
from app.statistics.store import rows as store


def answer(session: Session, span: Span) -> Answer:
    """The share of the sections with procedures that have one."""
    every = {code for code in events.by_section(session) if code}
    if not every:
        return Answer(None, "手続一覧に公開の手続がありません")
    led = every & set(store.leaders_by_section(session))
    return Answer(
        Decimal(share(len(led), len(every))), told=f"手続のある{len(every):,}課のうち{len(led):,}課"
    )


def by_section(session: Session, span: Span) -> Table:
    """Each section with how many it has."""
    names, leaders = accounts.section_names(session), store.leaders_by_section(session)
    return Table(
        ("課", "リーダー（人）"),
        tuple(
            (names.get(code, code), leaders[code])
            for code in sorted(events.by_section(session)) if code
        ),
    )  # fmt: skip


KPI = Kpi(
    "leaders", "リーダーのいる課", "%", 135,
    "公開の手続を持つ課のうち、役割が「リーダー」の使えるアカウントがあるものの割合です。人事発令の人数は、"
    "計画の指標として入れます。",
    "職員のアカウント（今の状態）", answer, by_section, has_months=False,
)  # fmt: skip
