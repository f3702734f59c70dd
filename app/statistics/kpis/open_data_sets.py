"""Owns how many data sets the house gives out as open data that a machine can read."""

from decimal import Decimal

from sqlmodel import Session

from app.statistics.models import Answer, Kpi, Span, Table
from app.statistics.open_sets import SETS


def answer(session: Session, span: Span) -> Answer:
    """All of them; each is given in a form that a machine can read."""
    files = sum(len(each.kinds) for each in SETS)
    return Answer(Decimal(len(SETS)), told=f"CSV・JSONの{files}ファイル")


def listed(session: Session, span: Span) -> Table:
    """Each with its forms and its address."""
    rows = tuple(
        (each.title, "・".join(kind.upper() for kind in each.kinds),
         "、".join(f"/open-data/{each.name}.{kind}" for kind in each.kinds), each.about)
        for each in SETS
    )  # fmt: skip
    return Table(
        ("データセット", "形式", "アドレス", "内容"), rows,
        note="市がほかの場所で公開しているデータセットは入りません。その数は、計画の指標として入れます。",
    )  # fmt: skip


KPI = Kpi(
    "open-data-sets", "本システムが公開するオープンデータ", "種類", 125,
    "本システムが機械で読める形（CSV・JSON）で公開しているデータセットの数です。",
    "オープンデータの目録（/open-data）", answer, listed, has_months=False,
)  # fmt: skip
